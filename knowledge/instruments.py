"""The register of instruments: regulations, interpretations and rules that are known without their text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from knowledge.article_labels import read_label
from knowledge.data_files import BrokenDataFileError, read_yaml
from knowledge.identifiers import ArticleState
from knowledge.law_names import name_key

FILE = "instruments.yaml"


class InstrumentKind(StrEnum):
    """Rank of an instrument."""

    REGULATION = "regulation"
    INTERPRETATION = "interpretation"
    RULE = "rule"
    LOCAL = "local"
    PARTY = "party"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument; `articles` is the highest article number, None where it may only be cited as a whole."""

    name: str
    kind: InstrumentKind
    number: str
    issuer: str
    in_force_from: date | None
    in_force_to: date | None
    articles: int | None
    known: bool
    short: tuple[str, ...]
    replaced_by: str
    source: str

    def state(self, label: str, on: date) -> ArticleState:
        """What a citation of an article ("" for the whole instrument) is worth on a day.

        In force without its text is text_missing; an instrument whose time is not known is unknown.
        """
        if not self._has(label):
            return ArticleState.NOT_FOUND
        if not self.known or self.in_force_from is None:
            return ArticleState.UNKNOWN
        if on < self.in_force_from:
            return ArticleState.NOT_YET
        if self.in_force_to is not None and on > self.in_force_to:
            return ArticleState.REPEALED
        return ArticleState.TEXT_MISSING

    @property
    def ends_on(self) -> date | None:
        """First day on which it is no longer in force."""
        return None if self.in_force_to is None else self.in_force_to + timedelta(days=1)

    def _has(self, label: str) -> bool:
        if not label:
            return True
        read = read_label(label)
        if read is None or self.articles is None:
            return False
        number, inserted = read
        return 1 <= number <= self.articles and inserted is None


class Register:
    """All instruments of the register, by full name; immutable."""

    def __init__(self, instruments: tuple[Instrument, ...]) -> None:
        self._by_key = {name_key(instrument.name): instrument for instrument in instruments}
        self._instruments = instruments

    @classmethod
    def load(cls) -> "Register":
        """Read instruments.yaml.

        Raises:
            BrokenDataFileError: An entry is not whole; the message names it.
        """
        entries = tuple(_instrument(entry, n) for n, entry in enumerate(read_yaml(FILE), 1))
        names = [entry.name for entry in entries]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise BrokenDataFileError(f"{FILE}: named twice: {', '.join(twice)}")
        return cls(entries)

    def __iter__(self) -> Iterator[Instrument]:
        return iter(self._instruments)

    def get(self, name: str) -> Instrument | None:
        """The instrument of this full name."""
        return self._by_key.get(name_key(name))

    @property
    def aliases(self) -> Mapping[str, str]:
        """Short name → full name."""
        return {short: instrument.name for instrument in self._instruments for short in instrument.short}


def _instrument(entry: Mapping[str, Any], position: int) -> Instrument:
    where = f"{FILE}: entry {position} ({entry.get('name', 'without name')})"
    if missing := [name for name in ("name", "kind", "issuer", "source") if not entry.get(name)]:
        raise BrokenDataFileError(f"{where} has no {', '.join(missing)}")
    if entry["kind"] not in set(InstrumentKind):
        raise BrokenDataFileError(f"{where}: kind {entry['kind']!r} is none of {', '.join(InstrumentKind)}")
    for name in ("in_force_from", "in_force_to"):
        if entry.get(name) is not None and not isinstance(entry[name], date):
            raise BrokenDataFileError(f"{where}: {name} must be a date such as 2021-01-01")
    return Instrument(
        name=entry["name"],
        kind=InstrumentKind(entry["kind"]),
        number=str(entry.get("number") or ""),
        issuer=entry["issuer"],
        in_force_from=entry.get("in_force_from"),
        in_force_to=entry.get("in_force_to"),
        articles=entry.get("articles"),
        known=entry.get("standing") != "unknown",
        short=tuple(entry.get("short", ())),
        replaced_by=entry.get("replaced_by", ""),
        source=entry["source"],
    )
