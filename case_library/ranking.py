"""Putting found cases in order: shared terms and names, the kind of dispute, sums; real cases before composed ones."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from case_library.case_words import telling_names, without_masked_names
from case_library.precedent import Origin, Precedent
from case_library.sound_alikes import Heard
from case_library.source_kinds import source_kinds
from case_library.story_facts import facts_of
from nlp.findings import Understanding
from nlp.taxonomy import OTHER

_HALF_TERMS = 0.12
"""Share of the possible term score at which shared terms alone give half of their weight."""
_TERM_WEIGHT = 0.65
_KIND_WEIGHT = 0.4
_NEIGHBOUR_WEIGHT = 0.35
_NAME_WEIGHT = 0.7
_MOST_NAMES = 2.0
_SUBTYPE_WEIGHT = 0.08
_NUMBER_WEIGHT = 0.06
_SUM_WEIGHT = 0.04
_WHOLE = 1.5
"""Weight that makes a score of 1: all of terms and kind and some of the rest."""
_PROBABLE = 0.3
_DOUBT = 0.3
"""Power that flattens the probabilities of the kinds: a classifier is surer of itself than a library may be."""
_COMPOSED_LESS = 0.2
"""What a composed case loses: a dispute that was really settled comes first where both are nearly as near."""
_VOTERS = 8
_VOTE_POWER = 4
_SUM_FACTS = ("claimed_yuan", "amount_yuan")
TELLING_NUMBER = re.compile(r"\d{3,}(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the story that cases are compared with."""

    text: str
    kinds: Mapping[str, float]
    """Category to its share of likelihood, flattened; empty where nobody has read the story."""
    probable: frozenset[str] = frozenset()
    """Categories that the story may well belong to."""
    subtype: str | None = None
    sum_yuan: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Facts by their names of the taxonomy, with JSON values."""
    names: frozenset[str] = frozenset()
    """Names by which somebody may look for a case that he has heard of."""
    heard: tuple[Heard, ...] = ()
    """What was probably meant where other characters of the same sound were written."""

    @classmethod
    def read(cls, text: str, understanding: Understanding | None) -> "Asked":
        """Take from an understanding what ranking needs."""
        if understanding is None:
            return cls(text, {}, names=telling_names(text))
        facts = understanding.facts
        sums = [facts[name].value for name in _SUM_FACTS if name in facts]
        doubted = {scored.code: scored.probability**_DOUBT for scored in understanding.categories}
        whole = sum(doubted.values()) or 1.0
        return cls(
            text,
            {code: share / whole for code, share in doubted.items()},
            frozenset(scored.code for scored in understanding.categories if scored.probability >= _PROBABLE),
            understanding.subtype,
            float(sums[0]) if sums and isinstance(sums[0], int | float) else None,
            {name: fact.value for name, fact in facts.items()},
            telling_names(text),
        )

    @classmethod
    def of_case(cls, case: Precedent) -> "Asked":
        """Compare with a case: its kind is known, and the names in it are made up, or meant for nobody else."""
        return cls(
            without_masked_names(case.searchable_text),
            {case.category: 1.0},
            frozenset({case.category}),
            case.subtype,
            case.claimed_yuan,
            facts_of(case),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that the index gave; `terms` is the share of what the terms asked for could give, 0..1."""

    case: Precedent
    terms: float


def ranked(
    asked: Asked, candidates: Sequence[Candidate], rarity: Callable[[str], float], *, with_parties: bool
) -> list[tuple[float, Precedent]]:
    """Order candidates by likeness, 0..1, most alike first.

    Beside what story and case share, the candidates with the most shared terms vote for the kind of dispute: what they
    are, the rest that is asked for will mostly be too.

    Args:
        asked: the story asked about.
        candidates: what the index found.
        rarity: how much a name tells in the library, 0..1.
        with_parties: whether the names of the parties count beside those in the story.
    """
    names = {name: rarity(name) for name in asked.names}
    voters = _voters(asked, candidates)
    scored = []
    for candidate in candidates:
        case = candidate.case
        score = _TERM_WEIGHT * candidate.terms / (candidate.terms + _HALF_TERMS)
        score += _KIND_WEIGHT * same_kind(asked.kinds, case)
        score += _NEIGHBOUR_WEIGHT * sum(weight * kinship(voter, case) for voter, weight in voters)
        theirs = "，".join((case.story, *case.parties)) if with_parties else case.story
        if case.origin is not Origin.ILLUSTRATIVE:  # whose names are nobody's
            named = min(_MOST_NAMES, sum(rare for name, rare in names.items() if name in theirs))
            score += _NAME_WEIGHT * named
        score += _shared_facts(asked, case)
        score /= _WHOLE
        if case.origin is Origin.ILLUSTRATIVE:
            score -= _COMPOSED_LESS
        scored.append((min(1.0, max(0.0, score)), case))
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
    if asked.subtype == case.subtype != OTHER and case.category in asked.probable:
        score += _SUBTYPE_WEIGHT
    if shared_numbers(asked.text, case.story):
        score += _NUMBER_WEIGHT
    return score


def shared_numbers(text: str, other: str) -> frozenset[str]:
    """Give the numbers of three or more digits that stand in both texts, years aside."""
    found = frozenset(TELLING_NUMBER.findall(text)) & frozenset(TELLING_NUMBER.findall(other))
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
