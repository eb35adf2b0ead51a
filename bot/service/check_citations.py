"""Check every citation of law in a text, for people who write drafts and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.messages import LONGEST_TEXT
from bot.errors import MessageTooLong
from bot.service.reference_room import ReferenceRoom
from bot.service.result_objects import citation_result
from knowledge.citations import CheckedCitation
from knowledge.identifiers import ArticleState

BAD_STATES = frozenset({ArticleState.REPEALED, ArticleState.NOT_FOUND})
"""States with which a draft must not go out."""
DOUBTFUL_STATES = frozenset({ArticleState.AMENDED, ArticleState.NOT_YET, ArticleState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a draft: plain words, or a citation with what was found of each article that it names."""

    text: str
    found: tuple[CheckedCitation, ...] = ()

    @property
    def verdict(self) -> str:
        """`plain`, `good`, `doubtful` or `bad`: the worst of the articles that the citation names."""
        if not self.found:
            return "plain"
        if any(one.state in BAD_STATES or one.paragraphs is not None for one in self.found):
            return "bad"
        return "doubtful" if any(one.state in DOUBTFUL_STATES for one in self.found) else "good"


def checked_results(text: str, room: ReferenceRoom, today: date) -> dict[str, Any]:
    """Every citation as plain data, and how many of them must not stand.

    Raises:
        MessageTooLong: The text has more than 10,000 characters.
    """
    found = _checked(text, room, today)
    return {
        "citations": [citation_result(one, text) for one in found],
        "bad": sum(one.state in BAD_STATES for one in found),
    }


def checked_pieces(text: str, room: ReferenceRoom, today: date) -> tuple[Piece, ...]:
    """The text cut into plain words and citations, in order; joined again the pieces are the text.

    Raises:
        MessageTooLong: The text has more than 10,000 characters.
    """
    return tuple(_pieces(text, _checked(text, room, today)))


def _checked(text: str, room: ReferenceRoom, today: date) -> tuple[CheckedCitation, ...]:
    if len(text) > LONGEST_TEXT:
        raise MessageTooLong(f"内容超过 {LONGEST_TEXT} 字。", hint="请分段核对。")
    return room.citations(text, today)


def _pieces(text: str, found: tuple[CheckedCitation, ...]) -> Iterator[Piece]:
    places: dict[tuple[int, int], list[CheckedCitation]] = {}
    for one in found:
        places.setdefault((one.citation.start, one.citation.end), []).append(one)
    reached = 0
    for (start, end), here in sorted(places.items()):
        if start > reached:
            yield Piece(text[reached:start])
        yield Piece(text[start:end], tuple(here))
        reached = end
    if reached < len(text):
        yield Piece(text[reached:])
