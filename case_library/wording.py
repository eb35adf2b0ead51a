"""The Chinese wording of the library, read from data/wording.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "wording.yaml"


@cache
def wording() -> Mapping[str, Mapping[str, str]]:
    """Give all wording by section; the file is read on the first call."""
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def complain(key: str, **places: Any) -> str:
    """Say what is wrong with a field of an entry."""
    return wording()["complaints"][key].format(**places)


def outcome_name(code: str) -> str:
    """Give the Chinese name of an outcome."""
    return wording()["outcomes"][code]


def origin_name(code: str) -> str:
    """Give the words that mark where a case comes from; illustrative ones must always be shown with it."""
    return wording()["origins"][code]


def origin_mark(code: str) -> str:
    """Give the short mark of where a case comes from, for lists that explain it once."""
    return wording()["origin_marks"][code]
