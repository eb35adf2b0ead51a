"""A page of what a search of the library finds."""

from dataclasses import dataclass

from case_library.precedent import CaseHit


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A stretch of the hits, and how many there are in all.

    `nearest_only` says that there are more, less and less like the story, behind those that are counted.
    """

    hits: tuple[CaseHit, ...]
    found: int
    nearest_only: bool = False
