"""What a supervisor looks at: who waits how long on which step, who is there and who should be, what was missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.handoff import Handoff, HandoffKind
from bot.domain.ladder import LadderState
from bot.domain.roster import DutySlot
from bot.domain.staff import Action, StaffMember
from bot.service.duty_ports import NO_PROFILE
from bot.service.front_desk import FrontDesk
from bot.service.ladder_ports import Alarm
from bot.service.ports import UnitOfWork
from bot.service.queue_place import waiting_in_order
from bot.service.staff_rights import require


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """Somebody whose console is open: whether he takes talks, what he holds, and whether his shift is over."""

    staff: StaffMember
    accepting: bool
    held: tuple[Handoff, ...]
    capacity: int | None = None
    shift_over: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """`waiting` in the order of serving; `longest_wait_seconds` of live talks, None where nobody waits.

    `absent`: on duty by the roster, and no console open. `missed`: live talks of today that ended untaken.
    `overdue`: call-backs whose promised time has passed. `ladder` and `alarms` by the id of the waiting talk.
    """

    waiting: tuple[Handoff, ...]
    people: tuple[BoardPerson, ...]
    longest_wait_seconds: int | None
    ladder: Mapping[str, LadderState]
    alarms: Mapping[str, tuple[Alarm, ...]]
    absent: tuple[tuple[StaffMember, DutySlot], ...]
    missed: tuple[Handoff, ...]
    overdue: tuple[Handoff, ...]


async def read_board(desk: FrontDesk, staff: StaffMember) -> Board:
    """Read the board of the person's organisations, of all for the district.

    Raises:
        NotAllowed: The role does not supervise.
    """
    require(staff, Action.SUPERVISE)
    everywhere = staff.may_everywhere(Action.SUPERVISE)
    async with desk.unit_of_work(reading=True) as uow:
        now = desk.now()
        waiting = await waiting_in_order(
            uow,
            desk.settings,
            staff.organisations,
            emergencies=staff.may(Action.SEE_EMERGENCIES),
            everything=everywhere,
        )
        heard = await uow.presence.heard_since(now - desk.settings.presence_lease)
        here = [p for p in heard if p.present and (everywhere or p.organisations & staff.organisations)]
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        colleagues = {person.id: person for person in await uow.staff.everybody() if not person.disabled}
        roster = await uow.duty.roster(organisation_ids=None if everywhere else staff.organisations)
        slots = roster.at(now)
        on_shift = {slot.staff_id for slot in slots}
        profiles = await uow.duty.profiles([presence.staff_id for presence in here])
        people = [
            BoardPerson(
                staff=await uow.staff.show(presence.staff_id),
                accepting=presence.accepting,
                held=tuple(await uow.handoffs.held_by(presence.staff_id)),
                capacity=profiles.get(presence.staff_id, NO_PROFILE).capacity,
                shift_over=presence.staff_id in roster.rostered and presence.staff_id not in on_shift,
            )
            for presence in here
        ]
        shown = {handoff.id for handoff in waiting}
        there = {presence.staff_id for presence in here}
        absent = [(colleagues[s.staff_id], s) for s in slots if s.staff_id in colleagues and s.staff_id not in there]
        return Board(
            waiting=tuple(waiting),
            people=tuple(people),
            longest_wait_seconds=_longest(waiting, now),
            ladder={h.id: state for h, state in await uow.ladders.standing() if state and h.id in shown},
            alarms=await _alarms(uow, waiting),
            absent=tuple(absent),
            missed=tuple(await uow.handoffs.missed(None if everywhere else staff.organisations, midnight)),
            overdue=tuple(h for h in waiting if h.kind is HandoffKind.CALLBACK and h.due_at and h.due_at < now),
        )


async def _alarms(uow: UnitOfWork, waiting: Sequence[Handoff]) -> dict[str, tuple[Alarm, ...]]:
    return {h.id: tuple(await uow.ladders.alarms(h.id)) for h in waiting if h.dangerous}


def _longest(waiting: Sequence[Handoff], now: datetime) -> int | None:
    spans = [now - handoff.requested_at for handoff in waiting if handoff.live]
    return int(max(spans, default=timedelta()).total_seconds()) if spans else None
