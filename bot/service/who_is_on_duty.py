"""Who takes talks now: the console is open and not paused, and where a roster names hours, they run."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dialogue.decision import Mediator
from bot.domain.duty import Presence
from bot.domain.handoff import Handoff, HandoffKind
from bot.domain.roster import Roster
from bot.domain.staff import Role, StaffMember
from bot.service.duty_ports import NO_PROFILE, DutyProfile
from bot.service.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who takes talks at this moment, and for which organisations."""

    staff_id: str
    organisation_ids: frozenset[str]


async def on_duty_now(uow: UnitOfWork, lease: timedelta, now: datetime) -> tuple[OnDuty, ...]:
    """Return everybody who takes talks now.

    Without shifts of his own somebody counts while his console is open, for all his organisations. With shifts he
    counts while one runs, for its organisation: a console left open over lunch or overnight answers nobody.
    """
    here = [p for p in await uow.presence.heard_since(now - lease) if p.takes_talks(now, lease)]
    if not here:
        return ()
    ids = [presence.staff_id for presence in here]
    roster = await uow.duty.roster(staff_ids=ids)
    found = [OnDuty(p.staff_id, places_of(p, roster, now)) for p in here]
    return tuple(person for person in found if person.organisation_ids)


def places_of(presence: Presence, roster: Roster, now: datetime) -> frozenset[str]:
    """Return the organisations for which a present person works at a moment."""
    if presence.staff_id not in roster.rostered:
        return presence.organisations
    return frozenset(slot.organisation_id for slot in roster.at(now) if slot.staff_id == presence.staff_id)


async def choosable_mediators(
    uow: UnitOfWork, lease: timedelta, handoff: Handoff, now: datetime
) -> tuple[Mediator, ...]:
    """Return the mediators on duty in a handoff's organisation whom the citizen may choose (人民调解法 19)."""
    if handoff.kind is not HandoffKind.MEDIATION_ROOM:
        return ()
    there = {p.staff_id for p in await on_duty_now(uow, lease, now) if handoff.organisation_id in p.organisation_ids}
    there -= set((await uow.ladders.passed_over([handoff.id])).get(handoff.id, {}))
    people = [person for person in await uow.staff.everybody() if person.id in there and person.role is Role.MEDIATOR]
    return tuple(Mediator(person.id, person.name) for person in people)


async def profiles_of(uow: UnitOfWork, people: Collection[StaffMember]) -> dict[str, DutyProfile]:
    """Return the profile of each of these people, the empty one where there is none."""
    known = await uow.duty.profiles([person.id for person in people])
    return {person.id: known.get(person.id, NO_PROFILE) for person in people}
