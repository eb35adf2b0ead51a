"""POST /console/duty/…: shifts, leave, capacity and sheets; what is refused comes back on the page in one line."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.console.duty_page import Shown, roster_page, show_roster, shown_of
from bot.console.session import SignedIn, signed_in
from bot.domain.roster import DAY_END, Leave, Shift
from bot.domain.roster_sheet import WrongCellError, read_minutes
from bot.domain.staff import Action
from bot.errors import AssistantError, BadInput
from bot.service.edit_roster import add_leave, add_shift, remove_leave, remove_shift, set_capacity
from bot.service.import_roster import SheetReport, import_roster
from bot.service.roster_file import read_sheet
from bot.service.staff_rights import require_at
from bot.web.csrf import read_form
from bot.web.keys import DESK, ROOM

Edit = Callable[[web.Request, SignedIn, Mapping[str, Any], Shown], Awaitable[SheetReport | None]]


def add_duty_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/duty", show_roster)
    app.router.add_get("/console/duty/{rest:.+}", _back)
    for path, edit in (
        ("shifts", _post_shift),
        ("shifts/{id}/remove", _post_shift_removal),
        ("leaves", _post_leave),
        ("leaves/{id}/remove", _post_leave_removal),
        ("capacity", _post_capacity),
        ("sheet", _post_sheet),
    ):
        app.router.add_post(f"/console/duty/{path}", _editing(edit))


async def _back(request: web.Request) -> web.Response:
    """A page that was reloaded after a refused edit is the roster again."""
    await signed_in(request)
    raise web.HTTPSeeOther("/console/duty")


def _editing(edit: Edit) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        who = await signed_in(request, Action.SEE_ROSTER)
        form = await read_form(request, who.session)
        shown = shown_of(request, who, {name: form.get(name, "") for name in ("organisation", "view", "day")})
        try:
            report = await edit(request, who, form, shown)
        except AssistantError as problem:
            words = f"{problem.message}{problem.hint}"
            return await roster_page(request, who, shown, problem=words, status=problem.status)
        if report is not None:
            return await roster_page(request, who, shown, report=report, status=400 if report.problems else 200)
        raise web.HTTPSeeOther(shown.address())

    return handler


async def _post_shift(request: web.Request, who: SignedIn, form: Mapping[str, Any], shown: Shown) -> None:
    weekly = _text(form, "repeat") == "weekly"
    shift = Shift(
        id="",
        staff_id=_text(form, "staff"),
        organisation_id=shown.organisation_id,
        starts=_minutes(form, "starts"),
        ends=_minutes(form, "ends") or DAY_END,  # midnight in a time field is the end of the day
        weekday=_weekday(form) if weekly else None,
        day=None if weekly else _day(form, "on"),
        valid_from=_day_or_none(form, "valid_from") if weekly else None,
        valid_until=_day_or_none(form, "valid_until") if weekly else None,
        on_holidays=weekly and _text(form, "on_holidays") == "yes",
        note=_text(form, "note"),
    )
    await add_shift(request.config_dict[DESK], who.staff, shift)


async def _post_shift_removal(request: web.Request, who: SignedIn, _form: Mapping[str, Any], _shown: Shown) -> None:
    await remove_shift(request.config_dict[DESK], who.staff, request.match_info["id"])


async def _post_leave(request: web.Request, who: SignedIn, form: Mapping[str, Any], _shown: Shown) -> None:
    whole = not _text(form, "starts") and not _text(form, "ends")
    leave = Leave(
        id="",
        staff_id=_text(form, "staff"),
        first_day=_day(form, "first_day"),
        last_day=_day_or_none(form, "last_day") or _day(form, "first_day"),
        starts=0 if whole else _minutes(form, "starts"),
        ends=DAY_END if whole else _minutes(form, "ends") or DAY_END,
        note=_text(form, "note"),
    )
    await add_leave(request.config_dict[DESK], who.staff, leave)


async def _post_leave_removal(request: web.Request, who: SignedIn, _form: Mapping[str, Any], _shown: Shown) -> None:
    await remove_leave(request.config_dict[DESK], who.staff, request.match_info["id"])


async def _post_capacity(request: web.Request, who: SignedIn, form: Mapping[str, Any], _shown: Shown) -> None:
    text = _text(form, "capacity")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise BadInput("同时接待的谈话数要写数字，不限就空着。")
    await set_capacity(request.config_dict[DESK], who.staff, _text(form, "staff"), int(text) if text else None)


async def _post_sheet(request: web.Request, who: SignedIn, form: Mapping[str, Any], shown: Shown) -> SheetReport:
    require_at(who.staff, Action.EDIT_ROSTER, shown.organisation_id)
    handed_in = form.get("sheet")
    if not isinstance(handed_in, FileField):
        raise BadInput("请先选一张表。")
    desk = request.config_dict[DESK]
    names = {organisation.id: organisation.name for organisation in request.config_dict[ROOM].directory.organisations}
    rows = read_sheet(handed_in.file.read())
    preview = _text(form, "action") != "import"
    return await import_roster(desk, rows, names, by=who.staff, preview=preview)


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _minutes(form: Mapping[str, Any], name: str) -> int:
    try:
        return read_minutes(_text(form, name), "时间")[0]
    except WrongCellError as wrong:
        raise BadInput(f"{wrong}。") from None


def _weekday(form: Mapping[str, Any]) -> int:
    text = _text(form, "weekday")
    if text not in {str(number) for number in range(8)}:
        raise BadInput("请选星期几。")
    return int(text)


def _day(form: Mapping[str, Any], name: str) -> date:
    day = _day_or_none(form, name)
    if day is None:
        raise BadInput("请选日期。")
    return day


def _day_or_none(form: Mapping[str, Any], name: str) -> date | None:
    text = _text(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"没有“{text[:20]}”这一天。") from None
