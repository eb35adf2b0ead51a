"""Who is competent where: the organisations of a district, found by kind, place, danger and category."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from knowledge.directory_file import DirectoryError, Problem, check_directory, read_directory
from knowledge.organisations import Organisation, OrganisationKind, Place, Room, organisation_kinds
from nlp.findings import Risk

__all__ = [
    "SAMPLE",
    "Directory",
    "DirectoryError",
    "Organisation",
    "OrganisationKind",
    "Place",
    "Problem",
    "Room",
    "UnknownOrganisationError",
    "is_open",
    "next_opening",
    "organisation_kinds",
]

SAMPLE = Path(__file__).parent / "data" / "directory" / "sample.yaml"

_LADDER = ("group", "community", "street", "district")
_BELOW_STREET = frozenset({"group", "community"})
_SPECIALISED = frozenset({"industry", "stationed"})
_MOST_OF_A_SPECIALIST = 9
"""A body that takes more categories than these is specialised in none."""


class UnknownOrganisationError(KeyError):
    """No organisation of the directory has this id."""

    def __str__(self) -> str:
        return f"the directory has no organisation {self.args[0]!r}"


class Directory:
    """Organisations of one district; immutable after loading and safe to share between threads."""

    def __init__(self, organisations: Iterable[Organisation], *, area: str, sample: bool = False) -> None:
        """Take checked organisations; `Directory.load` reads and checks a file."""
        self.organisations: tuple[Organisation, ...] = tuple(organisations)
        self.area = area
        self.sample = sample
        self._by_id = {organisation.id: organisation for organisation in self.organisations}
        self._places = _gazetteer(self.organisations)

    @classmethod
    def load(cls, path: Path = SAMPLE) -> "Directory":
        """Read a directory file.

        Raises:
            DirectoryError: The file cannot be read or has problems; each is named with file and line.
        """
        contents = read_directory(path)
        return cls(contents.organisations, area=contents.area, sample=contents.sample)

    @staticmethod
    def check(path: Path) -> tuple[Problem, ...]:
        """Return every problem of a directory file with file and line; empty where it is sound."""
        return check_directory(path)

    def organisation(self, organisation_id: str) -> Organisation:
        """Return an organisation by its id.

        Raises:
            UnknownOrganisationError: There is none.
        """
        try:
            return self._by_id[organisation_id]
        except KeyError:
            raise UnknownOrganisationError(organisation_id) from None

    def places(self) -> tuple[str, ...]:
        """Return all names of places: streets, communities, their aliases, and quarters."""
        return tuple(self._places)

    def place(self, name: str | None) -> Place | None:
        """Resolve a name or alias (麓谷) to its place (麓谷街道); None where the directory does not know it."""
        return self._places.get(name.strip()) if name else None

    def find(
        self, kind: str, place: str | None = None, risk: Risk | None = None, category: str | None = None
    ) -> Organisation:
        """Choose the organisation that takes a dispute.

        Red and orange disputes go to the street at least (shared rule of triage: same day, street level). Where no
        organisation of the kind serves the place and takes the category, the kind's fallbacks are tried, the
        district's committee last, so that there is always an answer.

        Args:
            kind: Kind of organisation; an unknown one counts as ``district``.
            place: Name or alias of a street, community or quarter.
            risk: Grade of danger.
            category: Code of the category; organisations that do not take it are passed over.
        """
        kinds = organisation_kinds()
        wanted = [kind, *kinds[kind].fallback] if kind in kinds else []
        if risk in {Risk.RED, Risk.ORANGE} and kind in _BELOW_STREET:
            wanted = [code for code in wanted if code not in _BELOW_STREET]
        where = self.place(place)
        for code in wanted:
            if (found := self._nearest(code, where, category)) is not None:
                return found
        return self.district

    def named(self, name: str) -> Organisation | None:
        """Return the organisation that is no place and has this name or alias, such as an enterprise; else None."""
        for organisation in self.organisations:
            if organisation.kind not in _LADDER and name.strip() in {organisation.name, *organisation.aliases}:
                return organisation
        return None

    @property
    def district(self) -> Organisation:
        """The district's committee, which takes what nobody else does."""
        return next(organisation for organisation in self.organisations if organisation.kind == "district")

    def competent(self, category: str, place: str | None = None) -> tuple[Organisation, ...]:
        """Return all organisations that may take a dispute, in the order in which they are offered.

        First bodies made for the category (industry, stationed), then the territorial ladder from near to far, then
        studios that the parties may choose. An unknown place leaves the local bodies out; committees of enterprises
        stay out, because they serve their own people only (`named` finds them).
        """
        where = self.place(place)
        kinds = organisation_kinds()
        local = [
            organisation
            for organisation in self.organisations
            if kinds[organisation.kind].mediates and organisation.takes(category) and _serves(organisation, where)
        ]
        special = [o for o in local if kinds[o.kind].level in _SPECIALISED and _is_made_for(o, category)]
        special.sort(key=lambda o: len(o.categories))
        ladder = [o for code in _LADDER for o in local if o.kind == code]
        studios = [o for o in local if o.kind == "personal_studio"]
        return (*special, *ladder, *studios)

    def _nearest(self, kind: str, where: Place | None, category: str | None) -> Organisation | None:
        candidates = [o for o in self.organisations if o.kind == kind and o.takes(category) and _serves(o, where)]
        if kind == "group" and len(candidates) > 1:
            return None  # several groups in one community: the community knows which
        if not candidates:
            return None
        return max(candidates, key=lambda o: _nearness(o, where))


def is_open(organisation: Organisation, moment: datetime) -> bool:
    """Tell whether an organisation is open; a moment without time zone is local time in China."""
    return organisation.hours.is_open(moment)


def next_opening(organisation: Organisation, moment: datetime) -> datetime | None:
    """Return when it is next open (`moment` itself where it is open now); None where it does not open in sixty days."""
    return organisation.hours.next_opening(moment)


def _is_made_for(organisation: Organisation, category: str) -> bool:
    return category in organisation.categories and len(organisation.categories) <= _MOST_OF_A_SPECIALIST


def _serves(organisation: Organisation, where: Place | None) -> bool:
    if organisation.street is None:
        return True
    if where is None or organisation.street != where.street:
        return False
    return organisation.community is None or organisation.community == where.community


def _nearness(organisation: Organisation, where: Place | None) -> int:
    if where is None:
        return 1 if organisation.street is None else 0
    if organisation.community is not None and organisation.community == where.community:
        return 3
    if organisation.street == where.street:
        return 2
    return 1 if organisation.street is None else 0


def _gazetteer(organisations: Iterable[Organisation]) -> dict[str, Place]:
    """Map every name of a place to the place; official names win over aliases, aliases over quarters."""
    official: dict[str, Place] = {}
    aliases: dict[str, Place] = {}
    quarters: dict[str, Place] = {}
    for organisation in organisations:
        if organisation.street is None or organisation.kind not in {"street", "community", "group"}:
            continue
        name = organisation.community or organisation.street
        place = Place(name, organisation.street, organisation.community)
        if organisation.kind != "group":
            official[name] = place
            aliases.update(dict.fromkeys(organisation.aliases, place))
        quarters.update(dict.fromkeys(organisation.quarters, place))
    return {**quarters, **aliases, **official}
