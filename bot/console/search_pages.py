"""Pages for searching cases."""

from typing import Any

from aiohttp import web

from bot.console.session import console_page, signed_in
from bot.domain.staff import Action
from bot.errors import NotFound
from bot.web.keys import DESK
from case_library.precedent import Precedent
from case_library.wording import origin_name, outcome_name
from nlp.taxonomy import category_name, subtype_name

LONGEST_QUERY = 500
HITS = 10


def add_search_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/cases", show_cases)
    app.router.add_get("/console/cases/{id}", show_case)


async def show_cases(request: web.Request) -> web.Response:
    """GET /console/cases?q=…."""
    who = await signed_in(request, Action.USE_TOOLS)
    query = request.query.get("q", "").strip()[:LONGEST_QUERY]
    found = request.config_dict[DESK].room.similar_cases(query, None, None, limit=HITS) if query else ()
    hits = [{**case_row(hit.case), "why": hit.why} for hit in found]
    return console_page(request, who, "cases.html", heading="查案例", query=query, hits=hits)


async def show_case(request: web.Request) -> web.Response:
    """GET /console/cases/{id}."""
    who = await signed_in(request, Action.USE_TOOLS)
    case = request.config_dict[DESK].room.case(request.match_info["id"])
    if case is None:
        raise NotFound("没有这个案例。")
    return console_page(
        request, who, "case.html", heading=case.title, case=case_row(case) | {"lines": case_lines(case)}
    )


def case_row(case: Precedent) -> dict[str, Any]:
    """A case as a list shows it; where it comes from always stands with it."""
    return {
        "id": case.id,
        "title": case.title,
        "year": case.year,
        "origin_name": origin_name(case.origin.value),
        "category_name": category_name(case.category),
        "outcome_name": outcome_name(case.outcome.value),
    }


def case_lines(case: Precedent) -> list[tuple[str, str]]:
    """A case as a page shows it, part by part; empty parts are left out."""
    parts = [
        ("类型", f"{category_name(case.category)} · {subtype_name(case.category, case.subtype)}"),
        ("事情经过", case.story),
        ("争议", "；".join(case.disputed)),
        ("怎么调的", "；".join(case.methods)),
        ("结果", case.result),
        ("协议内容", "；".join(case.terms)),
        ("依据", "；".join(case.legal_basis)),
        ("点评", case.comment),
        ("结局", outcome_name(case.outcome.value)),
    ]
    return [(label, text) for label, text in parts if text]
