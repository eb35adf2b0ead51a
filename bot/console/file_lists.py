"""Lists of the docket: my files, the organisation's, search; what is due by day, what is overdue."""

import calendar
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from bot.console.file_rows import dispute_row, term_row
from bot.console.session import console_page, signed_in
from bot.domain.dispute import END_STATES, OPEN_STATES, DisputeState
from bot.domain.docket_clocks import clock_rules
from bot.domain.docket_steps import docket
from bot.domain.staff import Action
from bot.service.file_ports import DueTerm, FileQuery
from bot.service.front_desk import FrontDesk
from bot.service.list_files import list_files
from bot.service.remind_deadlines import due_terms, read_reminders, tick_off_reminder
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK
from knowledge.working_days import day_kind, is_working_day, knows_year
from nlp.taxonomy import taxonomy

_PAGE = 50
_STATES = {"open": OPEN_STATES, "over": END_STATES, "archived": frozenset({DisputeState.ARCHIVED})}
_EARLIEST, _LATEST = 2019, 2100
"""Years of the calendar page."""


def add_file_lists(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/disputes", show_files)
    app.router.add_get("/console/disputes/mine", show_my_files)
    app.router.add_get("/console/disputes/calendar", show_calendar)
    app.router.add_get("/console/disputes/overdue", show_overdue)
    app.router.add_post("/console/disputes/reminders", post_reminder)


async def show_files(request: web.Request) -> web.Response:
    """GET /console/disputes: the organisation's files, searched."""
    return await _files(request, mine=False)


async def show_my_files(request: web.Request) -> web.Response:
    """GET /console/disputes/mine: the files one mediates."""
    return await _files(request, mine=True)


async def _files(request: web.Request, *, mine: bool) -> web.Response:
    who = await signed_in(request, Action.REGISTER)
    desk: FrontDesk = request.config_dict[DESK]
    asked = {name: request.query.get(name, "").strip() for name in ("q", "state", "category")}
    page = int(text) if (text := request.query.get("page", "1")).isdecimal() and len(text) < 6 else 1
    states = _STATES.get(asked["state"], frozenset())
    if asked["state"] in set(DisputeState):
        states = frozenset({DisputeState(asked["state"])})
    query = FileQuery(
        text=asked["q"],
        states=states,
        category=asked["category"],
        limit=_PAGE + 1,
        offset=_PAGE * (max(page, 1) - 1),
    )
    found = await list_files(desk, who.staff, query, mine=mine)
    reminders = await read_reminders(desk, who.staff, mine=mine) if page == 1 else ()
    return console_page(
        request,
        who,
        "disputes.html",
        heading="纠纷案卷",
        disputes=[dispute_row(dispute, desk) for dispute in found[:_PAGE]],
        mine=mine,
        asked=asked,
        number_of_page=max(page, 1),
        more=len(found) > _PAGE,
        csrf=csrf_token(request, who.session),
        reminders=[
            {
                "id": each.id,
                "dispute_id": each.dispute_id,
                "number": each.number,
                "name": clock_rules().name_of(each.code, each.subject),
                "due_on": each.due_on,
                "late": each.due_on < desk.today(),
            }
            for each in reminders[:_PAGE]
        ],
        states=[(state.value, description.name) for state, description in docket().states.items()],
        categories=[(code, each.name) for code, each in taxonomy().categories.items() if each.mediable],
    )


async def post_reminder(request: web.Request) -> web.Response:
    """POST /console/disputes/reminders: tick one off."""
    who = await signed_in(request, Action.REGISTER)
    form = await read_form(request, who.session)
    reminder = str(form.get("reminder", ""))
    if not reminder.isdecimal() or len(reminder) > 18:
        raise web.HTTPBadRequest
    await tick_off_reminder(request.config_dict[DESK], who.staff, str(form.get("dispute", "")), int(reminder))
    raise web.HTTPSeeOther("/console/disputes/mine" if form.get("mine") else "/console/disputes")


async def show_overdue(request: web.Request) -> web.Response:
    """GET /console/disputes/overdue: the board of what should have been done."""
    who = await signed_in(request, Action.REGISTER)
    desk: FrontDesk = request.config_dict[DESK]
    yesterday = desk.today() - timedelta(days=1)
    terms = await due_terms(desk, who.staff, None, yesterday, mine=request.query.get("mine") == "1")
    rows = [_term(term, desk) for term in terms]
    return console_page(
        request, who, "overdue.html", heading="逾期看板", terms=rows, mine=request.query.get("mine") == "1"
    )


async def show_calendar(request: web.Request) -> web.Response:
    """GET /console/disputes/calendar?month=2026-11: what is due on which day."""
    who = await signed_in(request, Action.REGISTER)
    desk: FrontDesk = request.config_dict[DESK]
    today = desk.today()
    first = _month(request.query.get("month", ""), today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    mine = request.query.get("mine") == "1"
    terms: dict[date, list[dict[str, Any]]] = {}
    for term in await due_terms(desk, who.staff, first, last, mine=mine):
        terms.setdefault(term.clock.due_on, []).append(_term(term, desk))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return console_page(
        request,
        who,
        "docket_calendar.html",
        heading="期限日历",
        first=first,
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        after=(last + timedelta(days=1)).strftime("%Y-%m"),
        blanks=first.weekday(),
        days=[
            {
                "day": day,
                "today": day == today,
                "free": not is_working_day(day),
                "kind": day_kind(day).value,
                "terms": terms.get(day, []),
            }
            for day in days
        ],
        known=knows_year(first.year),
        mine=mine,
    )


def _month(text: str, today: date) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return month if _EARLIEST <= month.year <= _LATEST else today.replace(day=1)


def _term(term: DueTerm, desk: FrontDesk) -> dict[str, Any]:
    dispute = term.dispute
    return {
        **term_row(term.clock, desk.today()),
        "dispute_id": dispute.id,
        "number": dispute.number,
        "state_name": docket().states[dispute.state].name,
        "applicant_name": dispute.application.applicant_name,
        "mediators": docket().words["separator"].join(term.mediators),
        "late_days": (desk.today() - term.clock.due_on).days,
    }
