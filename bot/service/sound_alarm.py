"""Danger: the district's duty officers are called at once, in the same transaction; repeats widen the circle."""

from datetime import datetime

from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove
from bot.domain.staff import Action, StaffMember
from bot.service.ports import UnitOfWork
from bot.service.topics import EMERGENCY

_EVERYBODY_FROM = 2
"""From the second alarm on everybody who may see emergencies is called, on duty or not."""


async def sound_alarm(uow: UnitOfWork, handoff: Handoff, now: datetime) -> tuple[str, ...]:
    """Call whoever must come, note each call, and wake their screens; return their ids.

    First those who may see emergencies and are on duty by the roster, or whose console is open for the handoff's
    organisation or the whole district; where there is nobody, and at every repeat, all of them.
    """
    earlier = await uow.ladders.alarms(handoff.id)
    people = [p for p in await uow.staff.everybody() if p.may_at(Action.SEE_EMERGENCIES, handoff.organisation_id)]
    times = max((alarm.times for alarm in earlier), default=0) + 1
    called = people if times >= _EVERYBODY_FROM else await _on_duty(uow, people, now)
    answered = {alarm.staff_id for alarm in earlier if alarm.seen_at is not None}
    ids = tuple(person.id for person in called if person.id not in answered)
    for staff_id in ids:
        await uow.ladders.raise_alarm(handoff.id, staff_id, now)
        uow.announce(f"staff:{staff_id}")
    uow.announce(EMERGENCY, f"queue:{handoff.organisation_id}")
    details = {"called": list(ids), "times": times}
    await uow.handoffs.note(handoff.id, HandoffEvent(now, HandoffMove.ALARMED, details=details))
    return ids


async def _on_duty(uow: UnitOfWork, people: list[StaffMember], now: datetime) -> list[StaffMember]:
    roster = await uow.duty.roster(staff_ids=[person.id for person in people])
    on_shift = {slot.staff_id for slot in roster.at(now)}
    return [person for person in people if person.id in on_shift] or people
