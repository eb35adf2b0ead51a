"""Quoting the law word for word: the whole article where it is short, else the sentences that bear on the point."""

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
    """Quote several."""
    return tuple(quote(ref, point, desk, on) for ref in refs)


def excerpt(text: str, point: str, longest: int = LONGEST_QUOTE) -> str:
    """Give a text whole, or its sentences nearest to a point, in their order and word for word."""
    whole = text.strip()
    if len(whole) <= longest:
        return whole
    sentences = _PIECE.findall(whole)
    wanted = _pairs(point)
    by_nearness = sorted(range(len(sentences)), key=lambda n: (-len(wanted & _pairs(sentences[n])), n))
    chosen: set[int] = set()
    room = longest
    for number in by_nearness:
        if chosen and len(sentences[number]) > room:
            continue
        chosen.update({number, *_lead_of(sentences, number)})
        room = longest - sum(len(sentences[n]) for n in chosen)
        if room <= longest // 3:
            break
    return _with_gaps(sentences, chosen)


def _lead_of(sentences: list[str], number: int) -> tuple[int, ...]:
    """An item of a list is nothing without the words that lead up to it."""
    if not _ITEM.match(sentences[number]):
        return ()
    before = range(number - 1, -1, -1)
    lead = next((n for n in before if not _ITEM.match(sentences[n])), None)
    return () if lead is None else (lead,)


def _with_gaps(sentences: list[str], chosen: set[int]) -> str:
    parts: list[str] = []
    for number, sentence in enumerate(sentences):
        if number in chosen:
            parts.append(sentence)
        elif not parts or parts[-1] != _GAP:
            parts.append(_GAP)
    return "".join(parts).strip()


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}
