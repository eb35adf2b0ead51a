"""Replies that staff use often, from canned_replies.yaml, with their places filled in."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("canned_replies.yaml")


@cache
def entries() -> Sequence[Mapping[str, Any]]:
    """The file as it is; read on the first call."""
    loaded: list[Mapping[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(loaded)


def canned_replies(category: str, **values: str) -> list[dict[str, str]]:
    """Those that fit a category, filled in.

    Args:
        category: code of the category; an empty one gets what fits all.
        values: what fills the places of the texts.
    """
    fitting = [entry for entry in entries() if entry["categories"] == "all" or category in entry["categories"]]
    return [{"id": entry["id"], "title": entry["title"], "text": entry["text"].format(**values)} for entry in fitting]
