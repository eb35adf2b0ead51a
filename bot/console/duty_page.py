"""GET /console/duty: the roster of an organisation by week or month; a supervisor changes it there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.roster import DAY_END, MAKEUP_WEEKDAY, DutySlot, Leave, Shift, clock
from bot.domain.staff import Action, StaffMember
from bot.service.import_roster import SheetReport
from bot.service.read_roster import RosterDay, RosterView, read_roster
from bot.web.csrf import csrf_token
from bot.web.keys import DESK, ROOM
from bot.web.names import name_of
from knowledge.organisations import Organisation

_WEEK = 7
_VIEWS = ("week", "month")


@dataclass(frozen=True, slots=True)
class Shown:
    """Which organisation and which days a page shows."""

    organisation_id: str
    view: str
    day: date

    @property
    def first(self) -> date:
        """The first day, a Monday."""
        start = self.day if self.view == "week" else self.day.replace(day=1)
        return start - timedelta(days=start.weekday())

    @property
    def count(self) -> int:
        """How many days: whole weeks."""
        if self.view == "week":
            return _WEEK
        after = (self.day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return -(-(after - self.first).days // _WEEK) * _WEEK

    def moved(self, steps: int) -> "Shown":
        """The same view so many weeks or months later."""
        if self.view == "week":
            return Shown(self.organisation_id, self.view, self.day + timedelta(days=_WEEK * steps))
        middle = self.day.replace(day=15) + timedelta(days=30 * steps)
        return Shown(self.organisation_id, self.view, middle.replace(day=1))

    def address(self, **changes: str) -> str:
        """Where the page lies."""
        query = {"organisation": self.organisation_id, "view": self.view, "day": self.day.isoformat()}
        return "/console/duty?" + urlencode({**query, **changes})


async def show_roster(request: web.Request) -> web.Response:
    """GET /console/duty?organisation=…&view=week|month&day=YYYY-MM-DD."""
    who = await signed_in(request, Action.SEE_ROSTER)
    return await roster_page(request, who, shown_of(request, who, request.query))


def shown_of(request: web.Request, who: SignedIn, query: Mapping[str, Any]) -> Shown:
    """What is asked for; whatever makes no sense is read as the present week of one's own organisation."""
    mine = visible(request, who.staff)
    asked = str(query.get("organisation", ""))
    organisation_id = asked if asked in {other.id for other in mine} else mine[0].id
    view = str(query.get("view", "week"))
    try:
        day = date.fromisoformat(str(query.get("day", "")))
    except ValueError:
        day = request.config_dict[DESK].today()
    within = date(2000, 1, 1) <= day <= date(2100, 1, 1)
    return Shown(
        organisation_id, view if view in _VIEWS else "week", day if within else request.config_dict[DESK].today()
    )


def visible(request: web.Request, staff: StaffMember) -> list[Organisation]:
    """The organisations whose roster somebody may see, his own first."""
    every = request.config_dict[ROOM].directory.organisations
    seen = [other for other in every if staff.may_at(Action.SEE_ROSTER, other.id)]
    return sorted(seen, key=lambda other: (other.id != staff.organisation_id, other.id not in staff.organisations))


async def roster_page(
    request: web.Request,
    who: SignedIn,
    shown: Shown,
    *,
    problem: str = "",
    report: SheetReport | None = None,
    status: int = 200,
) -> web.Response:
    """The page, with what went wrong, or what became of a sheet."""
    desk = request.config_dict[DESK]
    view = await read_roster(desk, who.staff, shown.organisation_id, shown.first, shown.count)
    names = {person.id: person.name for person in view.people}
    today = desk.today()
    return console_page(
        request,
        who,
        "duty.html",
        heading="值班表",
        status=status,
        shown=shown,
        title=_title(shown),
        organisations=visible(request, who.staff),
        weeks=[
            [_day(day, view, names, shown, today) for day in view.days[at : at + _WEEK]]
            for at in range(0, shown.count, _WEEK)
        ],
        people=[_person(person, view) for person in view.people],
        weekdays=[(str(number), name_of("weekday", str(number))) for number in range(MAKEUP_WEEKDAY + 1)],
        patterns=_patterns(view, names),
        changes=[
            {
                "at": event.at,
                "who": names.get(event.by_staff_id or "", name_of("duty_change", "operator")),
                "words": name_of("duty_change", event.change, name=names.get(event.staff_id, "")),
            }
            for event in view.changes[:12]
        ],
        csrf=csrf_token(request, who.session),
        may_edit=view.may_edit,
        problem=problem,
        report=report,
    )


def _title(shown: Shown) -> str:
    if shown.view == "month":
        return f"{shown.day.year}年{shown.day.month}月"
    last = shown.first + timedelta(days=_WEEK - 1)
    return f"{shown.first.year}年{shown.first.month}月{shown.first.day}日 — {last.month}月{last.day}日"


def _day(day: RosterDay, view: RosterView, names: Mapping[str, str], shown: Shown, today: date) -> dict[str, Any]:
    shifts = {shift.id: shift for shift in view.roster.shifts}
    return {
        "date": day.day,
        "weekday": name_of("weekday", str(day.day.weekday())),
        "kind": day.kind.value,
        "kind_name": name_of("day_kind", day.kind.value),
        "today": day.day == today,
        "outside": shown.view == "month" and day.day.month != shown.day.month,
        "slots": [_slot(slot, shifts[slot.shift_id], names) for slot in day.slots if slot.staff_id in names],
        "away": [_away(leave, names) for leave in day.away if leave.staff_id in names],
    }


def _slot(slot: DutySlot, shift: Shift, names: Mapping[str, str]) -> dict[str, Any]:
    ends = f"{slot.ends:%H:%M}"
    return {
        "name": names[slot.staff_id],
        "hours": f"{slot.starts:%H:%M}—{'24:00' if ends == '00:00' else ends}",
        "weekly": shift.weekday is not None,
        "shift_id": shift.id,
        "note": shift.note,
    }


def _away(leave: Leave, names: Mapping[str, str]) -> dict[str, Any]:
    whole = (leave.starts, leave.ends) == (0, DAY_END)
    hours = "" if whole else f"{clock(leave.starts)}—{clock(leave.ends)}"
    return {"id": leave.id, "name": names[leave.staff_id], "hours": hours, "note": leave.note}


def _patterns(view: RosterView, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The weekly shifts by person, in the order of the week."""
    weekly = [shift for shift in view.roster.shifts if shift.weekday is not None and shift.staff_id in names]
    weekly.sort(key=lambda shift: (shift.weekday or 0, shift.starts))
    people = sorted({shift.staff_id for shift in weekly}, key=lambda staff_id: names[staff_id])
    return [{"name": names[one], "shifts": [_pattern(s) for s in weekly if s.staff_id == one]} for one in people]


def _pattern(shift: Shift) -> dict[str, Any]:
    return {
        "id": shift.id,
        "weekday": name_of("weekday", str(shift.weekday)),
        "hours": f"{clock(shift.starts)}—{clock(shift.ends)}",
        "valid": " 至 ".join(str(day) if day else "……" for day in (shift.valid_from, shift.valid_until))
        if shift.valid_from or shift.valid_until
        else "",
        "on_holidays": shift.on_holidays,
    }


def _person(person: StaffMember, view: RosterView) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role_name": name_of("role", person.role.value),
        "capacity": view.profiles[person.id].capacity,
        "elsewhere": len(person.organisations) > 1,
    }
