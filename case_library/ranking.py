"""Putting found cases in order: shared terms and names, the kind of dispute, sums; real cases before composed ones."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from case_library.precedent import Origin, Precedent
from case_library.source_kinds import source_kinds
from nlp.findings import Understanding

_HALF_TERMS = 0.12
"""Share of the possible term score at which shared terms alone give half of their weight."""
_TERM_WEIGHT = 0.6
_KIND_WEIGHT = 0.35
_NEIGHBOUR_WEIGHT = 0.3
_NAME_WEIGHT = 0.25
_MOST_NAMES = 2.0
_SUBTYPE_WEIGHT = 0.08
_NUMBER_WEIGHT = 0.06
_SUM_WEIGHT = 0.04
_WHOLE = 1.4
"""Weight that makes a score of 1: all of terms and kind and some of the rest."""
_COMPOSED_SHARE = 0.75
"""What a composed case keeps of its score: a dispute that was really settled comes first where both are as near."""
_VOTERS = 8
_VOTE_POWER = 4
_SUM_FACTS = ("claimed_yuan", "amount_yuan")
_TELLING_NUMBER = re.compile(r"\d{3,}(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MASKED_PERSON = re.compile(r"[\u4e00-\u9fff]某")
_ORGANISATION = re.compile(r"([\u4e00-\u9fff]{2})(?:公司|集团|医院|药房|商场|酒店|学校|小学|中学|村)")


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
            float(sums[0]) if sums and isinstance(sums[0], int | float) else None,
            frozenset(facts),
        )

    @classmethod
    def of_case(cls, case: Precedent) -> "Asked":
        """Compare with a case: its kind is known."""
        return cls(case.searchable_text, {case.category: 1.0}, case.subtype, case.claimed_yuan, frozenset(case.facts))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that the index gave; `terms` is the share of what the terms asked for could give, 0..1."""

    case: Precedent
    terms: float


def ranked(
    asked: Asked, candidates: Sequence[Candidate], rarity: Callable[[str], float]
) -> list[tuple[float, Precedent]]:
    """Order candidates by likeness, 0..1, most alike first.

    Beside what story and case share, the candidates with the most shared terms vote for the kind of dispute: what they
    are, the rest that is asked for will mostly be too.

    Args:
        asked: the story asked about.
        candidates: what the index found.
        rarity: how rare a name is in the library, 0..1.
    """
    names = {name: rarity(name) for name in telling_names(asked.text)}
    voters = _voters(asked, candidates)
    scored = []
    for candidate in candidates:
        case = candidate.case
        score = _TERM_WEIGHT * candidate.terms / (candidate.terms + _HALF_TERMS)
        score += _KIND_WEIGHT * same_kind(asked.kinds, case)
        score += _NEIGHBOUR_WEIGHT * sum(weight * kinship(voter, case) for voter, weight in voters)
        score += _NAME_WEIGHT * min(_MOST_NAMES, sum(rare for name, rare in names.items() if name in case.story))
        score += _shared_facts(asked, case)
        if case.origin is Origin.ILLUSTRATIVE:
            score *= _COMPOSED_SHARE
        scored.append((min(1.0, score / _WHOLE), case))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].id))


def _voters(asked: Asked, candidates: Sequence[Candidate]) -> list[tuple[Precedent, float]]:
    first = sorted(candidates, key=lambda candidate: -candidate.terms)[:_VOTERS]
    best = first[0].terms if first else 0.0
    if not best:
        return []
    weights = [
        (candidate.terms / best) ** _VOTE_POWER * (0.3 + same_kind(asked.kinds, candidate.case)) for candidate in first
    ]
    whole = sum(weights)
    return [(candidate.case, weight / whole) for candidate, weight in zip(first, weights, strict=True)]


def _shared_facts(asked: Asked, case: Precedent) -> float:
    score = _SUM_WEIGHT * nearness_of_sums(asked.sum_yuan, case.claimed_yuan)
    if asked.subtype == case.subtype != "other":
        score += _SUBTYPE_WEIGHT * asked.kinds.get(case.category, 0.0)
    if shared_numbers(asked.text, case.story):
        score += _NUMBER_WEIGHT
    return score


def telling_names(text: str) -> frozenset[str]:
    """Give the names by which people and firms are told apart in a masked story: 盛某, 电白(公司)."""
    return frozenset(_MASKED_PERSON.findall(text)) | frozenset(_ORGANISATION.findall(text))


def shared_numbers(text: str, other: str) -> frozenset[str]:
    """Give the numbers of three or more digits that stand in both texts, years aside."""
    found = frozenset(_TELLING_NUMBER.findall(text)) & frozenset(_TELLING_NUMBER.findall(other))
    return frozenset(number for number in found if not _YEAR.fullmatch(number))


def nearness_of_sums(mine: float | None, theirs: float | None) -> float:
    """Give 1 for equal sums, 0 from a threefold difference on or where a sum is unknown."""
    if not mine or not theirs:
        return 0.0
    return max(0.0, 1.0 - abs(math.log(mine / theirs)) / math.log(3))


def same_kind(kinds: Mapping[str, float], case: Precedent) -> float:
    """Say how probable it is that the story is of the case's kind.

    Where the source names a kind that stands for several categories, those count for half beside the entry's own.
    """
    own = kinds.get(case.category, 0.0)
    wider = sum(kinds.get(code, 0.0) for code in source_kinds().get(case.source_kind, (case.category,)))
    return min(1.0, (own + wider) / 2)


def kinship(one: Precedent, other: Precedent) -> float:
    """Say how near two cases are in kind, 0..1: by the kind their source gave where both have one, else by category."""
    same_category = one.category == other.category
    if one.source_kind and other.source_kind:
        return 1.0 if one.source_kind == other.source_kind else 0.5 * same_category
    if same_category:
        return 1.0
    kinds = source_kinds()
    mine, theirs = (frozenset(kinds.get(case.source_kind, (case.category,))) for case in (one, other))
    return 0.4 if mine & theirs else 0.0
