"""The waiting, in the order in which they are served, and the talks one holds."""

from dataclasses import dataclass

from bot.domain.handoff import Handoff
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import require
from nlp.findings import Risk


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One line of the queue (`position` from 1), or of the talks one holds (`position` 0)."""

    handoff: Handoff
    position: int
    waiting_seconds: int
    category: str | None
    subtype: str | None
    risk: Risk
    organisation_name: str
    headline: str
    claimed_by_name: str | None = None
    last_from_citizen: bool = False
    """The citizen spoke last: somebody owes him an answer."""


async def list_queue(desk: FrontDesk, staff: StaffMember) -> tuple[QueueEntry, ...]:
    """Return the waiting of the person's organisation, with the emergencies of all for those on alarm.

    Raises:
        NotAllowed: The role sees no queue.
    """
    require(staff, Action.SEE_QUEUE)
    async with desk.unit_of_work(reading=True) as uow:
        waiting = await uow.handoffs.waiting(
            staff.organisation_id,
            emergencies=staff.may(Action.SEE_EMERGENCIES),
            everything=staff.may(Action.SEE_ALL_ORGANISATIONS),
        )
        return tuple([await _entry(desk, uow, handoff, place) for place, handoff in enumerate(waiting, start=1)])


async def list_my_talks(desk: FrontDesk, staff: StaffMember) -> tuple[QueueEntry, ...]:
    """Return what the person holds, oldest first.

    Raises:
        NotAllowed: The role holds no talks.
    """
    require(staff, Action.HOLD_TALK)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple([await _entry(desk, uow, handoff, 0) for handoff in await uow.handoffs.held_by(staff.id)])


async def _entry(desk: FrontDesk, uow: UnitOfWork, handoff: Handoff, position: int) -> QueueEntry:
    holder = None if handoff.claimed_by is None else await uow.staff.show(handoff.claimed_by)
    return QueueEntry(
        handoff=handoff,
        position=position,
        waiting_seconds=max(0, int((desk.now() - handoff.requested_at).total_seconds())),
        category=handoff.brief.get("category"),
        subtype=handoff.brief.get("subtype"),
        risk=handoff.risk,
        organisation_name=desk.organisation_name(handoff.organisation_id),
        headline=str(handoff.brief.get("headline", "")),
        claimed_by_name=None if holder is None else holder.name,
        last_from_citizen=await uow.messages.last_is_from_citizen(handoff.conversation_id),
    )
