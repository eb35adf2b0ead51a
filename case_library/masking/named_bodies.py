"""Finding names of small places and of firms in a narrative: what stands before 小区, 村, 公司, 厂 and is their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from case_library.masking.word_kinds import word_kind
from nlp.tokenise import cut

_FILE = Path(__file__).parent / "data" / "anonymising.yaml"
_LONGEST_NAME = 16
_LONGEST_PLAIN = 8
_BOUNDARY_SIGNS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9（）()·]")
_NEVER_IN_NAMES = ("v", "d", "r", "p", "c", "u", "y", "q")
_OWN = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A named place or firm: `kind` is place or employer, `mask` what to write instead."""

    start: int
    end: int
    kind: str
    mask: str


@dataclass(frozen=True, slots=True)
class _Lore:
    kinds: dict[str, re.Pattern[str]]
    boundary: re.Pattern[str]
    nameless: re.Pattern[str]
    generic: re.Pattern[str]
    strong: re.Pattern[str]
    unnamed: re.Pattern[str]
    mask: str
    body_ends: re.Pattern[str]


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _lore() -> _Lore:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return _Lore(
        {"employer": re.compile(_any_of(raw["employers"])), "place": re.compile(_any_of(raw["places"]))},
        re.compile(_any_of(raw["boundaries"])),
        re.compile(_any_of(raw["nameless"])),
        re.compile(_any_of(raw["generic"])),
        re.compile(f"(?:{_any_of(raw['strong'])})(?=([\u4e00-\u9fffA-Za-z0-9]{{2,{_LONGEST_PLAIN}}})$)"),
        re.compile(_any_of([word for word in raw["nameless"] if len(word) > 1] + ["某", "该", "本", "原", "各"])),
        raw["mask"],
        re.compile(f"(?:{_any_of([*raw['employers'], *raw['places']])})$"),
    )


def named_bodies(text: str) -> Iterator[NamedBody]:
    """Give the named firms and small places of a text, firms first; streets and above are no small places."""
    lore = _lore()
    for kind, pattern in lore.kinds.items():
        for found in pattern.finditer(text):
            start = _name_start(text, found.start())
            name = text[start : found.start()]
            own = lore.generic.sub("", name)
            if len(_OWN.findall(own)) >= len("名号") and not _says_something_else(name):
                yield NamedBody(start, found.end(), kind, lore.mask.format(kind=found[0]))
            elif kind == "employer" and (plain := _plainly_named(text, found.start())) is not None:
                yield NamedBody(plain, found.end(), kind, lore.mask.format(kind=found[0]))


def _plainly_named(text: str, end: int) -> int | None:
    """Give where a name begins that stands between 在 or 系 and its kind, though its words say something else too."""
    lore = _lore()
    window = text[max(0, end - _LONGEST_NAME) : end]
    begins = [found.end() for found in lore.strong.finditer(window)]
    for begin in reversed(begins):
        name = window[begin:]
        own = lore.generic.sub("", name)
        if len(own) >= len("名号") and not lore.unnamed.match(name) and not any(sign in name for sign in "的了一"):
            return end - len(window) + begin
    return None


def kind_follows(text: str, end: int) -> bool:
    """Say whether a kind of firm or place begins here, so that 某 before it is enough: 某|超市."""
    return any(pattern.match(text, end) for pattern in _lore().kinds.values())


def names_nothing(words: str) -> bool:
    """Say whether words before a firm or place only say that it is not named, and its trade: 一家电子, 附近的."""
    lore = _lore()
    named = words[max((found.end() for found in lore.nameless.finditer(words)), default=0) :]
    return len(_OWN.findall(lore.generic.sub("", named))) < len("名号") and named != words


def ends_in_a_body(text: str) -> bool:
    """Say whether a text ends in a kind of firm or place, behind which a name may follow: 一家民宿|听潮小筑."""
    return _lore().body_ends.search(text) is not None


def is_of_a_trade(word: str) -> bool:
    """Say whether a word only says what is done somewhere, or that a thing is not named: 电子商务, 附近."""
    lore = _lore()
    return lore.nameless.fullmatch(word) is not None or not lore.generic.sub("", word)


def _says_something_else(name: str) -> bool:
    """Say whether words stand in a supposed name that no name has: 冻结, 不能, 这笔."""
    kinds = [word_kind(word) or "n" for word in cut(name) if len(word) > 1]
    return any(kind.startswith(_NEVER_IN_NAMES) and kind != "vn" for kind in kinds)


def _name_start(text: str, end: int) -> int:
    """Give where the name before `end` begins; `end` itself where the thing is spoken of without a name."""
    lore = _lore()
    first = max(0, end - _LONGEST_NAME)
    window = text[first:end]
    for sign in _BOUNDARY_SIGNS.finditer(window):
        first = end - len(window) + sign.end()
    window = text[first:end]
    begins = max((found.end() for found in lore.boundary.finditer(window)), default=0)
    unnamed = max((found.end() for found in lore.nameless.finditer(window)), default=-1)
    return end if unnamed >= begins else first + begins
