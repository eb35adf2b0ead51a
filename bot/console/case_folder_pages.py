"""Folders of cases: making one, for a dispute or a talk too, putting cases in, printing all of it."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.console.case_rows import case_lines, case_row
from bot.console.case_search_pages import case_tabs, entry_page
from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.case_draft import CaseFolder
from bot.domain.staff import Action
from bot.errors import BadInput, NotFound
from bot.service.collect_cases import (
    list_folders,
    make_folder,
    put_in_folder,
    read_folder,
    remove_folder,
    take_out_of_folder,
)
from bot.service.list_files import list_files
from bot.service.raw_cases import require_masked
from bot.service.search_cases import read_case
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK, ROOM

_RECENT_DISPUTES = 50


def add_case_folder_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/cases/folders", show_folders)
    app.router.add_post("/console/cases/folders", post_folder)
    app.router.add_get("/console/cases/folders/{folder}", show_folder)
    app.router.add_post("/console/cases/folders/{folder}/remove", post_remove)
    app.router.add_post("/console/cases/folders/{folder}/take-out", post_take_out)
    app.router.add_post("/console/cases/put", post_put)


async def show_folders(request: web.Request) -> web.Response:
    """GET /console/cases/folders; `?dispute=…` or `?handoff=…` offers to make one for it."""
    return await _folders_page(request, await signed_in(request, Action.USE_TOOLS))


async def post_folder(request: web.Request) -> web.Response:
    """POST /console/cases/folders: make one."""
    who = await signed_in(request, Action.USE_TOOLS)
    form = await read_form(request, who.session)
    try:
        folder = await make_folder(
            request.config_dict[DESK],
            who.staff,
            str(form.get("name", "")),
            dispute_id=str(form.get("dispute", "")) or None,
            handoff_id=str(form.get("handoff", "")) or None,
        )
    except BadInput as error:
        return await _folders_page(request, who, problem=error.message, typed=form)
    raise web.HTTPSeeOther(f"/console/cases/folders/{folder.id}")


async def show_folder(request: web.Request) -> web.Response:
    """GET /console/cases/folders/{folder}: all cases of it, whole, to read and to print."""
    who = await signed_in(request, Action.USE_TOOLS)
    desk, library = request.config_dict[DESK], request.config_dict[ROOM].cases
    folder = await read_folder(desk, who.staff, request.match_info["folder"])
    entries: list[dict[str, Any]] = []
    gone = 0
    for item in folder.items:
        try:
            case = await read_case(who.staff, library, item.case_id)
            require_masked(case)
        except (NotFound, BadInput):  # withdrawn since, or put in when raw entries still could be
            gone += 1
            continue
        lines = [(label, text) for label, text in case_lines(case) if text]
        entries.append(case_row(case) | {"lines": lines, "note": item.note})
    return console_page(
        request,
        who,
        "case_folder.html",
        heading=folder.name,
        folder=folder,
        entries=entries,
        gone=gone,
        printed_at=desk.now(),
        csrf=csrf_token(request, who.session),
        tabs=case_tabs(who),
    )


async def post_remove(request: web.Request) -> web.Response:
    """POST /console/cases/folders/{folder}/remove."""
    who = await signed_in(request, Action.USE_TOOLS)
    await read_form(request, who.session)
    await remove_folder(request.config_dict[DESK], who.staff, request.match_info["folder"])
    raise web.HTTPSeeOther("/console/cases/folders")


async def post_take_out(request: web.Request) -> web.Response:
    """POST /console/cases/folders/{folder}/take-out."""
    who = await signed_in(request, Action.USE_TOOLS)
    form = await read_form(request, who.session)
    folder = request.match_info["folder"]
    await take_out_of_folder(request.config_dict[DESK], who.staff, folder, str(form.get("case", "")))
    raise web.HTTPSeeOther(f"/console/cases/folders/{folder}")


async def post_put(request: web.Request) -> web.Response:
    """POST /console/cases/put: put a case into a folder, or into a new one where a name is given."""
    who = await signed_in(request, Action.USE_TOOLS)
    form = await read_form(request, who.session)
    desk = request.config_dict[DESK]
    case = await read_case(who.staff, request.config_dict[ROOM].cases, str(form.get("case", "")))
    try:
        require_masked(case)
        folder_id = str(form.get("folder", "")) or await _new_folder(request, who, str(form.get("name", "")))
        await put_in_folder(desk, who.staff, folder_id, case.id, str(form.get("note", "")))
    except (BadInput, NotFound) as error:  # a colleague may have removed the folder meanwhile
        return await entry_page(request, who, case.id, problem=error.message, typed=form)
    raise web.HTTPSeeOther(f"/console/cases/folders/{folder_id}")


async def _new_folder(request: web.Request, who: SignedIn, name: str) -> str:
    if not name.strip():
        raise BadInput("请写新案例夹的名称，或者选一个已有的案例夹。")
    return (await make_folder(request.config_dict[DESK], who.staff, name)).id


async def _folders_page(
    request: web.Request, who: SignedIn, problem: str = "", typed: Mapping[str, Any] | None = None
) -> web.Response:
    """The list with the form for a new one; what was typed into it stands in it again."""
    values = request.query if typed is None else typed
    desk = request.config_dict[DESK]
    disputes = (await list_files(desk, who.staff))[:_RECENT_DISPUTES] if who.staff.may(Action.REGISTER) else ()
    numbers = {dispute.id: dispute.number for dispute in disputes}

    def row(folder: CaseFolder) -> dict[str, Any]:
        return {
            "id": folder.id,
            "name": folder.name,
            "made_at": folder.made_at,
            "count": len(folder.items),
            "organisation": desk.organisation_name(folder.organisation_id),
            "dispute_id": folder.dispute_id,
            "dispute": numbers.get(folder.dispute_id or "", ""),
            "handoff_id": folder.handoff_id,
        }

    return console_page(
        request,
        who,
        "case_folders.html",
        heading="案例夹",
        status=400 if problem else 200,
        problem=problem,
        folders=[row(folder) for folder in await list_folders(desk, who.staff)],
        disputes=numbers,
        name=str(values.get("name", "")),
        dispute=str(values.get("dispute", "")),
        handoff=str(values.get("handoff", "")),
        several=_several(who),
        csrf=csrf_token(request, who.session),
        tabs=case_tabs(who),
    )


def _several(who: SignedIn) -> bool:
    """Whether the person finds folders of more than one organisation, so that each has to say whose it is."""
    return len(who.staff.organisations) > 1 or who.staff.may(Action.SEE_ALL_ORGANISATIONS)
