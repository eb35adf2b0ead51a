"""Word lists and patterns that a lawyer can edit: the YAML files of ``nlp/data``."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"

# libyaml's loader is ten times faster; the pure one reads the same.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def lexicon(name: str) -> Any:
    """Return what the file ``nlp/data/<name>.yaml`` holds; it is read once."""
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - both are safe loaders


@cache
def patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """Return the regular expressions of ``nlp/data/<name>.yaml`` by their names.

    An expression may name another of the same file as ``<<name>>``.
    """
    raw: dict[str, str] = lexicon(name)
    return MappingProxyType({key: re.compile(_expanded(value, raw)) for key, value in raw.items()})


def _expanded(expression: str, raw: Mapping[str, str]) -> str:
    return re.sub(r"<<(\w+)>>", lambda match: _expanded(raw[match.group(1)], raw), str(expression))
