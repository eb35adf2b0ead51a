"""Words of a masked text that might be a name, though nothing is sure: kept hidden until a person has looked at them.

A name can be a word (习惯, 应有), and no reading of a text by itself tells all of them. So every word that masking left
standing is weighed: what the tagger made of its place, before and after masking, against how usual the word is where
disputes are told. What is heavy enough is hidden too; the person who prepares a case puts back what was no name.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import yaml

from case_library.masking.name_lore import name_lore
from case_library.masking.named_bodies import ends_in_a_body, is_of_a_trade, kind_follows
from case_library.masking.seen_names import counted_spans, goes_on, may_stay, titled_spans
from case_library.masking.tagger import Reading, Seen
from case_library.masking.word_kinds import frequency, given_name_share, is_known_place, word_kind
from nlp.tokenise import cut

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·-]+")
_SIGNS = re.compile(r"[A-Za-z0-9·-]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROOM = re.compile(r"[A-Za-z]?\d{3,4}")
_MASK_ENDS = tuple("某甲乙丙丁］")
_MASKS = re.compile(r"[\u4e00-\u9fff]?某[甲乙丙丁戊己庚辛壬癸]?|［[^］]*］")
_QUOTES = tuple('“"「')
_MEASURED = re.compile(r"[\d.元块万千多余年天个名人次米斤亩平度分瓶件张斤吨页]")
_SUM_BEFORE = re.compile(r"[\d.余了款钱费付给交退补赔资共计价卖欠]$")
_FUNCTION_WORDS = tuple("drpcufqtmy")
_AS_NAME = 7
"""Characters looked back upon for what somebody is called by: 法定代表人, 舅舅叫."""
_SHORTEST = 2
_MORE_ALONE = 2.0
"""How much more than `enough` a single character needs that is to be hidden with the mask beside it."""
_LONG = 3
_LONGEST_END = 3
_A_PERSON = 0.3
_LONGEST_BODY = 6
_A_PLACE = 0.1
_SURELY = 0.9
_UNSEEN = 1e-6
MASKED = -1
"""The place in the original of a character that masking put there."""


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text after masking, and for each character its place in the original, `MASKED` for what was put there."""

    text: str
    places: Sequence[int]
    original: Reading


def masked_text(text: str, places: Sequence[int], original: Reading) -> MaskedText:
    """Put a masked text together; marks that stood in the original already are no words either."""
    marked = list(places)
    for found in _MASKS.finditer(text):
        marked[found.start() : found.end()] = [MASKED] * (found.end() - found.start())
    return MaskedText(text, marked, original)


@dataclass(frozen=True, slots=True)
class WeighedWord:
    """A word that masking left standing, with what speaks for and against its being a name.

    A `harmless` one tells nobody by itself: a town, a role, a count; beside another one it may be a part of a name.
    """

    start: int
    end: int
    text: str
    features: Mapping[str, float]
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class _Settings:
    weights: Mapping[str, float]
    bias: float
    enough: float
    enough_beside: float
    beside: float
    forms: tuple[re.Pattern[str], ...]


@cache
def _settings() -> _Settings:
    raw: dict[str, Any] = yaml.safe_load((_DATA / "doubts.yaml").read_text(encoding="utf-8"))
    forms = tuple(re.compile(form) for form in raw["forms"])
    return _Settings(raw["weights"], raw["bias"], raw["enough"], raw["enough_beside"], raw["beside"], forms)


@cache
def _usual_words() -> Mapping[str, int]:
    lines = (_DATA / "usual_words.txt").read_text(encoding="utf-8").splitlines()
    return {word: int(count) for word, count in (line.split() for line in lines if not line.startswith("#"))}


def doubtful_words(masked: MaskedText) -> list[str]:
    """Give the words that might be a name, each once.

    Words that touch make one (新河|滩). A lighter word beside a heavy one belongs to it (来|根土), and so does a single
    character or a harmless word in which the tagger saw something: 龙求|发, 漳|湖口, 韩|五十六. The heavy one is hidden
    where it stands alone too.
    A single character tells nobody, but one beside a mask may be what is left of a name: 南|滩某, 那|洪某.
    """
    settings, text = _settings(), masked.text
    heavy = [False] * len(text)
    left_over: list[tuple[int, int]] = []
    beside: list[WeighedWord] = []
    for word in weighed_words(masked):
        weight = settings.bias + sum(settings.weights[name] * value for name, value in word.features.items())
        may_be_a_part = (word.harmless or len(word.text) == 1) and word.features["seen"] >= _odds(settings.beside)
        if weight >= settings.enough and not word.harmless:
            heavy[word.start : word.end] = [True] * (word.end - word.start)
            if len(word.text) == 1 and weight >= settings.enough + _MORE_ALONE:
                left_over += _with_mask_beside(masked, word)
        elif may_be_a_part or (weight >= settings.enough_beside and not word.harmless):
            beside.append(word)
    for found in chain.from_iterable(form.finditer(text) for form in settings.forms):
        start, end = found.span("datum")
        heavy[start:end] = [place != MASKED for place in masked.places[start:end]]
    whole = [*heavy]
    for word in beside:
        if any((*heavy[max(0, word.start - 1) : word.start], *heavy[word.end : word.end + 1])):
            whole[word.start : word.end] = [True] * (word.end - word.start)
    spans = [*_runs(whole), *_runs(heavy), *left_over]
    return list(dict.fromkeys(text[start:end] for start, end in spans if end - start >= _SHORTEST))


def _runs(marked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Give where runs of marked places begin and end."""
    for is_marked, places in groupby(range(len(marked)), marked.__getitem__):
        if is_marked:
            run = list(places)
            yield run[0], run[-1] + 1


def _with_mask_beside(masked: MaskedText, word: WeighedWord) -> Iterator[tuple[int, int]]:
    """Give the span of a word and the mask that touches it, if one does."""
    for found in _MASKS.finditer(masked.text):
        if found.start() == word.end or found.end() == word.start:
            yield min(word.start, found.start()), max(word.end, found.end())


def weighed_words(masked: MaskedText) -> Iterator[WeighedWord]:
    """Give every word that masking left standing, in order; words are cut between what was masked, never across it."""
    text, again = masked.text, Reading(masked.text)
    titled = {at for start, end in titled_spans(text) for at in range(start, end)}
    counted = {at for start, end in counted_spans(text) for at in range(start, end)}
    until = 0
    for start, end in _words(masked):
        word, first = text[start:end], masked.places[start]
        span = first, first + end - start
        seen = masked.original.highest(*span)
        a_person = masked.original.chance(*span, Seen.PERSON)
        called = titled.issuperset(range(start, end)) and seen - a_person < _A_PLACE
        if called or counted.issuperset(range(start, end)) or end <= until or _YEAR.fullmatch(word):
            continue
        town = (
            is_known_place(word) and not kind_follows(text, end) and a_person < _A_PERSON and seen - a_person < _A_PLACE
        )
        if a_person < _SURELY:
            until = max(until, _end_of_nobody(text, start, end))
        features = _features(text, start, end, seen, again.highest(start, end))
        yield WeighedWord(start, end, word, features, harmless=town or until >= end)


def _words(masked: MaskedText) -> Iterator[tuple[int, int]]:
    """Give where the words between masks begin and end; signs are none."""
    for is_mask, run in groupby(range(len(masked.text)), lambda at: masked.places[at] == MASKED):
        if is_mask:
            continue
        places = list(run)
        part = masked.text[places[0] : places[-1] + 1]
        for start, end in _cut_beside_names(part):
            if _WORD.fullmatch(part, start, end):
                yield places[0] + start, places[0] + end


def _cut_beside_names(text: str) -> list[tuple[int, int]]:
    """Give where the words of a text stand; such as make a name of another people together are one: 舅舅|才让|来."""
    places, at = [], 0
    for word in cut(text):
        start = text.index(word, at)
        at = start + len(word)
        places.append((start, at))
    for found in name_lore().of_other_peoples.finditer(text):
        inside = [place for place in places if found.start() <= place[0] and place[1] <= found.end()]
        if inside and (inside[0][0], inside[-1][1]) == found.span():
            places = sorted([*(place for place in places if place not in inside), found.span()])
    return places


def _end_of_nobody(text: str, start: int, end: int) -> int:
    """Give where the count, role, authority or town ends that a word is or begins (枫桥|镇, 安徽|籍), or 0."""
    if end - start == 1:
        return 0
    if is_of_a_trade(text[start:end]):
        return end
    for at in range(min(len(text), end + _LONGEST_END), end - 1, -1):
        words = text[start:at]
        if may_stay(words) and not is_known_place(words) and not goes_on(text, at):
            return at
    return 0


def _features(text: str, start: int, end: int, seen: float, seen_again: float) -> Mapping[str, float]:
    word = text[start:end]
    before, behind = text[max(0, start - _LONGEST_BODY) : start], text[end : end + 1]
    behind_person = name_lore().behind_person.search
    kind, signs = word_kind(word) or "", _SIGNS.fullmatch(word) is not None
    behind_mask = before.endswith(_MASK_ENDS)
    return {
        "seen": _odds(seen),
        "seen_again": _odds(seen_again),
        "usual": math.log(_usual_words().get(word, 0) + 0.5),
        "written": math.log(frequency(word) + 1),
        "surname": len(word) > 1 and word[0] in name_lore().surnames,
        "single": len(word) == 1,
        "long": len(word) >= _LONG,
        "signs": signs,
        "room": _ROOM.fullmatch(word) is not None and not _MEASURED.match(behind) and not _SUM_BEFORE.search(before),
        "unknown": kind == "" and not signs,
        "verb": kind.startswith("v"),
        "noun": kind.startswith("n"),
        "function": kind[:1] in _FUNCTION_WORDS,
        "behind_mask": behind_mask,
        "thing_behind_mask": behind_mask and (kind == "" or kind.startswith("n")),
        "behind_business": ends_in_a_body(before),
        "behind_person": behind_person(text[max(0, start - _AS_NAME) : start]) is not None,
        "second_behind_person": behind_person(text[max(0, start - 1 - _AS_NAME) : max(0, start - 1)]) is not None,
        "of_other_peoples": name_lore().of_other_peoples.fullmatch(word) is not None,
        "quoted": before.endswith(_QUOTES),
        "given": math.log(given_name_share(word)),
    }


def _odds(chance: float) -> float:
    chance = min(max(chance, _UNSEEN), 1 - _UNSEEN)
    return math.log(chance / (1 - chance))
