"""Layouts of the forms, read from `forms/*.yaml`: the words are data that a lawyer edits, the templates come of them.

Blocks: a string is a paragraph with a first-line indent; `plain`, `right`, `centre`, `small`, `heading` are paragraphs
of those kinds; `space` is an empty stretch in millimetres, `rule` a line to cut along; `table` has `columns` in
millimetres and `rows`; `sign` holds lines for signatures; `each: "x in list"` and `if: condition` repeat or leave out
their `blocks` (or `rows`). A cell that begins with `*` is a label; `span` joins columns, `tall` is the least height in
millimetres.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.domain.forms import FormKind

FOLDER = Path(__file__).with_name("forms")


@dataclass(frozen=True, slots=True)
class Layout:
    """One form. `list_name` is how a table of contents calls it, `title` what stands above it."""

    kind: FormKind
    title: str
    list_name: str
    blocks: Sequence[Any]


@cache
def layouts() -> Mapping[FormKind, Layout]:
    """Return the layout of every form; the files are read on the first call."""
    return {kind: _read(kind) for kind in FormKind}


def form_name(kind: FormKind) -> str:
    """Return how people call a form."""
    return layouts()[kind].list_name


def _read(kind: FormKind) -> Layout:
    raw = yaml.safe_load((FOLDER / f"{kind.value}.yaml").read_text("utf-8"))
    return Layout(kind, raw["name"], raw.get("list_name", raw["name"]), tuple(raw["blocks"]))
