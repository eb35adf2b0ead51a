"""Names of private persons in a text: surname, given name, and what stands around them, weighed together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp import tokenise
from nlp.lexicon import lexicon

_REACH = 14
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FULL = 3
"""Characters of a full name with a given name of two."""

_NEVER = -100
_TRY_FROM = 2
"""What must speak for a candidate before the words of the text are cut, which takes longest."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    double: re.Pattern[str]
    surnames: frozenset[str]
    doubtful: frozenset[str]
    given: frozenset[str]
    never_given: frozenset[str]
    no_names: re.Pattern[str]
    left: tuple[tuple[str, re.Pattern[str]], ...]
    right: tuple[tuple[str, re.Pattern[str]], ...]
    explained: re.Pattern[str]
    asked: re.Pattern[str]
    titled: re.Pattern[str]
    whole: re.Pattern[str]
    no_whole: re.Pattern[str]
    weights: dict[str, int]
    enough: int


@cache
def _lexicon() -> _Lexicon:
    raw = lexicon("person_names")
    return _Lexicon(
        double=re.compile(raw["double_surnames"]),
        surnames=frozenset(raw["surnames"]),
        doubtful=frozenset(raw["doubtful_surnames"]),
        given=frozenset(raw["given"]),
        never_given=frozenset(raw["never_given"]),
        no_names=re.compile(raw["no_names"]),
        left=tuple((name, re.compile(raw[name])) for name in ("says_name", "person", "before")),
        right=tuple((name, re.compile(raw[name])) for name in ("tells_person", "acts", "ends")),
        explained=re.compile(raw["explained"]),
        asked=re.compile(raw["asks_how_written"]),
        titled=re.compile(raw["not_after_person"]),
        whole=re.compile(raw["whole_name"]),
        no_whole=re.compile(raw["no_whole_name"]),
        weights=raw["weights"],
        enough=raw["enough"],
    )


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the dictionary's words begin and end in a text."""

    bounds: frozenset[int]
    words: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "_Cut":
        bounds, words, place = {0}, set(), 0
        for word in tokenise.dictionary_words(text):
            words.add((place, place + len(word)))
            place += len(word)
            bounds.add(place)
        return cls(frozenset(bounds), frozenset(words))


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield beginning and end of every name, in order and without overlaps.

    Args:
        text: A text as sent, full-width letters and digits already turned.
    """
    found = sorted([*_said_outright(text), *_weighed(text)])
    last = 0
    for start, end in found:
        if start >= last:
            yield start, end
            last = end


def _said_outright(text: str) -> Iterator[tuple[int, int]]:
    known = _lexicon()
    for match in known.whole.finditer(text):
        group = "datum" if match.group("datum") else "datum2"
        if known.no_whole.search(match.group(group)) is None:
            yield match.start(group), match.end(group)


def _weighed(text: str) -> Iterator[tuple[int, int]]:
    known = _lexicon()
    cut: _Cut | None = None
    place = 0
    while place < len(text) - 1:
        width = 2 if known.double.match(text, place) else 1
        if width == 1 and text[place] not in known.surnames:
            place += 1
            continue
        left, around = _left(text, place)
        best: tuple[int, int] | None = None
        for length in (2, 1):
            end = place + width + length
            given = text[place + width : end]
            if end > len(text) or not all(map(_CHINESE.match, given)):
                continue
            weight = left + _alone(text, place, end, width, given) + _right(text, place, end)
            if weight < _TRY_FROM:
                continue
            cut = cut or _Cut.of(text)
            weight += _by_words(cut, place, end, around)
            if weight >= known.enough and (best is None or weight > best[0]):
                best = (weight, end)
        if best is None:
            place += 1
            continue
        yield place, best[1]
        place = best[1]


def _left(text: str, start: int) -> tuple[int, bool]:
    """Return what the words before speak for a name, and whether they say that one follows."""
    known = _lexicon()
    before = text[max(0, start - _REACH) : start]
    for name, pattern in known.left:
        if pattern.search(before):
            return known.weights[name], name == "says_name"
    return 0, False


def _right(text: str, start: int, end: int) -> int:
    known = _lexicon()
    after = text[end : end + _REACH]
    weight = next((known.weights[name] for name, pattern in known.right if pattern.match(after)), 0)
    weight += known.weights["explained"] if known.explained.match(text[start : start + _REACH]) else 0
    weight += known.weights["asked"] if known.asked.search(after) else 0
    return weight


def _alone(text: str, start: int, end: int, width: int, given: str) -> int:
    """Return what the characters themselves speak for a name."""
    known = _lexicon()
    no_name = known.no_names.match(text[start:end]) or known.titled.match(text[start : end + 2])
    if no_name or not known.never_given.isdisjoint(given):
        return _NEVER
    fitting = sum(character in known.given for character in given)
    weight = known.weights["given_all"] if fitting == len(given) else known.weights["given_some"]
    if width > 1:
        weight += known.weights["double"]
    elif text[start] in known.doubtful:
        weight += known.weights["doubtful"]
    return weight + (known.weights["twice"] if text.count(text[start:end]) > 1 else 0)


def _by_words(cut: _Cut, start: int, end: int, said: bool) -> int:
    """Return what the dictionary speaks against a name: an end inside a word, or a word of its own."""
    weights = _lexicon().weights
    weight = 0
    if end not in cut.bounds:
        weight += weights["inside_word"]
    if start not in cut.bounds:
        weight += weights["inside_word"]
    # jieba's dictionary holds many full names (王建国): only shorter words speak against one
    if (start, end) in cut.words and end - start < _FULL and not said:
        weight += weights["is_word"]
    return weight
