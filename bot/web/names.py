"""Chinese names of codes as pages and API show them, from names.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

FILE = Path(__file__).with_name("names.yaml")


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """All sections; read on the first call."""
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return MappingProxyType(loaded)


def name_of(section: str, code: str, **values: Any) -> str:
    """The Chinese name of a code; the code itself where the file does not know it."""
    return names()[section].get(code, code).format(**values)
