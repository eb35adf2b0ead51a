"""The two talks of a mediation move together: one mediator has both, and nobody ends up with half of it."""

from datetime import datetime

from bot.domain.conversation import Holder
from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.mediation import MediationMove
from bot.errors import Conflict
from bot.service.carry_out_handoff import in_queue, with_staff
from bot.service.ports import UnitOfWork
from bot.service.second_party.end_mediation import ended
from bot.service.second_party.telling import by_staff
from bot.service.topics import wake_queue, wake_talk


async def claim_companion(uow: UnitOfWork, claimed: Handoff, now: datetime) -> None:
    """Whoever takes one talk of a mediation takes the other, where it waits too."""
    other = await _other(uow, claimed)
    if other is None or claimed.claimed_by is None or other.status is not HandoffStatus.WAITING:
        return
    talk = await uow.conversations.lock(other.conversation_id)
    taken = await uow.handoffs.claim(other.id, claimed.claimed_by, now)
    if taken is None:
        return
    await uow.handoffs.note(other.id, HandoffEvent(now, HandoffMove.CLAIMED, claimed.claimed_by))
    if talk.conversation.holder is Holder.STAFF_QUEUE and talk.handoff_id == other.id:
        talk = await uow.conversations.save(with_staff(talk, taken), now)
    wake_talk(uow, talk)
    await wake_queue(uow, taken.organisation_id, taken)


async def transfer_companion(
    uow: UnitOfWork, moved: Handoff, wanted_staff_id: str | None, staff_id: str, now: datetime
) -> None:
    """A talk that goes to a colleague takes the other talk of its mediation along."""
    other = await _other(uow, moved)
    if other is None or other.status is not HandoffStatus.CLAIMED:
        return
    talk = await uow.conversations.lock(other.conversation_id)
    queued = await uow.handoffs.requeue(other, other.organisation_id, wanted_staff_id)
    if queued is None:
        return
    await uow.handoffs.note(other.id, HandoffEvent(now, HandoffMove.TRANSFERRED, staff_id))
    if talk.handoff_id == other.id:
        talk = await uow.conversations.save(in_queue(talk, queued), now)
    wake_talk(uow, talk)
    await wake_queue(uow, queued.organisation_id, other, queued)


async def give_companion(uow: UnitOfWork, given: Handoff, staff_id: str, event: HandoffEvent) -> None:
    """A talk that passes from one holder to another takes the other talk of its mediation along."""
    other = await _other(uow, given)
    if other is None or other.status is not HandoffStatus.CLAIMED or other.claimed_by == staff_id:
        return
    talk = await uow.conversations.lock(other.conversation_id)
    queued = await uow.handoffs.requeue(other, other.organisation_id)
    taken = None if queued is None else await uow.handoffs.claim(queued.id, staff_id, event.at)
    if taken is None:
        return
    await uow.handoffs.note(other.id, event)
    wake_talk(uow, talk)
    await wake_queue(uow, taken.organisation_id, other, taken)


async def end_with_handoff(uow: UnitOfWork, closed: Handoff, staff_id: str, note: str) -> None:
    """A closed talk ends its mediation; the other party's talk stays with the mediator until it is closed too."""
    mediation = await uow.mediations.lock_of_conversation(closed.conversation_id)
    if mediation is not None and closed.id in {mediation.handoff_id, mediation.respondent_handoff_id}:
        await ended(
            uow, mediation, by_staff(closed.closed_at or closed.requested_at, MediationMove.ENDED, staff_id, note)
        )


async def require_no_mediation(uow: UnitOfWork, handoff: Handoff) -> None:
    """Check that no mediation of two parties is going on in this talk.

    Raises:
        Conflict: One is.
    """
    mediation = await uow.mediations.lock_of_conversation(handoff.conversation_id)
    if mediation is not None and handoff.id in {mediation.handoff_id, mediation.respondent_handoff_id}:
        raise Conflict("这个谈话正在邀请对方或者正在三方调解。", hint="请先结束三方调解，或者转给本单位的同事。")


async def _other(uow: UnitOfWork, handoff: Handoff) -> Handoff | None:
    mediation = await uow.mediations.lock_of_conversation(handoff.conversation_id)
    if mediation is None:
        return None
    other_id = mediation.other_handoff(handoff.id)
    return None if other_id is None else await uow.handoffs.show(other_id)
