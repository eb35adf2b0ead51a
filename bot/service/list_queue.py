"""The waiting, in the order in which they are served."""

from dataclasses import dataclass, replace

from bot.domain.handoff import Handoff
from bot.domain.routing import Offer
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.offer_talks import offered_now
from bot.service.queue_place import waiting_in_order
from bot.service.staff_rights import require
from nlp.findings import Risk


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One line of the queue; `position` counts from 1."""

    handoff: Handoff
    position: int
    waiting_seconds: int
    category: str | None
    subtype: str | None
    risk: Risk
    organisation_name: str
    headline: str
    offer: Offer | None = None
    """To whom it is offered now, and why; None for what is no live talk."""


async def list_queue(desk: FrontDesk, staff: StaffMember) -> tuple[QueueEntry, ...]:
    """Return the waiting of the person's organisation, with the emergencies of all for those on alarm.

    Raises:
        NotAllowed: The role sees no queue.
    """
    require(staff, Action.SEE_QUEUE)
    async with desk.unit_of_work(reading=True) as uow:
        waiting = await waiting_in_order(
            uow,
            desk.settings,
            staff.organisations,
            emergencies=staff.may(Action.SEE_EMERGENCIES),
            everything=staff.may(Action.SEE_ALL_ORGANISATIONS),
        )
        everything = await waiting_in_order(uow, desk.settings, None, everything=True)
        offered = await offered_now(desk, uow, everything)
        entries = [_entry(desk, handoff, place) for place, handoff in enumerate(waiting, start=1)]
        return tuple(replace(entry, offer=offered.get(entry.handoff.id)) for entry in entries)


def _entry(desk: FrontDesk, handoff: Handoff, position: int) -> QueueEntry:
    return QueueEntry(
        handoff=handoff,
        position=position,
        waiting_seconds=max(0, int((desk.now() - handoff.requested_at).total_seconds())),
        category=handoff.brief.get("category"),
        subtype=handoff.brief.get("subtype"),
        risk=handoff.risk,
        organisation_name=desk.organisation_name(handoff.organisation_id),
        headline=str(handoff.brief.get("headline", "")),
    )
