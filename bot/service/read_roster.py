"""The roster of an organisation over some days: who is to be there, who is away, and what kind of day it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.roster import DutySlot, Leave, Roster
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput
from bot.service.duty_ports import DutyEvent, DutyProfile
from bot.service.front_desk import Office
from bot.service.staff_rights import require_at
from bot.service.who_is_on_duty import profiles_of
from knowledge.working_days import DayKind, day_kind

LONGEST_VIEW = 62
"""Days."""


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One day: its kind in the holiday calendar, the stretches of duty, and who is away."""

    day: date
    kind: DayKind
    slots: tuple[DutySlot, ...]
    away: tuple[Leave, ...]


@dataclass(frozen=True, slots=True)
class RosterView:
    """Some days of one organisation, its people with what they hold at a time, and the shifts behind it."""

    organisation_id: str
    days: tuple[RosterDay, ...]
    people: tuple[StaffMember, ...]
    profiles: Mapping[str, DutyProfile]
    roster: Roster
    changes: tuple[DutyEvent, ...]
    may_edit: bool


async def read_roster(office: Office, staff: StaffMember, organisation_id: str, first: date, count: int) -> RosterView:
    """Read some days of an organisation's roster.

    Raises:
        NotAllowed: The role sees no roster there.
        BadInput: Too many days.
    """
    require_at(staff, Action.SEE_ROSTER, organisation_id)
    if not 1 <= count <= LONGEST_VIEW:
        raise BadInput(f"一次最多看 {LONGEST_VIEW} 天。")
    async with office.unit_of_work(reading=True) as uow:
        people = tuple(
            person
            for person in await uow.staff.everybody()
            if organisation_id in person.organisations and person.may(Action.SEE_ROSTER) and not person.disabled
        )
        ids = {person.id for person in people}
        own = await uow.duty.roster(organisation_ids=[organisation_id])
        leaves = (await uow.duty.roster(staff_ids=ids)).leaves
        may_edit = staff.may_at(Action.EDIT_ROSTER, organisation_id)
        changes = [event for event in await uow.duty.events() if event.staff_id in ids] if may_edit else []
        profiles = await profiles_of(uow, people)
    roster = Roster(own.shifts, leaves)
    days = tuple(_day(roster, first + timedelta(days=ahead)) for ahead in range(count))
    return RosterView(organisation_id, days, people, profiles, roster, tuple(changes), may_edit)


def _day(roster: Roster, day: date) -> RosterDay:
    away = tuple(leave for leave in roster.leaves if leave.first_day <= day <= leave.last_day)
    return RosterDay(day, day_kind(day), roster.on_day(day), away)
