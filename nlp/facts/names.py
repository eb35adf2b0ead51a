"""Places and organisations: those of the directory even where misspelt, and others by their ending."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns

_MISSPELT_BUT_SURE = 75
_SHORTEST_MISSPELT = 4
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class _Name:
    full: str
    stem: str


def _names(names: Sequence[str]) -> tuple[_Name, ...]:
    stems = []
    for name in dict.fromkeys(names):
        stem = patterns("names")["suffix"].sub("", name)
        stems.append(_Name(name, stem if len(stem) >= 2 else name))
    # The longest stem first; a full name before the alias that equals its stem.
    return tuple(sorted(stems, key=lambda name: (-len(name.stem), -len(name.full))))


class NameFinder:
    """Finds the names it was given, and names by their form. Immutable."""

    def __init__(self, places: Sequence[str] = (), organisations: Sequence[str] = ()) -> None:
        """Take the names of the directory.

        Args:
            places: Names and aliases of streets, communities and quarters.
            organisations: Names of organisations.
        """
        self._places = _names(places)
        self._organisations = _names(organisations)

    def find(self, message: Message) -> list[Fact]:
        """Return place and organisation, each at most once."""
        facts = []
        place = self._known(message, "place", self._places) or _by_form(message)
        if place:
            facts.append(place)
        organisation = self._known(message, "organisation", self._organisations) or _organisation(message)
        if organisation:
            facts.append(organisation)
        return facts

    @staticmethod
    def _known(message: Message, fact: str, names: tuple[_Name, ...]) -> Fact | None:
        text = message.text
        for name in names:
            at = text.find(name.stem)
            if at >= 0:
                said = name.full if text.startswith(name.full, at) else name.stem
                return message.fact(fact, name.full, at, at + len(said))
        return _misspelt(message, fact, names)


def _misspelt(message: Message, fact: str, names: tuple[_Name, ...]) -> Fact | None:
    """Accept a name with one wrong character where one name alone comes near."""
    long_enough = [name.full for name in names if len(name.full) >= _SHORTEST_MISSPELT]
    if not long_enough or len(message.text) < _SHORTEST_MISSPELT:
        return None
    near = process.extract(
        message.text, long_enough, scorer=fuzz.partial_ratio, score_cutoff=_MISSPELT_BUT_SURE, limit=2
    )
    if not near or (len(near) > 1 and near[0][1] == near[1][1]):
        return None
    full = near[0][0]
    aligned = fuzz.partial_ratio_alignment(full, message.text)
    if aligned is None:
        return None
    start, end = aligned.dest_start, aligned.dest_end
    written = message.text[start:end]
    suffix = patterns("names")["suffix"].search(full)
    # Only the suffix in common (…街道) is no likeness.
    stem = full[: suffix.start()] if suffix else full
    if suffix and not written.endswith(suffix.group(0)):
        return None
    if len(set(stem) & set(written)) * 2 < len(stem):
        return None
    return message.fact(fact, full, start, end)


def _by_form(message: Message) -> Fact | None:
    words = patterns("names")
    for name in ("place_spot", "place_led", "place_bare", "place_in"):
        for match in words[name].finditer(message.text):
            said = match.group("place")
            if words["no_place"].search(said) or (name == "place_in" and words["no_vague_place"].search(said)):
                continue
            return message.fact("place", said, match.start("place"), match.end("place"))
    return None


def _organisation(message: Message) -> Fact | None:
    words = patterns("names")
    for match in words["organisation"].finditer(message.text):
        name, start = match.group("name"), match.start("name")
        if lead := words["leading"].match(name):
            start += lead.end()
            name = name[lead.end() :]
        if words["nameless"].match(name) is None and len(name) >= _SHORTEST_NAME:
            if words["beside"].match(message.text[match.end("name") :]):
                # 在东方红小学门口 is where it happened, not who is meant
                continue
            return message.fact("organisation", name, start, match.end("name"))
    if words["called_for"].search(message.text) and (called := words["called"].search(message.text)):
        return message.fact("organisation", called.group("name"), called.start("name"), called.end("name"))
    return None
