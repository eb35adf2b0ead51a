"""What somebody's own roster says now: until when he is on duty, or that his shift has ended while he holds talks."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.staff import Action, StaffMember
from bot.service.duty_ports import NO_PROFILE
from bot.service.front_desk import Office


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """`rostered`: he has shifts at all. `until`: the end of the one that runs. `ended`: his last one ended then.

    A shift that ends during a talk takes nothing away: the talk stays with him, he is told, and may hand it on.
    """

    rostered: bool = False
    until: datetime | None = None
    ended: datetime | None = None
    next_at: datetime | None = None
    held: int = 0
    capacity: int | None = None


async def own_duty(office: Office, staff: StaffMember) -> OwnDuty:
    """Return it; for a role that holds no talks it is empty."""
    if not staff.may(Action.HOLD_TALK):
        return OwnDuty()
    now = office.now()
    async with office.unit_of_work(reading=True) as uow:
        roster = await uow.duty.roster(staff_ids=[staff.id])
        held = (await uow.handoffs.held_counts([staff.id])).get(staff.id, 0)
        profile = (await uow.duty.profiles([staff.id])).get(staff.id, NO_PROFILE)
    running = [slot for slot in roster.at(now) if slot.staff_id == staff.id]
    ended = roster.ended_today(staff.id, now)
    coming = None if running else roster.next_duty({shift.organisation_id for shift in roster.shifts}, now)
    return OwnDuty(
        rostered=bool(roster.shifts),
        until=max((slot.ends for slot in running), default=None),
        ended=None if ended is None else ended.ends,
        next_at=None if coming is None else coming.starts,
        held=held,
        capacity=profile.capacity,
    )
