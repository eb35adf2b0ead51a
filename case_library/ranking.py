"""Putting found cases in order: shared terms, then the same kind of dispute, the same sums, real before composed."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from case_library.precedent import Origin, Precedent
from nlp.findings import Understanding

_HALF_TERMS = 0.12
"""Share of the possible term score at which shared terms alone give half of their weight."""
_KIND_WEIGHT = 0.35
_SUBTYPE_WEIGHT = 0.08
_NUMBER_WEIGHT = 0.06
_SUM_WEIGHT = 0.04
_COMPOSED_SHARE = 0.9
"""What a composed case keeps of its score: a dispute that was really settled comes first where both are as near."""
_SUM_FACTS = ("claimed_yuan", "amount_yuan")
_TELLING_NUMBER = re.compile(r"\d{3,}(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the story that cases are compared with."""

    text: str
    kinds: Mapping[str, float]
    """Category to probability; empty where nobody has read the story."""
    subtype: str | None = None
    sum_yuan: float | None = None
    facts: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str, understanding: Understanding | None) -> "Asked":
        """Take from an understanding what ranking needs."""
        if understanding is None:
            return cls(text, {})
        facts = understanding.facts
        sums = [facts[name].value for name in _SUM_FACTS if name in facts]
        return cls(
            text,
            {scored.code: scored.probability for scored in understanding.categories},
            understanding.subtype,
            float(sums[0]) if sums else None,
            frozenset(facts),
        )

    @classmethod
    def of_case(cls, case: Precedent) -> "Asked":
        """Compare with a case: its kind is known."""
        return cls(case.searchable_text, {case.category: 1.0}, case.subtype, case.claimed_yuan, frozenset(case.facts))


def shared_numbers(text: str, other: str) -> frozenset[str]:
    """Give the numbers of three or more digits that stand in both texts, years aside."""
    found = frozenset(_TELLING_NUMBER.findall(text)) & frozenset(_TELLING_NUMBER.findall(other))
    return frozenset(number for number in found if not _YEAR.fullmatch(number))


def nearness_of_sums(mine: float | None, theirs: float | None) -> float:
    """Give 1 for equal sums, 0 from a threefold difference on or where a sum is unknown."""
    if not mine or not theirs:
        return 0.0
    return max(0.0, 1.0 - abs(math.log(mine / theirs)) / math.log(3))


def likeness(
    asked: Asked, case: Precedent, shared_terms: float, kinds_of_source: Mapping[str, tuple[str, ...]]
) -> float:
    """Give the score of a case, 0..1.

    Args:
        asked: the story asked about.
        case: the case found.
        shared_terms: what the index gave, as a share of what the terms asked for could give.
        kinds_of_source: categories that a source's own kind stands for.
    """
    terms = shared_terms / (shared_terms + _HALF_TERMS)
    score = terms * (1 - _KIND_WEIGHT - _SUBTYPE_WEIGHT - _NUMBER_WEIGHT - _SUM_WEIGHT)
    score += _KIND_WEIGHT * same_kind(asked.kinds, case, kinds_of_source)
    if asked.subtype == case.subtype != "other" and case.category in asked.kinds:
        score += _SUBTYPE_WEIGHT * asked.kinds[case.category]
    if shared_numbers(asked.text, case.story):
        score += _NUMBER_WEIGHT
    score += _SUM_WEIGHT * nearness_of_sums(asked.sum_yuan, case.claimed_yuan)
    if case.origin is Origin.ILLUSTRATIVE:
        score *= _COMPOSED_SHARE
    return min(1.0, max(0.0, score))


def same_kind(kinds: Mapping[str, float], case: Precedent, kinds_of_source: Mapping[str, tuple[str, ...]]) -> float:
    """Say how probable it is that the story is of the case's kind.

    Where the source names a kind that stands for several categories, those count for half beside the entry's own.
    """
    own = kinds.get(case.category, 0.0)
    wider = sum(kinds.get(code, 0.0) for code in kinds_of_source.get(case.source_kind, (case.category,)))
    return min(1.0, (own + wider) / 2)
