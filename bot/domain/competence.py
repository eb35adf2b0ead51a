"""Which other organisations may take a talk: competent for the dispute and the place, and staffed now."""

from collections.abc import Iterable

from knowledge.organisations import Organisation, organisation_kinds

LAWYER_KINDS = ("lawyer_window", "legal_aid")
_CLOSED = frozenset({"enterprise"})
"""Committees of enterprises serve their own people only."""


def other_rooms(asked: Organisation, category: str | None, among: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """Return the committees that may take what was brought to `asked`, in the order in which they are offered.

    Specialists of the category come first, then the same community, the same street, and bodies of the whole district.
    """
    kinds = organisation_kinds()
    found = [
        other
        for other in among
        if other.id != asked.id
        and kinds[other.kind].mediates
        and other.kind not in _CLOSED
        and other.takes(category)
        and serves_place_of(other, asked)
    ]
    return tuple(sorted(found, key=lambda other: (_rank(other, asked, category), len(other.categories), other.id)))


def lawyer_windows(asked: Organisation | None, among: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """Return the lawyers' windows and legal aid beside `asked`, windows first, the same street before the district."""
    found = [
        other
        for other in among
        if other.kind in LAWYER_KINDS and (asked is None or (other.id != asked.id and serves_place_of(other, asked)))
    ]
    return tuple(sorted(found, key=lambda o: (LAWYER_KINDS.index(o.kind), o.street is None, o.id)))


def serves_place_of(other: Organisation, asked: Organisation) -> bool:
    """Whether an organisation serves at least the area of another one."""
    if other.street is None:
        return True
    return other.street == asked.street and other.community in {None, asked.community}


def _rank(other: Organisation, asked: Organisation, category: str | None) -> int:
    level = organisation_kinds()[other.kind].level
    if level in {"industry", "stationed"}:
        return 0 if category is not None and category in other.categories else 4
    if other.community is not None and other.community == asked.community:
        return 1
    if other.street is not None:
        return 2
    return 3 if level == "district" else 5
