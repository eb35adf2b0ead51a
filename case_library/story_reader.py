"""How the story of a row is read for its kind, by whoever imports.

By its words alone, without sentence vectors: these cost a hundred times as much a story, and so the command and the
console read the same.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nlp.findings import Understanding


def _never_sure(story: str, category: str) -> str | None:
    """Leave every subtype open."""


@dataclass(frozen=True, slots=True)
class StoryReader:
    """What reads stories.

    Attributes:
        understand: reads a story whose category nobody has told.
        subtype: gives the subtype within a category (story, category) that is told plainly, or None.
    """

    understand: Callable[[str], Understanding]
    subtype: Callable[[str, str], str | None] = _never_sure
