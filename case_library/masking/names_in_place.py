"""Names told by where they stand: behind what a person is called by, beside another name, between dots."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from case_library.masking.word_kinds import is_frequent, word_kind
from nlp.tokenise import cut

_FILE = Path(__file__).parent / "data" / "surnames.yaml"
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6})+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ENDS = "，。；！？、：“”‘’（）()《》,;!?: \n"
_LONGEST_FOREIGN = 6
_MASK = "某"


@dataclass(frozen=True, slots=True)
class _Places:
    surnames: frozenset[str]
    titles: tuple[str, ...]
    never: frozenset[str]
    behind_role: re.Pattern[str]
    foreign_behind_role: re.Pattern[str]
    before_office: re.Pattern[str]
    before_name: re.Pattern[str]
    doubtful: frozenset[str]
    never_given: frozenset[str]
    after: frozenset[str]


@cache
def _places() -> _Places:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    surnames = frozenset("".join(raw["single"])) | frozenset(raw["double"])
    roles = "|".join(sorted({*raw["roles"]}, key=len, reverse=True))
    doubles = "|".join(raw["double"])
    singles = "".join(sorted(frozenset("".join(raw["single"]))))
    name = rf"(?P<name>(?:{doubles}|[{singles}])[\u4e00-\u9fff]{{1,2}})"
    foreign = rf"(?P<name>[{raw['transliterated']}]{{2,{_LONGEST_FOREIGN}}})"
    return _Places(
        surnames,
        tuple(raw["titles"]),
        frozenset(raw["never"]),
        re.compile(rf"(?:{roles})(?:是|叫|为|：|:)?(?={name})"),
        re.compile(rf"(?:{roles})(?:是|叫|为|：|:)?(?={foreign})"),
        re.compile(rf"(?:{'|'.join(raw['bodies'])}){name}(?={'|'.join(raw['offices'])})"),
        re.compile(rf"(?:^|(?<=[{raw['before']}{re.escape(_ENDS)}]))(?={name})"),
        frozenset(raw["doubtful"]),
        frozenset(raw["never_given"]),
        frozenset(raw["after"]),
    )


def names_in_place(text: str, known: Iterable[str]) -> Iterator[str]:
    """Give names that their place in the text tells, whatever else the words might mean.

    Args:
        text: a narrative.
        known: names that are known; what is strung together with one by 、 or 和 is a name too.
    """
    known = tuple(known)
    yield from _dotted(text)
    yield from _behind_roles(text, frozenset(name[:1] for name in known))
    yield from _before_offices(text)
    yield from _between(text)
    yield from _beside(text, known)


def _dotted(text: str) -> Iterator[str]:
    for found in _DOTTED.finditer(text):
        yield found[0]


def _behind_roles(text: str, families: frozenset[str]) -> Iterator[str]:
    """Names behind what a person is called by; of a family that is in the text already, also those that are words."""
    places = _places()
    for found in places.behind_role.finditer(text):
        if name := _cut(text, found.end(), whatever_it_means=text[found.end()] in families):
            yield name
    for found in places.foreign_behind_role.finditer(text):
        name = found["name"]
        if len(name) > len("两字") and word_kind(name) is None and word_kind(name[:2]) is None:
            yield name


def _between(text: str) -> Iterator[str]:
    """Names between what often stands before one (a stop, 和, 被, a word for a person) and what ends one.

    Only where the cutter begins a word too: 工程师 holds no 程师.
    """
    places = _places()
    begins = _word_begins(text)
    for found in places.before_name.finditer(text):
        at = found.end()
        if at not in begins or not (name := _cut(text, at)) or places.never_given & set(name[1:]):
            continue
        doubtful = name[0] in places.doubtful and name[:2] not in places.surnames
        if not doubtful or (len(name) > len("两字") and word_kind(name) is None and word_kind(name[:2]) is None):
            yield name


def _word_begins(text: str) -> frozenset[int]:
    begins, at = [], 0
    for word in cut(text):
        at = text.index(word, at)
        begins.append(at)
        at += len(word)
    return frozenset(begins)


def _before_offices(text: str) -> Iterator[str]:
    """Names between a body and an office in it: 村委会鲁班主任."""
    for found in _places().before_office.finditer(text):
        if not _is_never(found["name"]):
            yield found["name"]


def _beside(text: str, known: Iterable[str]) -> Iterator[str]:
    """Names in a row: 庄严、庄重两兄弟; 明月与田园."""
    places = _places()
    for name in known:
        for found in re.finditer(rf"{re.escape(name)}[、和与及同]", text):
            at = found.end()
            if text[at : at + 1] not in places.surnames and text[at : at + 2] not in places.surnames:
                continue
            same_family = text[at : at + 1] == name[:1]
            if other := _cut(text, at, whatever_it_means=same_family):
                yield other


def _cut(text: str, at: int, *, whatever_it_means: bool = False) -> str | None:
    """Give the name that begins at a place: the longest that something ends which ends names."""
    places = _places()
    for length in (4, 3, 2):
        name = text[at : at + length]
        surname = name[:2] if name[:2] in places.surnames else name[:1]
        given = name[len(surname) :]
        if len(name) < length or not 1 <= len(given) <= len("两字") or surname not in places.surnames:
            continue
        if not _ends_here(text, at + length):
            continue
        if not _HAN.fullmatch(name) or _MASK in name or given.startswith(places.titles) or _is_never(name):
            continue
        if not whatever_it_means and (_is_common_word(name) or _is_common_word(name[:2])):
            continue
        return name
    return None


def _ends_here(text: str, at: int) -> bool:
    """Say whether a name may end here: before a stop, before what people do, before a word of two characters."""
    following = text[at : at + 1]
    if not following or following in _ENDS or following in _places().after:
        return True
    return word_kind(text[at : at + 2]) is not None


def _is_never(name: str) -> bool:
    return any(name.startswith(word) for word in _places().never)


def _is_common_word(word: str) -> bool:
    """Say whether a word is in the dictionary as no person's name, and often used."""
    kind = word_kind(word)
    return kind is not None and not kind.startswith("nr") and is_frequent(word)
