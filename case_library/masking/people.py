"""Who is named in a case, by the list of parties, by how names look and by where they stand; what each is called."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from case_library.masking.personal_names import person_names, surname_of
from case_library.masking.seen_names import SeenName, stays
from case_library.masking.tagger import Reading, Seen
from case_library.masking.word_kinds import is_ordinary
from nlp.personal_data import find

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MASK = "某"
_BORNE_OUT = 0.5
"""The chance that the tagger must see in each character of a name that was only found by its look; what has less of it
is left to the doubts."""
_GIVEN_ALONE = 0.02
"""The chance that it must see where the given name of somebody stands alone and is a word too: 建国, 高兴."""


def pseudonyms_of(
    readings: Collection[Reading], seen: Iterable[Iterable[SeenName]], known: Iterable[str]
) -> Mapping[str, str]:
    """Give the names in the texts of a case, and what each is called instead: 李某, of several 李某甲, 李某乙.

    Args:
        readings: the texts.
        seen: what was seen in each of them.
        known: names that are known beforehand; they count wherever they stand.
    """
    known = tuple(known)
    whole = "\n".join(reading.text for reading in readings)
    told = {name.text for names in seen for name in names if name.everywhere and name.kind == Seen.PERSON}
    told = {name for name in told if not _goes_too_far(whole, name, told, known)}
    looks = {*person_names(whole, known), *(datum.span.text for datum in find(whole) if datum.kind == "name")}
    borne_out = {
        name
        for name in looks - told
        if name in known or (_MASK not in name and not stays(name) and _is_borne_out(readings, name, told))
    }
    return _pseudonyms(told | borne_out, whole)


def _goes_too_far(text: str, name: str, told: Iterable[str], known: Collection[str]) -> bool:
    """Say whether what is taken for a name is another name and the beginning of what follows: 李强|不 beside 李强."""
    if name in known:
        return False
    if any(name.startswith(other) for other in known):
        return True
    return any(name != other and name.startswith(other) and text.count(other) > text.count(name) for other in told)


def _is_borne_out(readings: Iterable[Reading], name: str, told: Iterable[str]) -> bool:
    """Say whether the tagger sees a person where a supposed name stands, and no other name that overlaps it."""
    if any(name in other for other in told):
        return False
    return any(reading.lowest(start, end) >= _BORNE_OUT for reading, start, end in _standing(readings, name))


def _standing(readings: Iterable[Reading], name: str) -> Iterator[tuple[Reading, int, int]]:
    for reading in readings:
        for found in re.finditer(re.escape(name), reading.text):
            yield reading, found.start(), found.end()


def given_names_alone(reading: Reading, pseudonyms: Mapping[str, str]) -> Iterator[tuple[int, int, str, str]]:
    """Give where the given name of somebody stands without the surname: 建国 of 冯建国."""
    for name, pseudonym in pseudonyms.items():
        given = name[len(surname_of(name)) :]
        if len(given) != len("名字"):
            continue
        ordinary = is_ordinary(given)
        for _, start, end in _standing([reading], given):
            if not ordinary or reading.chance(start, end, Seen.PERSON) >= _GIVEN_ALONE:
                yield start, end, "name", pseudonym


def _pseudonyms(names: Iterable[str], text: str) -> Mapping[str, str]:
    """Give each name its mask, in the order in which the text brings them up."""
    by_surname: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (text.find(name), name)):
        by_surname[surname_of(name)].append(name)
    given = {}
    for surname, same in by_surname.items():
        for name, stem in zip(same, [""] if len(same) == 1 else _STEMS, strict=False):
            given[name] = f"{surname}{_MASK}{stem}"
        given |= {name: f"{surname}{_MASK}{number}" for number, name in enumerate(same, 1) if name not in given}
    return given
