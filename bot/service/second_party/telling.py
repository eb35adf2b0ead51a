"""Saying something to one side or to both, and keeping what happened."""

from dataclasses import replace
from datetime import datetime

from bot.domain.mediation import JOINT, JointRoom, Mediation, MediationEvent, MediationMove, MediationState, Side
from bot.domain.messages import Reply
from bot.errors import Conflict
from bot.service import notices
from bot.service.conversation_ports import OpenTalk
from bot.service.ports import UnitOfWork
from bot.service.topics import wake_talk


async def tell_side(uow: UnitOfWork, mediation: Mediation, side: Side, said: Reply, at: datetime) -> None:
    """Tell one side something in his private room; nothing happens where he has no talk, or it is closed."""
    talk = await _talk_of(uow, mediation, side)
    if talk is not None and talk.open:
        await notices.tell(uow, talk, said, at, "second_party")
        wake_talk(uow, talk)


async def tell_both(uow: UnitOfWork, mediation: Mediation, said: Reply, at: datetime) -> None:
    """Put a notice of the house into the joint room."""
    for side in Side:
        await tell_side(uow, mediation, side, replace(said, kind=JOINT), at)


async def step(
    uow: UnitOfWork, mediation: Mediation, state: MediationState, event: MediationEvent, **changes: object
) -> Mediation:
    """Move the mediation and keep the event; what ends closes the joint room and the invitation.

    Raises:
        Conflict: The step is not allowed now.
    """
    if not mediation.may_become(state):
        raise Conflict("现在不能这样操作。", hint="请刷新页面看看最新状态。")
    moved = replace(mediation, state=state, **changes)  # type: ignore[arg-type]
    if not moved.open:
        moved = replace(moved, joint=JointRoom.CLOSED, ended_at=event.at)
        await uow.mediations.revoke(moved.id, event.at)
    await uow.mediations.note(moved.id, event)
    return await uow.mediations.save(moved)


async def set_joint(uow: UnitOfWork, mediation: Mediation, joint: JointRoom, event: MediationEvent) -> Mediation:
    """Open, close or suspend the joint room and keep the event."""
    await uow.mediations.note(mediation.id, event)
    return await uow.mediations.save(replace(mediation, joint=joint))


async def wake_staff(uow: UnitOfWork, mediation: Mediation) -> None:
    """Wake whoever holds the two talks."""
    for handoff_id in (mediation.handoff_id, mediation.respondent_handoff_id):
        if handoff_id is None:
            continue
        handoff = await uow.handoffs.show(handoff_id)
        uow.announce(f"queue:{handoff.organisation_id}")
        if handoff.claimed_by is not None:
            uow.announce(f"staff:{handoff.claimed_by}")


def by_staff(at: datetime, move: MediationMove, staff_id: str, note: str = "") -> MediationEvent:
    """An event that a member of staff caused."""
    return MediationEvent(at, move, "staff", staff_id, note)


async def _talk_of(uow: UnitOfWork, mediation: Mediation, side: Side) -> OpenTalk | None:
    conversation_id = mediation.conversation_id if side is Side.APPLICANT else mediation.respondent_conversation_id
    return None if conversation_id is None else await uow.conversations.lock(conversation_id)
