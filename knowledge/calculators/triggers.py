"""When a rule speaks up: words of the question, or the kind of dispute."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """Alternatives, each a list of words that must all occur (any of `a|b`) and words that must not (`-x`)."""

    words: tuple[str, ...]
    subtypes: frozenset[str]
    """Kinds of dispute as category/subtype in which the rule is worth saying unasked."""

    def strength(self, text: str) -> int:
        """How many characters of the question ask for this rule; 0 where it is not asked for."""
        return max((_matched(alternative, text) for alternative in self.words), default=0)

    def meets(self, category: str, subtype: str) -> bool:
        """Whether the dispute is of a kind in which the rule is worth saying."""
        return f"{category}/{subtype}" in self.subtypes


def trigger(entry: dict[str, Sequence[str]]) -> Trigger:
    """The trigger of an entry of a data file."""
    return Trigger(tuple(str(w) for w in entry.get("words", ())), frozenset(entry.get("subtypes", ())))


def _matched(alternative: str, text: str) -> int:
    total = 0
    for word in alternative.split():
        if word.startswith("-"):
            if any(banned in text for banned in word[1:].split("|")):
                return 0
            continue
        present = [choice for choice in word.split("|") if choice in text]
        if not present:
            return 0
        total += max(map(len, present))
    return total
