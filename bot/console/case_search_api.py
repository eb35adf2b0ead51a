"""/api/v1/cases: published cases searched and read, by programs with a key and by staff."""

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.console.program_or_staff import program_or_staff
from bot.errors import BadInput, Unavailable
from bot.service.case_query import FIELDS, page_of, query_of
from bot.service.search_cases import MOST_HITS, published_case, results_of_the_like, search_cases
from bot.web.json_body import json_answer, read_json
from bot.web.keys import DESK, ROOM
from case_library.entry_format import published_json
from case_library.errors import CaseLibraryError

DEFAULT_LIMIT = 5
_ADDRESS = "/api/v1/cases/search"
_NUMBERS = frozenset({"year", "least", "most", "limit", "page"})
_DESCRIBED = ("text", *(name for name in FIELDS if name not in ("q", "unpublished")), "limit", "page")
"""What a search may name, as `openapi.yaml` has it."""
_KNOWN = frozenset((*_DESCRIBED, *FIELDS))
"""Those, and what the console's own search says besides: a program may have taken its address over."""
_LONGEST_SHOWN = 40
_LONGEST_NUMBER = 9


def add_case_search_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_get(_ADDRESS, get_search)
    app.router.add_post(_ADDRESS, post_search)
    app.router.add_get("/api/v1/cases/{id}", get_case)


async def get_search(request: web.Request) -> web.Response:
    """GET: the search in the address, for short stories and filters alone."""
    await program_or_staff(request)
    _check_names(request.query)
    return await _answer(request, dict(request.query))


async def post_search(request: web.Request) -> web.Response:
    """POST: the search as JSON, so that a story stands in no address and no log."""
    content = await read_json(request)
    await program_or_staff(request)
    for name in (*FIELDS, "text", "limit", "page"):
        _check_type(name, content.get(name))
    return await _answer(request, dict(content))


async def get_case(request: web.Request) -> web.Response:
    """GET /api/v1/cases/{id}: all of one published entry but who the parties were and what they said."""
    await program_or_staff(request)
    try:
        case = await published_case(request.config_dict[ROOM].cases, request.match_info["id"])
    except CaseLibraryError as error:
        raise Unavailable(f"{error}。") from None
    return json_answer(published_json(case))


def _check_names(names: Iterable[str]) -> None:
    """Refuse what no search knows: a misspelt filter would be passed over, and everything be found.

    Raises:
        BadInput: There is such a name; it is told, with those that are known.
    """
    unknown = [name[:_LONGEST_SHOWN] for name in dict.fromkeys(names) if name not in _KNOWN]
    if unknown:
        wrong = "、".join(f"“{name}”" for name in unknown[:3])
        raise BadInput(f"不认识的参数：{wrong}。可用的有：{'、'.join(_DESCRIBED)}。")


def _check_type(name: str, value: Any) -> None:
    """Check what JSON gave; in an address everything is text. The values themselves are read later."""
    if value is None or isinstance(value, str):
        return
    if name == "unpublished":
        right, should_be = isinstance(value, bool), "true 或 false"
    elif name in _NUMBERS:
        right, should_be = isinstance(value, int | float) and not isinstance(value, bool), "数字"
    else:
        right, should_be = False, "文字"
    if not right:
        raise BadInput(f"“{name}”应该是{should_be}。")


async def _answer(request: web.Request, values: dict[str, Any]) -> web.Response:
    library = request.config_dict[ROOM].cases
    query = query_of({**values, "q": values.get("text", values.get("q", ""))}, request.config_dict[DESK].today())
    limit = str(values.get("limit", DEFAULT_LIMIT))
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:_LONGEST_NUMBER]) <= MOST_HITS:
        raise BadInput(f"“limit”应该是 1 到 {MOST_HITS} 的整数。")
    try:
        found = await search_cases(None, library, query, int(limit), page_of(values))
        summary = await results_of_the_like(library, query)
    except CaseLibraryError as error:
        raise Unavailable(f"{error}。") from None
    return json_answer(
        {
            "results": [hit.as_result() for hit in found.hits],
            "summary": list(summary.lines()) if summary else [],
            "found": found.found,
            "nearest_only": found.nearest_only,
            "page": found.page,
            "pages": found.pages,
        }
    )
