"""Pages for the law: search, one article with its versions, and the check of a draft's citations."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.messages import LONGEST_TEXT
from bot.domain.staff import Action
from bot.errors import MessageTooLong, NotFound
from bot.service.check_citations import Piece, checked_pieces
from bot.service.reference_room import ReferenceRoom
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK, ROOM
from bot.web.names import name_of
from knowledge.articles import LawArticle
from knowledge.citations import CheckedCitation
from knowledge.identifiers import ArticleState
from knowledge.statutes import label_of

LONGEST_QUERY = 500
HITS = 10
LIKELY_KINDS = 3
"""Kinds of dispute whose laws the search prefers."""


def add_law_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/laws", show_laws)
    app.router.add_get("/console/laws/article", show_article)
    app.router.add_get("/console/laws/check", show_check)
    app.router.add_post("/console/laws/check", post_check)


async def show_laws(request: web.Request) -> web.Response:
    """GET /console/laws?q=…: cited articles first, then what the search finds."""
    who = await signed_in(request, Action.USE_TOOLS)
    room, today = request.config_dict[ROOM], request.config_dict[DESK].today()
    query = request.query.get("q", "").strip()
    hits: list[LawArticle] = []
    told: list[str] = []
    problem = name_of("law_page", "query_too_long", most=LONGEST_QUERY) if len(query) > LONGEST_QUERY else ""
    if query and not problem:
        for one in room.citations(query, today):
            article = room.article(one.citation.ref, today) if one.citation.label and one.citation.ref else None
            hits += [article] if article is not None else []
            told += [finding(one)] if article is None else []
        known = {article.ref for article in hits}
        codes = tuple(likely.code for likely in room.understand(query, today).categories[:LIKELY_KINDS])
        found = (hit.article for hit in room.search_articles(query, today, codes, HITS))
        hits += [article for article in found if article.ref not in known]
    return console_page(
        request,
        who,
        "laws.html",
        heading="查法条",
        query=query[:LONGEST_QUERY],
        hits=[article_row(hit) for hit in hits],
        told=told,
        problem=problem,
    )


async def show_article(request: web.Request) -> web.Response:
    """GET /console/laws/article?law=…&article=…: every version that is kept, that of the day first.

    Raises:
        NotFound: There is no such law or article.
    """
    who = await signed_in(request, Action.USE_TOOLS)
    room, today = request.config_dict[ROOM], request.config_dict[DESK].today()
    law = room.statutes.names.resolve(request.query.get("law", "").strip().strip("《》"))
    label = label_of(request.query.get("article", ""))
    texts = () if law is None else room.statutes.show(law, label, today)
    if law is None or not texts:
        raise NotFound("没有这一条。", hint="请核对法律名称和条号。")
    before, after = _neighbours(room, texts[0])
    return console_page(
        request,
        who,
        "law_article.html",
        heading=f"《{law}》{texts[0].ref.label}",
        texts=[article_row(text) for text in texts],
        before=before,
        after=after,
    )


async def show_check(request: web.Request) -> web.Response:
    """GET /console/laws/check: the empty form."""
    return _check_page(request, await signed_in(request, Action.USE_TOOLS), "", ())


async def post_check(request: web.Request) -> web.Response:
    """POST /console/laws/check: the draft with every citation marked. Nothing is stored."""
    who = await signed_in(request, Action.USE_TOOLS)
    form = await read_form(request, who.session)
    text = str(form.get("text", "")).replace("\r\n", "\n")
    try:
        pieces = checked_pieces(text, request.config_dict[ROOM], request.config_dict[DESK].today())
    except MessageTooLong as error:
        return _check_page(request, who, text, (), problem=f"{error.message}{error.hint}", status=413)
    return _check_page(request, who, text, pieces)


def _check_page(
    request: web.Request, who: SignedIn, text: str, pieces: tuple[Piece, ...], *, problem: str = "", status: int = 200
) -> web.Response:
    cited = [piece for piece in pieces if piece.found]
    return console_page(
        request,
        who,
        "law_check.html",
        status=status,
        heading="核对引用",
        csrf=csrf_token(request, who.session),
        text=text,
        longest=LONGEST_TEXT,
        problem=problem,
        pieces=pieces,
        rows=[row for number, piece in enumerate(cited, 1) for row in _rows(number, piece)],
        counted={verdict: sum(piece.verdict == verdict for piece in cited) for verdict in ("good", "doubtful", "bad")},
    )


def _rows(number: int, piece: Piece) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "verdict": Piece(piece.text, (one,)).verdict,
            "law": one.citation.law or one.citation.written,
            "label": one.citation.label,
            "finding": finding(one),
            "address": article_address(one.citation.law, one.citation.label) if _has_page(one) else "",
        }
        for one in piece.found
    ]


def _has_page(one: CheckedCitation) -> bool:
    return bool(one.citation.law and one.citation.label) and one.state is not ArticleState.NOT_FOUND


def finding(one: CheckedCitation) -> str:
    """What was found of one citation, in words."""
    citation = one.citation
    if citation.foreign:
        return name_of("law_page", "foreign")
    if citation.law is None and one.suggestion:
        return name_of("law_page", "misspelt", law=citation.written, suggestion=one.suggestion)
    if citation.law is None:
        return name_of("law_page", "unknown_law", law=citation.written)
    if one.state is ArticleState.NOT_FOUND:
        return name_of("law_page", "no_article", law=citation.law, label=citation.label)
    state = name_of("article_state", one.state.value)
    if one.replaced_by:
        return name_of("law_page", "replaced", state=state, law=one.replaced_by)
    if one.paragraphs is not None:
        return name_of("law_page", "no_paragraph", paragraphs=one.paragraphs, paragraph=citation.paragraph)
    return state


def article_row(article: LawArticle) -> dict[str, Any]:
    """An article as the pages show it."""
    return {
        "law": article.ref.law,
        "label": article.ref.label,
        "text": article.text,
        "chapter": article.chapter,
        "version": article.version,
        "state": article.state.value,
        "state_name": name_of("article_state", article.state.value),
        "from_day": _day(article.effective_from),
        "to_day": _day(article.repealed_on),
        "source": article.source,
        "address": article_address(article.ref.law, article.ref.label),
    }


def article_address(law: str | None, label: str) -> str:
    """The page of an article."""
    return f"/console/laws/article?{urlencode({'law': law or '', 'article': label})}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _neighbours(room: ReferenceRoom, article: LawArticle) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The articles before and after, in the same version."""
    for version in room.statutes.versions(article.ref.law):
        if version.version != article.version:
            continue
        labels = [stored.label for stored in room.statutes.articles_of(version.key)]
        if article.ref.label in labels:
            here = labels.index(article.ref.label)
            return (
                _link(article.ref.law, labels[here - 1]) if here else None,
                _link(article.ref.law, labels[here + 1]) if here + 1 < len(labels) else None,
            )
    return None, None


def _link(law: str, label: str) -> dict[str, str]:
    return {"label": label, "address": article_address(law, label)}
