"""Searching the case library, reading an entry, two side by side, more of the kind."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.console.case_rows import case_row, hit_row, marked, marked_lines, plain
from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.staff import Action
from bot.errors import BadInput, NotFound
from bot.service.case_query import FIELDS, page_of, query_of
from bot.service.collect_cases import list_folders
from bot.service.list_cases import case_history
from bot.service.publish_case import withdraw_case
from bot.service.raw_cases import is_raw, may_see_raw, paper_of
from bot.service.search_cases import (
    LONGEST_QUERY,
    CasePage,
    alike_places,
    more_like,
    read_case,
    results_of_the_like,
    search_cases,
)
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK, ROOM
from case_library.errors import CaseLibraryError
from case_library.precedent import Origin, Precedent, ReviewState
from case_library.wording import move_name, origin_name, outcome_names
from knowledge.organisations import organisation_kinds
from nlp.taxonomy import taxonomy

HITS = 12
_MOST_TICKED = 20


def add_case_search_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/cases", show_cases)
    app.router.add_get("/console/cases/compare", compare_cases)
    app.router.add_get("/console/cases/{id}", show_case)
    app.router.add_post("/console/cases/{id}/withdraw", post_withdraw)


async def show_cases(request: web.Request) -> web.Response:
    """GET /console/cases?q=…&kind=…&page=…: what is like a story, under filters, and how the like of it ended."""
    return await _list_page(request, await signed_in(request, Action.USE_TOOLS))


async def _list_page(request: web.Request, who: SignedIn, problem: str = "") -> web.Response:
    """The list with what is ticked; with a problem it comes instead of what was asked for."""
    library = request.config_dict[ROOM].cases
    values = {name: request.query.get(name, "").strip() for name in FIELDS}
    values["q"] = values["q"][:LONGEST_QUERY]
    status = 400 if problem else 200
    found: CasePage | None = None
    summary = None
    asked = False
    try:
        query = query_of(values, request.config_dict[DESK].today())
        if asked := not query.empty:
            found = await search_cases(who.staff, library, query, HITS, page_of(request.query))
            summary = await results_of_the_like(library, query) if found.page == 1 else None
    except BadInput as error:
        problem = problem or error.message
    except CaseLibraryError as error:
        problem = problem or f"{error}。"
    hits = [hit_row(hit) for hit in found.hits] if found else []
    ticked = await _ticked(request, who)
    return console_page(
        request,
        who,
        "case_search.html",
        status=status,
        heading="查案例",
        values=values,
        search=_search_again(values, found.page if found else 1),
        filtered=any(values[name] for name in FIELDS if name != "q"),
        asked=asked,
        problem=problem,
        hits=hits,
        found=found,
        ticked={case.id for case in ticked},
        ticked_elsewhere=[case_row(case) for case in ticked if case.id not in {hit["id"] for hit in hits}],
        summary=summary.lines() if summary else (),
        categories={code: each for code, each in taxonomy().categories.items() if each.mediable},
        outcomes=outcome_names(),
        kinds={code: kind.name for code, kind in organisation_kinds().items() if kind.mediates},
        origins={each.value: origin_name(each.value) for each in Origin},
        may_see_raw=may_see_raw(who.staff),
        tabs=case_tabs(who),
    )


async def _ticked(request: web.Request, who: SignedIn) -> list[Precedent]:
    """The cases that are ticked to be compared, on this page of the results or on another; gone ones are left out."""
    cases = []
    for case_id in list(dict.fromkeys(request.query.getall("id", [])))[:_MOST_TICKED]:
        with suppress(NotFound):
            cases.append(await read_case(who.staff, request.config_dict[ROOM].cases, case_id))
    return cases


async def compare_cases(request: web.Request) -> web.Response:
    """GET /console/cases/compare?id=…&id=…&q=…: two entries side by side, with what is like the search of both."""
    who = await signed_in(request, Action.USE_TOOLS)
    chosen = list(dict.fromkeys(request.query.getall("id", [])))
    if len(chosen) != 2:
        return await _list_page(request, who, f"比较要正好勾选两个案例，现在勾选了 {len(chosen)} 个。请改一下再比较。")
    library = request.config_dict[ROOM].cases
    cases = [await read_case(who.staff, library, case_id) for case_id in chosen]
    story = request.query.get("q", "").strip()
    places = [await alike_places(who.staff, library, case, story) for case in cases]
    both = zip(*(marked_lines(case, alike) for case, alike in zip(cases, places, strict=True)), strict=True)
    lines = [
        (label, first, second, plain(first) != plain(second)) for (label, first), (_, second) in both if first or second
    ]
    return console_page(
        request,
        who,
        "case_compare.html",
        heading="两个案例比较",
        cases=[
            case_row(case) | {"marked_title": marked(case, "title", alike)}
            for case, alike in zip(cases, places, strict=True)
        ],
        lines=lines,
        any_differs=any(differs for *_, differs in lines),
        search=_search_again(request.query, page_of(request.query)),
        any_marked=any(places),
        tabs=case_tabs(who),
    )


async def show_case(request: web.Request) -> web.Response:
    """GET /console/cases/{id}?q=…: an entry, what is like the search it was found by, more of the kind, its past."""
    return await entry_page(request, await signed_in(request, Action.USE_TOOLS), request.match_info["id"])


async def post_withdraw(request: web.Request) -> web.Response:
    """POST /console/cases/{id}/withdraw."""
    who = await signed_in(request)
    form = await read_form(request, who.session)
    try:
        await withdraw_case(request.config_dict[DESK], who.staff, request.match_info["id"], str(form.get("note", "")))
    except BadInput as error:
        return await entry_page(request, who, request.match_info["id"], problem=error.message)
    raise web.HTTPSeeOther("/console/cases")


async def entry_page(
    request: web.Request, who: SignedIn, case_id: str, problem: str = "", typed: Mapping[str, Any] | None = None
) -> web.Response:
    """An entry; with a problem it comes instead of what was asked for, with what was typed for its folder."""
    desk, library = request.config_dict[DESK], request.config_dict[ROOM].cases
    case = await read_case(who.staff, library, case_id)
    like = await more_like(who.staff, library, case.id) if case.review_state is ReviewState.PUBLISHED else ()
    history = await case_history(desk, who.staff, case.id)
    folders = await list_folders(desk, who.staff)
    paper = await paper_of(desk, who.staff, case)
    story = request.query.get("q", "").strip()
    places = await alike_places(who.staff, library, case, story)
    return console_page(
        request,
        who,
        "case_entry.html",
        heading=case.title,
        status=400 if problem else 200,
        problem=problem,
        case=case_row(case),
        paper=paper,
        title=marked(case, "title", places),
        lines=[(label, found) for label, found in marked_lines(case, places) if found],
        search=_search_again(request.query, page_of(request.query)),
        any_marked=bool(places),
        like=[hit_row(hit) for hit in like],
        folders=folders,
        typed={name: str(value) for name, value in (typed or {"name": "" if folders else "常用案例"}).items()},
        history=[(event.at, move_name(event.move.value), event.staff_name, event.note) for event in history],
        csrf=csrf_token(request, who.session),
        may_withdraw=_may_withdraw(who, case),
        may_take_up=is_raw(case) and paper is None,
        tabs=case_tabs(who),
    )


def _search_again(values: Mapping[str, str], page: int) -> str:
    """The search as it stands in an address: it goes along to entries, which are marked by it, and leads back."""
    asked = {name: values[name] for name in FIELDS if values.get(name)}
    return urlencode(asked | ({"page": str(page)} if page > 1 else {}))


def _may_withdraw(who: SignedIn, case: Precedent) -> bool:
    return case.origin is not Origin.ILLUSTRATIVE and who.staff.may(Action.PUBLISH_CASES)


def case_tabs(who: SignedIn) -> list[tuple[str, str]]:
    """The pages of the case library that a person may open."""
    tabs = [("/console/cases", "查找"), ("/console/cases/folders", "案例夹")]
    if any(who.staff.may(each) for each in (Action.PREPARE_CASES, Action.REVIEW_CASES, Action.PUBLISH_CASES)):
        tabs.append(("/console/cases/drafts", "待审案例"))
    if who.staff.may(Action.IMPORT_CASES):
        tabs.append(("/console/cases/import", "导入"))
    return tabs
