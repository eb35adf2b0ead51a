"""Bodies that mediate or advise: kinds, organisations, rooms and the places they serve; plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.opening_hours import OpeningHours

_KINDS = Path(__file__).parent / "data" / "organisation_kinds.yaml"


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """One kind of organisation.

    Attributes:
        code: Code of the taxonomy, such as ``industry_labour``.
        name: Chinese name of the kind.
        level: group, community, street, district, industry, stationed, studio, enterprise or service.
        mediates: False for lawyers' windows and legal aid, which advise only.
        fallback: Kinds tried next where the directory has none of this kind.
    """

    code: str
    name: str
    level: str
    mediates: bool
    fallback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """A room or window of an organisation; `capacity` is how many talks it holds at a time."""

    id: str
    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation of the directory.

    Attributes:
        id: Latin id, stable, such as ``lugu-street``.
        name: Chinese name.
        kind: Code of its `OrganisationKind`.
        street: Street it serves or lies in, None where it serves the whole district.
        community: Community or village it serves, None above that level.
        parent: Id of the organisation above it (where reports go; committees are no courts of appeal).
        address: Address as told to citizens.
        hours: Opening hours.
        categories: Codes of the disputes it takes.
        number_prefix: Unique prefix of its case numbers.
        languages: Languages spoken there.
        needs: Whom it is prepared for: elderly, disabled, minor, sign_language, women.
        rooms: Rooms and windows.
        aliases: Other names of its street, community, quarter or firm.
        quarters: Estates, roads and parks that lie in its area.
    """

    id: str
    name: str
    kind: str
    street: str | None
    community: str | None
    parent: str | None
    address: str
    hours: OpeningHours
    categories: frozenset[str]
    number_prefix: str
    languages: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    rooms: tuple[Room, ...] = ()
    aliases: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()

    def takes(self, category: str | None) -> bool:
        """Tell whether it takes disputes of a category; of an unknown one it takes any."""
        return category is None or category in self.categories


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its official name (street or community), the street it lies in and, where known, the community."""

    name: str
    street: str
    community: str | None = None


@cache
def organisation_kinds() -> Mapping[str, OrganisationKind]:
    """Return the kinds of organisation by code; the file is read on the first call."""
    raw = yaml.safe_load(_KINDS.read_text(encoding="utf-8"))["kinds"]
    return {
        code: OrganisationKind(code, entry["name"], entry["level"], entry["mediates"], tuple(entry["fallback"]))
        for code, entry in raw.items()
    }
