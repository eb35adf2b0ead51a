"""A message as the extractors see it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from nlp.findings import Fact
from nlp.normalise import Normalised

_CLAUSE_END = re.compile(r"[，。！？；,.!?\n]")


@dataclass(frozen=True, slots=True)
class Message:
    """The normalised text with the day it was sent.

    Attributes:
        normalised: The text in one spelling, with the way back to the text as sent.
        today: The day from which relative dates are counted.
    """

    normalised: Normalised
    today: date

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normalised.text

    def fact(self, name: str, value: Any, start: int, end: int, *, approximate: bool = False) -> Fact:
        """Return a fact said by the characters `start` to `end` of the normalised text."""
        return Fact(name, value, self.normalised.span(start, end), approximate=approximate)

    def before(self, start: int, width: int = 12) -> str:
        """Return what precedes `start` in the same clause, at most `width` characters."""
        piece = self.text[max(0, start - width) : start]
        return _CLAUSE_END.split(piece)[-1]

    def after(self, end: int, width: int = 12) -> str:
        """Return what follows `end` in the same clause, at most `width` characters."""
        piece = self.text[end : end + width]
        return _CLAUSE_END.split(piece)[0]

    def around(self, start: int, end: int, width: int = 12) -> str:
        """Return the clause around the characters `start` to `end`, at most `width` on each side."""
        return f"{self.before(start, width)}{self.text[start:end]}{self.after(end, width)}"
