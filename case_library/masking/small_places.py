"""Places below the street without a kind behind them: 桐子坳, 晒谷坪; and the numbers of houses and groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from case_library.masking.word_kinds import is_frequent, word_kind
from nlp.tokenise import cut

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST = 6
_NEVER_IN_NAMES = ("r", "p", "c", "u", "d")
_SMALL_WORDS = frozenset("的了着过把被与和给向说要就都也还")
_FILE = Path(__file__).parent / "data" / "anonymising.yaml"


@dataclass(frozen=True, slots=True)
class SmallPlace:
    """A small place or number of a house; `mask` is what to write instead."""

    start: int
    end: int
    mask: str


@dataclass(frozen=True, slots=True)
class _Forms:
    told: re.Pattern[str]
    told_shapes: tuple[str, ...]
    before: re.Pattern[str]
    shapes: tuple[str, ...]
    houses: tuple[re.Pattern[str], ...]
    place_mask: str
    house_mask: str


@cache
def _forms() -> _Forms:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["small_places"]
    return _Forms(
        told=re.compile("|".join(sorted(raw["told_by"], key=len, reverse=True))),
        told_shapes=(*raw["shapes"], *raw["shapes_when_told"]),
        before=re.compile("|".join(sorted(raw["before"], key=len, reverse=True))),
        shapes=tuple(raw["shapes"]),
        houses=tuple(re.compile(form) for form in raw["houses"]),
        place_mask=raw["place_mask"],
        house_mask=raw["house_mask"],
    )


def small_places(text: str) -> Iterator[SmallPlace]:
    """Give small places and numbers of houses and groups, in no order; they may overlap."""
    forms = _forms()
    for pattern in forms.houses:
        for found in pattern.finditer(text):
            yield SmallPlace(found.start("datum"), found.end("datum"), forms.house_mask)
    for trigger, shapes in ((forms.told, forms.told_shapes), (forms.before, forms.shapes)):
        for found in trigger.finditer(text):
            if end := _end_of_place(text, found.end(), shapes):
                yield SmallPlace(found.end(), end, forms.place_mask)


def _end_of_place(text: str, start: int, shapes: tuple[str, ...]) -> int | None:
    """Give where a place ends that begins here; None where what stands here is no place with a name."""
    run = _HAN_RUN.match(text, start)
    longest = min(start + _LONGEST, run.end() if run else start)
    for end in range(longest, start + 1, -1):
        place = text[start:end]
        if place.endswith(shapes) and place not in shapes and not _is_ordinary(place) and not _tells(place[:-1]):
            return end
    return None


def _tells(place: str) -> bool:
    """Say whether verbs and small words stand in a supposed name: 家吵到深夜, 他的."""
    kinds = (word_kind(word) or "n" for word in cut(place) if len(word) > 1)
    return any(kind.startswith(_NEVER_IN_NAMES) for kind in kinds) or any(sign in place for sign in _SMALL_WORDS)


def _is_ordinary(place: str) -> bool:
    """Say whether it is a word that anybody uses of any such place: 山坡, 路口, 菜市场."""
    kind = word_kind(place)
    return kind is not None and not kind.startswith(("ns", "nr", "nz")) and is_frequent(place)
