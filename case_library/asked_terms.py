"""The terms that a search asks for, and what they can give."""

from collections.abc import Sequence
from dataclasses import dataclass

from case_library.precedent import Precedent

_BM25_CEILING = 2.2  # k1 + 1: what a term can give at most, times its rarity


@dataclass(frozen=True, slots=True)
class Term:
    """A term to ask for: its field, its rarity, and how much of what it can give counts."""

    field: str
    text: str
    rarity: float
    weight: float = 1.0


def ceiling_of(terms: Sequence[Term]) -> float:
    """Give the score of a case that has all of these terms as often as counts."""
    return _BM25_CEILING * sum(term.rarity for term in terms)


def share_in(terms: Sequence[Term], case: Precedent) -> float:
    """Estimate the share of the ceiling that a case has, each term standing in it once or not at all."""
    text = case.searchable_text
    return sum(term.rarity * term.weight for term in terms if term.text in text) / ceiling_of(terms) if terms else 0.0
