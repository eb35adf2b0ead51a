"""Fixed words of forms, from form_words.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

FILE = Path(__file__).with_name("form_words.yaml")


@cache
def form_words() -> Mapping[str, Any]:
    """Return all words; the file is read on the first call."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return MappingProxyType(loaded)
