"""Kinds of dispute as other collections name them, and the categories they stand for (data/source_kinds.yaml)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

_FILE = Path(__file__).parent / "data" / "source_kinds.yaml"


@cache
def source_kinds() -> Mapping[str, tuple[str, ...]]:
    """Give category codes by kind, likeliest first; the file is read on the first call."""
    loaded: Mapping[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({kind: tuple(codes) for kind, codes in loaded.items()})
