"""Importing a file of cases in the console: send it, choose its columns, look, take it in, read the report."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.console.case_rows import case_row
from bot.console.case_search_pages import case_tabs
from bot.console.case_uploads import on_disk, receive_upload
from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.staff import Action
from bot.errors import BadInput, NotAllowed, NotFound
from bot.service.case_ports import KeptUpload
from bot.service.case_uploads import find_upload, forget_upload
from bot.service.import_cases import import_cases, preview_import
from bot.service.list_cases import import_history
from bot.web.csrf import FIELD, PURPOSE, csrf_token, read_form
from bot.web.keys import DESK, ROOM, SIGNER
from case_library.errors import CaseLibraryError
from case_library.importers.columns import CHOICES
from case_library.importers.import_report import ImportReport, Preview, left_out_told, understood_in, understood_of
from case_library.wording import field_name

_LONGEST_SOURCE = 100
_SHOWN_PROBLEMS = 500


def add_case_import_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/cases/import", show_form)
    app.router.add_post("/console/cases/import", post_file)
    app.router.add_get("/console/cases/import/{token}", show_preview)
    app.router.add_post("/console/cases/import/{token}", post_import)


async def show_form(request: web.Request) -> web.Response:
    """GET /console/cases/import."""
    return await _form_page(request, await signed_in(request, Action.IMPORT_CASES))


async def post_file(request: web.Request) -> web.Response:
    """POST /console/cases/import: the file; it waits until it was looked at."""
    who = await signed_in(request, Action.IMPORT_CASES)
    try:
        upload, fields = await receive_upload(request, who.staff)
    except BadInput as error:
        return await _form_page(request, who, problem=error.message + error.hint)
    if not request.config_dict[SIGNER].matches(PURPOSE, who.session, fields.get(FIELD, "")):
        await forget_upload(request.config_dict[DESK], who.staff, upload)
        raise NotAllowed("这个页面放得太久了，请刷新后再提交。")
    source = urlencode({"source": fields.get("source", "").strip()[:_LONGEST_SOURCE]})
    raise web.HTTPSeeOther(f"/console/cases/import/{upload.token}?{source}")


async def show_preview(request: web.Request) -> web.Response:
    """GET /console/cases/import/{token}?c.0=…: how the file would be read with these columns."""
    who = await signed_in(request, Action.IMPORT_CASES)
    upload = await find_upload(request.config_dict[DESK], who.staff, request.match_info["token"])
    return await _preview_page(request, who, upload)


async def post_import(request: web.Request) -> web.Response:
    """POST /console/cases/import/{token}: take it in and show the report."""
    who = await signed_in(request, Action.IMPORT_CASES)
    form = await read_form(request, who.session)
    desk, library = request.config_dict[DESK], request.config_dict[ROOM].cases
    upload = await find_upload(desk, who.staff, request.match_info["token"])
    if form.get("step") == "forget":
        await forget_upload(desk, who.staff, upload)
        raise web.HTTPSeeOther("/console/cases/import")
    columns, source = _chosen(form), str(form.get("source", "")).strip()[:_LONGEST_SOURCE]
    try:
        async with on_disk(request, who.staff, upload) as path:
            report = await import_cases(desk, who.staff, library, path, columns, name=upload.name, source=source)
    except BadInput as error:
        return await _preview_page(request, who, upload, problem=error.message)
    except CaseLibraryError as error:
        return await _preview_page(request, who, upload, problem=f"{error}。")
    with suppress(NotFound):  # a second click has been here
        await forget_upload(desk, who.staff, upload)
    return _report_page(request, who, upload, report)


def _chosen(values: Mapping[str, Any]) -> dict[str, str] | None:
    """Columns with the fields that a person has chosen: `n.<number>` the column's name, `c.<number>` the field."""
    chosen = {}
    for key, name in values.items():
        kind, _, number = str(key).partition(".")
        field = str(values.get(f"c.{number}", ""))
        if kind == "n" and (field in CHOICES or not field):
            chosen[str(name)] = field
    return chosen or None


async def _form_page(request: web.Request, who: SignedIn, problem: str = "") -> web.Response:
    history = await import_history(request.config_dict[DESK], who.staff)
    return console_page(
        request,
        who,
        "case_import.html",
        heading="导入案例",
        status=400 if problem else 200,
        problem=problem,
        history=[(event.at, event.staff_name, event.note) for event in history[:20]],
        csrf=csrf_token(request, who.session),
        tabs=case_tabs(who),
    )


async def _preview_page(request: web.Request, who: SignedIn, upload: KeptUpload, problem: str = "") -> web.Response:
    desk, library = request.config_dict[DESK], request.config_dict[ROOM].cases
    columns, source = _chosen(request.query), request.query.get("source", "").strip()[:_LONGEST_SOURCE]
    preview: Preview | None = None
    try:
        async with on_disk(request, who.staff, upload) as path:
            preview = await preview_import(
                who.staff, library, path, columns, source, today=desk.today(), name=upload.name
            )
    except BadInput as error:
        problem = error.message
    names = [] if preview is None else [*preview.columns, *preview.unused_columns]
    missing = "" if preview is None else _what_is_missing(preview, names)
    return console_page(
        request,
        who,
        "case_preview.html",
        heading="导入预览",
        status=400 if problem else 200,
        problem=problem,
        upload=upload,
        source=source,
        columns=[(name, preview.columns.get(name, "") if preview else "") for name in names],
        fields=[(name, field_name(name)) for name in CHOICES],
        entries=_entries(preview) if preview else [],
        problems=preview.problems if preview else (),
        missing=missing,
        left_out=left_out_told(preview) if preview else "",
        readable=preview is not None and not missing,
        csrf=csrf_token(request, who.session),
        tabs=case_tabs(who),
    )


def _entries(preview: Preview) -> list[dict[str, Any]]:
    return [
        case_row(entry) | {"story": entry.story, "understood": understood_of(read, entry)}
        for entry, read in zip(preview.entries, preview.kinds_read, strict=True)
    ]


def _what_is_missing(preview: Preview, names: list[str]) -> str:
    """Say why no row at all can be taken: a file without rows, or without a column that tells what happened."""
    if not names and not preview.entries and not preview.problems:
        return "文件里没有案例。表格第一行应当是栏目名称，从第二行起每行一个案例。"
    if names and not preview.entries and "story" not in preview.columns.values():
        return "看不出哪一栏是事情经过。请在下面选好，再点“按这样重新预览”。"
    return ""


def _report_page(request: web.Request, who: SignedIn, upload: KeptUpload, report: ImportReport) -> web.Response:
    return console_page(
        request,
        who,
        "case_report.html",
        heading="导入结果",
        upload=upload,
        report=report,
        understood=understood_in(report),
        left_out=left_out_told(report),
        problems=report.problems[:_SHOWN_PROBLEMS],
        near=report.near_duplicates[:_SHOWN_PROBLEMS],
        columns=[(name, field_name(field)) for name, field in report.columns.items()],
        tabs=case_tabs(who),
    )
