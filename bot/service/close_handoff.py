"""A person ends the talk with an outcome; the citizen's next word begins a new one with the assistant."""

from dataclasses import replace

from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import CloseOutcome, Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.staff import StaffMember
from bot.errors import BadInput
from bot.service import notices
from bot.service.accepted_text import accepted_text
from bot.service.conversation_ports import OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of, moved, require_move
from bot.service.second_party.companions import end_with_handoff
from bot.service.staff_rights import may_supervise, require_hold
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again


async def close_handoff(
    desk: FrontDesk, staff: StaffMember, handoff_id: str, outcome: CloseOutcome | str, note: str = ""
) -> Handoff:
    """Close it and say goodbye; the note is for colleagues. Whoever supervises may close what nobody holds.

    Raises:
        BadInput: The outcome is unknown.
        NotFound: The handoff is not the person's to know.
        NotAllowed: Somebody else holds it, or nobody yet.
        HandoffClosed: It is over.
    """
    note = accepted_text(note).strip()
    try:
        outcome = CloseOutcome(outcome)
    except ValueError:
        known = "、".join(CloseOutcome)
        raise BadInput("没有这种结果。", hint=f"可以用：{known}。") from None

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            if handoff.status is not HandoffStatus.WAITING or not may_supervise(staff, handoff):
                require_hold(staff, handoff, or_supervise=True)
            require_move(handoff, HandoffStatus.CLOSED)
            now = desk.now()
            ended = moved(await uow.handoffs.end(handoff, HandoffStatus.CLOSED, now, outcome, note))
            details = {"outcome": outcome.value}
            await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.CLOSED, staff.id, note, details))
            for helper in await uow.consultations.end(handoff_id, now):
                uow.announce(f"staff:{helper.colleague_id}")
            await end_with_handoff(uow, ended, staff.id, note)
            if talk.handoff_id == handoff_id:
                await notices.tell(uow, talk, notices.closed(outcome), now, "closed")
                talk = await uow.conversations.save(_ended(talk), now)
            wake_talk(uow, talk)
            await wake_queue(uow, handoff.organisation_id, ended)
            return ended

    return await trying_again(attempt, desk.settings.tries_on_conflict)


def _ended(talk: OpenTalk) -> OpenTalk:
    conversation = replace(talk.conversation, holder=Holder.NOBODY, stage=Stage.CLOSED, awaiting=None)
    return replace(talk, conversation=conversation, handoff_id=None, open=False)
