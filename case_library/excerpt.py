"""The stretch of a case that a list shows: the one that holds most of what it shares with the story asked about."""

import re
from collections.abc import Iterable, Iterator, Sequence

from case_library.precedent import Precedent, Stretch

_LONGEST = 110
_CLAUSE_END = re.compile(r"[，。；！？\n]")
_FIELDS = ("story", "result", "disputed", "terms")
"""Where an excerpt may come from, the first of them that shares anything."""


def excerpt(case: Precedent, highlights: Sequence[Stretch]) -> Stretch:
    """Choose what to show: the beginning of the story where nothing is shared."""
    for name in _FIELDS:
        there = [each for each in highlights if each.field == name]
        if there:
            items = {each.item for each in there}
            best = max(sorted(items, key=lambda item: item or 0), key=lambda item: _worth(case, there, item))
            return _best_of(case, name, best, [each for each in there if each.item == best])
    return _best_of(case, "story", None, ())


def pieces(case: Precedent, shown: Stretch, highlights: Iterable[Stretch]) -> Iterator[tuple[str, bool]]:
    """Cut a stretch into pieces of text, each with whether it is marked; joined they are the text again."""
    text, at = shown.text(case), 0
    for each in highlights:
        inside = shown.start <= each.start and each.end <= shown.end
        if (each.field, each.item) == (shown.field, shown.item) and inside:
            start, end = each.start - shown.start, each.end - shown.start
            if start > at:
                yield text[at:start], False
            yield text[start:end], True
            at = end
    if at < len(text):
        yield text[at:], False


def _worth(case: Precedent, highlights: Sequence[Stretch], item: int | None) -> int:
    return len({each.text(case) for each in highlights if each.item == item})


def _best_of(case: Precedent, name: str, item: int | None, there: Sequence[Stretch]) -> Stretch:
    value = getattr(case, name)
    text: str = value if item is None else value[item]
    clauses = [0, *(match.end() for match in _CLAUSE_END.finditer(text) if match.end() < len(text))]
    starts = [*clauses, *(each.start for each in there)]  # a clause may be longer than an excerpt

    def worth(start: int) -> tuple[int, int, bool, bool, int]:
        inside = [each for each in there if start <= each.start and each.end <= start + _LONGEST]
        return len({each.text(case) for each in inside}), len(inside), start == 0, start in clauses, start

    start = max(starts, key=worth)
    return Stretch(name, item, start, _end(text, start, there))


def _end(text: str, start: int, there: Sequence[Stretch]) -> int:
    """End behind a whole clause where one ends behind the last marked place, and never within a marked place."""
    if len(text) - start <= _LONGEST:
        return len(text)
    end = start + _LONGEST
    end = next((each.start for each in there if each.start < end < each.end), end)
    last = max((each.end for each in there if start <= each.start and each.end <= end), default=start + _LONGEST // 2)
    ends = [match.end() for match in _CLAUSE_END.finditer(text, start, end) if match.end() >= last]
    return ends[-1] if ends else end
