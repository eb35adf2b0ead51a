"""Quoting the law word for word: the whole article where it is short, else the pieces that bear on the point."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.dialogue.reference_desk import ReferenceDesk
from knowledge.identifiers import ArticleRef, ArticleState

LONGEST_QUOTE = 170
"""Characters; a longer article is quoted in part, with marks where something is left out."""

_PIECE = re.compile(r"[^。；：\n]+[。；：]?\n?|\n")
_ITEM = re.compile(r"\s*[（(][一二三四五六七八九十]+[）)]")
_GAP = "……"


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation and its words; `text` is empty where the library knows the article but not its words."""

    ref: ArticleRef
    text: str
    state: ArticleState


def quote(ref: ArticleRef, point: str, desk: ReferenceDesk, on: date, longest: int = LONGEST_QUOTE) -> Quote:
    """Quote an article for the sake of a sentence that rests on it."""
    article = desk.article(ref, on)
    if article is None or article.state is not ArticleState.IN_FORCE:
        return Quote(ref, "", desk.state(ref, on))
    return Quote(article.ref, excerpt(article.text, point, longest), article.state)


def quotes(refs: Iterable[ArticleRef], point: str, desk: ReferenceDesk, on: date) -> tuple[Quote, ...]:
    """Quote several, the one whose words are nearest to the point first."""
    quoted = [quote(ref, point, desk, on) for ref in refs]
    return tuple(sorted(quoted, key=lambda q: -nearness(q.text, point)))


def nearness(text: str, point: str) -> int:
    """Count the pairs of characters that a text shares with a point."""
    return len(_pairs(text) & _pairs(point))


def excerpt(text: str, point: str, longest: int = LONGEST_QUOTE) -> str:
    """Give a text whole, or its pieces nearest to a point, in their order and word for word."""
    whole = text.strip()
    if len(whole) <= longest:
        return whole
    pieces = _PIECE.findall(whole)
    wanted = _pairs(point)
    best = max(range(len(pieces)), key=lambda n: (len(wanted & _pairs(pieces[n])), -n))
    chosen = {best, *_lead_of(pieces, best)}
    for near in (*range(best + 1, len(pieces)), *range(best - 1, -1, -1)):
        beside = near - 1 in chosen or near + 1 in chosen
        if beside and sum(len(pieces[n]) for n in {*chosen, near}) <= longest:
            chosen.add(near)
    return _with_gaps(pieces, chosen)


def _lead_of(pieces: list[str], number: int) -> tuple[int, ...]:
    """An item of a list is nothing without the words that lead up to it."""
    if not _ITEM.match(pieces[number]):
        return ()
    before = range(number - 1, -1, -1)
    lead = next((n for n in before if not _ITEM.match(pieces[n])), None)
    return () if lead is None else (lead,)


def _with_gaps(pieces: list[str], chosen: set[int]) -> str:
    parts: list[str] = []
    for number, piece in enumerate(pieces):
        if number in chosen:
            parts.append(piece)
        elif not parts or parts[-1] != _GAP:
            parts.append(_GAP)
    return "".join(parts).strip()


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}
