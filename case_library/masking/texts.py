"""Which texts of a case are shown and may tell who somebody is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from case_library.precedent import Precedent

TEXTS = ("title", "story", "relation", "result", "comment")
LISTS = ("disputed", "methods", "terms", "tags")


def texts_of(case: Precedent) -> list[str]:
    """Give every text of a case that is shown and may tell who somebody is."""
    return [getattr(case, name) for name in TEXTS] + [item for name in LISTS for item in getattr(case, name)]


def with_texts(case: Precedent, change: Callable[[str, str], str]) -> Precedent:
    """Give a case with each of these texts changed by a function of the field's name and the text."""
    fields: dict[str, Any] = {name: change(name, getattr(case, name)) for name in TEXTS}
    fields |= {name: tuple(change(name, item) for item in getattr(case, name)) for name in LISTS}
    return replace(case, **fields)
