"""What the tagger sees in a text, as names to mask: where it is sure they are masked throughout, elsewhere only there.

A person decides about every case before it is shown, and may put back what was no name; so a small chance is enough.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from case_library.masking.name_lore import name_lore
from case_library.masking.named_bodies import kind_follows, names_nothing
from case_library.masking.personal_names import surname_of
from case_library.masking.tagger import Reading, Seen, SeenSpan
from case_library.masking.word_kinds import is_known_place, is_ordinary
from nlp.tokenise import cut

_FILE = Path(__file__).parent / "data" / "anonymising.yaml"
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_MASK = "某"
_SHORTEST, _LONGEST = 2, 4
_LONGEST_END = 2
_BEFORE_SURNAME = "小老大"
_TOWN_ENDS = ("镇", "乡", "县", "市", "街道", "自治州", "自治县")
"""Where a place stands with one of these anywhere in the text, it is a town: 在枫桥, beside 枫桥镇."""
_NO_TOWN_ENDS = frozenset(
    {"市场", "市集", "市价", "区域", "县道", "乡道", "乡亲", "镇痛", "州官", "局长", "厅长", "局面"}
)
_SURELY_A_PERSON = 0.95
_SURNAME, _GIVEN, _LAST = 0.5, 0.04, 0.25
_COUNT = re.compile(r"[零一二三四五六七八九十百千万两半余多]+[元块年月天日岁个亩斤]?")
_NO_NAME = re.compile(r"[^\u4e00-\u9fffA-Za-z·]")


@dataclass(frozen=True, slots=True)
class SeenName:
    """A span to mask: `kind` as in `Masked`; `everywhere` where its words are a name wherever they stand."""

    start: int
    end: int
    text: str
    kind: str
    mask: str
    everywhere: bool


@dataclass(frozen=True, slots=True)
class _Settings:
    supposed: Mapping[Seen, float]
    goes_on: float
    sure: float
    kept: re.Pattern[str]
    counted: re.Pattern[str]
    masks: Mapping[Seen, str]


@cache
def _settings() -> _Settings:
    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["seen"]
    return _Settings(
        {Seen(kind): chance for kind, chance in raw["supposed"].items()},
        raw["goes_on"],
        raw["sure"],
        re.compile("|".join(raw["kept"])),
        re.compile("|".join(raw["counted"])),
        {Seen(kind): mask for kind, mask in raw["masks"].items()},
    )


def seen_names(reading: Reading) -> Iterator[SeenName]:
    """Give what may tell who somebody is by its place in the text, in order."""
    settings = _settings()
    counted = counted_spans(reading.text)
    for span in reading.spans(settings.goes_on):
        if any(span.start < end and start < span.end for start, end in counted):
            continue
        if span.chance >= settings.supposed[span.kind] and (name := _as_name(reading, span, settings)) is not None:
            yield name


def counted_spans(text: str) -> list[tuple[int, int]]:
    """Give where days, hours, sums and measures stand, of which no part is a name."""
    return [found.span() for found in _settings().counted.finditer(text)]


@cache
def _titled() -> re.Pattern[str]:
    lore = name_lore()
    surnames, titles = ("|".join(sorted(words, key=len, reverse=True)) for words in (lore.surnames, lore.titles))
    return re.compile(f"(?:{surnames})(?:{titles})|[{_BEFORE_SURNAME}](?:{surnames})(?![庄村屯寨沟湾坪岭坡])")


def titled_spans(text: str) -> list[tuple[int, int]]:
    """Give where somebody is called by his surname alone, with what is said beside it: 莫老太, 小王."""
    return [found.span() for found in _titled().finditer(text)]


def _as_name(reading: Reading, found: SeenSpan, settings: _Settings) -> SeenName | None:
    text, span = reading.text, _with_edges(reading, found)
    words = text[span.start : span.end]
    sure = span.chance >= settings.sure
    if _MASK in words or not re.search(r"\w", words) or _is_begun(text, span):
        return None
    called = any(_is_called(text[span.start : end]) for end in range(span.end, span.end + _LONGEST_END + 1))
    if span.kind is Seen.PERSON and (called or (not sure and _is_of_ordinary_words(words))):
        return None
    whole = _HAN.fullmatch(words) is not None and len(words) >= _SHORTEST
    if span.kind is not Seen.PERSON and (names_nothing(words) or any(f"{words}{end}" in text for end in _TOWN_ENDS)):
        return None
    if span.kind is not Seen.PERSON:
        mask = _MASK if span.kind is not Seen.HOUSE and kind_follows(text, span.end) else settings.masks[span.kind]
        everywhere = whole and not is_ordinary(words)
        return SeenName(span.start, span.end, words, _KINDS[span.kind], mask, everywhere)
    sure = sure or (len(words) <= _LONGEST and not is_ordinary(words))
    return SeenName(span.start, span.end, words, "name", words[0] + _MASK, everywhere=whole and sure)


_KINDS: Mapping[Seen, str] = {Seen.PERSON: "name", Seen.PLACE: "place", Seen.EMPLOYER: "employer", Seen.HOUSE: "place"}


def _with_edges(reading: Reading, span: SeenSpan) -> SeenSpan:
    """Take a word for a person off the beginning of a span (岳母|普秀芬), and what stands in no name off its end.

    Of a surname alone, what follows belongs to it as long as there is any chance.
    """
    if span.kind is not Seen.PERSON:
        return span
    text = reading.text
    if (sign := _NO_NAME.search(text, span.start + 1, span.end)) is not None:
        span = replace(span, end=sign.start())
    for length in range(min(_LONGEST, span.end - span.start), 1, -1):
        if text[span.start : span.start + length] in name_lore().roles:
            span = replace(span, start=span.start + length)
            break
    surname = text[span.start : span.end]
    if span.chance >= _SURNAME and surname in name_lore().surnames:
        while (
            span.end < len(text)
            and span.end - span.start < len("普自仙")
            and reading.chance(span.end, span.end + 1) > _GIVEN
        ):
            span = replace(span, end=span.end + 1)
    elif span.end - span.start > _SHORTEST and reading.chance(span.end - 1, span.end) < _LAST:
        span = replace(span, end=span.end - 1)
    return span


def may_stay(words: str) -> bool:
    """Say whether words tell nobody: towns and authorities, counts, roles."""
    lore = name_lore()
    return stays(words) or _COUNT.fullmatch(words) is not None or words in lore.roles or words in lore.never


def _is_called(words: str) -> bool:
    """Say whether words count something, or are what somebody is called without his full name: 李老太, 小王."""
    lore = name_lore()
    if _COUNT.fullmatch(words):
        return True
    if words[:1] in _BEFORE_SURNAME and words[1:2] in lore.surnames and len(words) == len("小王"):
        return True
    surname = surname_of(words)
    rest = words[len(surname) :]
    return surname in lore.surnames and (
        rest in lore.titles or any(rest.startswith(title) for title in lore.titles if len(title) > 1)
    )


def _is_of_ordinary_words(words: str) -> bool:
    return words in name_lore().never or all(len(word) > 1 and is_ordinary(word) for word in cut(words))


def _is_begun(text: str, span: SeenSpan) -> bool:
    """Say whether a span is, or begins, the name of a town or an authority: 大同市平城(区); a sure 西门 is a person."""
    if span.chance > _SURELY_A_PERSON and span.kind is Seen.PERSON and is_known_place(text[span.start : span.end]):
        return False
    ends = range(span.end, min(len(text), span.end + _LONGEST_END) + 1)
    return any(stays(text[span.start : end]) and not goes_on(text, end) for end in ends)


def goes_on(text: str, end: int) -> bool:
    """Say whether what looks like the end of a town is the beginning of another word: 百合市|场."""
    return text[end - 1 : end + 1] in _NO_TOWN_ENDS


def stays(words: str) -> bool:
    """Say whether words are a town, anything larger, or an authority, which may stay readable."""
    return is_known_place(words) or _settings().kept.fullmatch(words) is not None
