"""Finding entries that tell the same story in nearly the same words."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

MARKS_A_STORY = 4
_MARK_LENGTH = 6
_SHARED_MARKS = 2
_MOST_COMPARED = 8
BOILERPLATE = 50
"""A piece of text that more stories share tells no two of them apart."""
_SPREAD = np.uint64(1_000_003)
_SCRAMBLE = np.uint64(0x9E37_79B9_7F4A_7C15)  # Knuth: sums of signs alone are too regular to draw lots by
_NOT_TEXT = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")
SAME_STORY = 90.0
"""From this rapidfuzz ratio on (0..100) two stories are called near-duplicates."""


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two entries that tell nearly the same; `likeness` is rapidfuzz's ratio in 0..100."""

    id: str
    other_id: str
    likeness: float


def marks(story: str) -> tuple[int, ...]:
    """Give a few numbers that two nearly equal stories are likely to share.

    They are the smallest hashes of the story's six-character pieces (minhash), so a changed name or sum leaves most of
    them as they were, and candidates are found without comparing every pair of stories.
    """
    bare = _NOT_TEXT.sub("", story).ljust(_MARK_LENGTH)
    signs = np.frombuffer(bare.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(signs) - _MARK_LENGTH + 1
    hashed = np.zeros(count, dtype=np.uint64)
    for place in range(_MARK_LENGTH):
        hashed = hashed * _SPREAD + signs[place : place + count]
    lots = (hashed * _SCRAMBLE) >> np.uint64(32)
    return tuple(int(lot) for lot in np.unique(lots)[:MARKS_A_STORY])


def likeness(story: str, other: str) -> float:
    """Say how alike two stories are, 0..100, punctuation and space aside."""
    return fuzz.ratio(_NOT_TEXT.sub("", story), _NOT_TEXT.sub("", other), score_cutoff=50)


def shared_marks(having: Iterable[Collection[str] | None]) -> Mapping[str, int]:
    """Count, by id, how many of a story's marks each entry shares.

    For each mark it takes the entries that have it, those that are just coming in too; None stands for more of them
    than anybody counted. Marks of boilerplate count for nothing.
    """
    telling = (ids for ids in having if ids is not None and len(ids) <= BOILERPLATE)
    return Counter(case_id for ids in telling for case_id in ids)


def worth_comparing(sharing: Mapping[str, int]) -> list[str]:
    """Choose, by how many marks each shares with a story, the few entries that may be a near-duplicate of it."""
    near = (case_id for case_id, count in sharing.items() if count >= _SHARED_MARKS)
    return sorted(near, key=lambda case_id: (-sharing[case_id], case_id))[:_MOST_COMPARED]


def most_alike(case_id: str, story: str, others: Iterable[tuple[str, str]]) -> NearDuplicate | None:
    """Choose, among (id, story), the nearest duplicate of a story, or None where none is near enough."""
    found: Sequence[NearDuplicate] = [
        NearDuplicate(case_id, other_id, score)
        for other_id, other in others
        if other_id != case_id and (score := likeness(story, other)) >= SAME_STORY
    ]
    return max(found, key=lambda near: near.likeness, default=None)
