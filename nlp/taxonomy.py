"""The kinds of dispute: codes, Chinese names and subtypes, read from ``data/taxonomy.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from nlp.lexicon import lexicon

OTHER = "other"
NOT_LEGAL = "not_legal"
PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class CategoryName:
    """One category: its code, its Chinese name and its subtypes.

    Attributes:
        code: Stable code, such as ``labour``.
        name: Name shown to citizens and staff.
        report: Type under which the monthly report counts it, or None where it is only guided or referred.
        mediable: Whether people's mediation may take it.
        subtypes: Subtype code to Chinese name; ``other`` always comes last.
    """

    code: str
    name: str
    report: str | None
    mediable: bool
    subtypes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All categories in their order, and the flags that may stand beside a subtype."""

    categories: Mapping[str, CategoryName]
    flags: Mapping[str, str]


@cache
def taxonomy() -> Taxonomy:
    """Return the taxonomy; the file is read on the first call."""
    raw = lexicon("taxonomy")
    categories = {
        code: CategoryName(
            code=code,
            name=entry["name"],
            report=entry["report"],
            mediable=entry.get("mediable", True),
            subtypes=MappingProxyType({**entry["subtypes"], OTHER: raw["other"]}),
        )
        for code, entry in raw["categories"].items()
    }
    return Taxonomy(MappingProxyType(categories), MappingProxyType(raw["flags"]))


def category_name(code: str) -> str:
    """Return the Chinese name of a category.

    Raises:
        KeyError: The code is unknown.
    """
    return taxonomy().categories[code].name


def subtype_name(category: str, subtype: str) -> str:
    """Return the Chinese name of a subtype of a category.

    Raises:
        KeyError: The category or the subtype is unknown.
    """
    return taxonomy().categories[category].subtypes[subtype]


if TYPE_CHECKING:
    CATEGORIES: Mapping[str, CategoryName]
    MEDIABLE: frozenset[str]
    FLAGS: Mapping[str, str]


def __getattr__(name: str) -> object:
    """Offer CATEGORIES, MEDIABLE and FLAGS; read on first use, because importing opens no file."""
    if name == "CATEGORIES":
        return taxonomy().categories
    if name == "MEDIABLE":
        return frozenset(code for code, entry in taxonomy().categories.items() if entry.mediable)
    if name == "FLAGS":
        return taxonomy().flags
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
