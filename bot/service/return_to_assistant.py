"""A person has said what was to be said, and the assistant goes on with the citizen."""

from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.staff import StaffMember
from bot.service import notices
from bot.service.accepted_text import accepted_text
from bot.service.carry_out_handoff import with_assistant
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of, moved, require_move
from bot.service.second_party.companions import require_no_mediation
from bot.service.staff_rights import require_hold
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again


async def return_to_assistant(desk: FrontDesk, staff: StaffMember, handoff_id: str, note: str = "") -> Handoff:
    """Hand the talk back and tell the citizen; the note is for colleagues.

    Raises:
        NotFound: The handoff is not the person's to know.
        NotAllowed: Somebody else holds it.
        HandoffClosed: It is over.
        Conflict: Nobody holds it.
    """
    note = accepted_text(note).strip()

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_hold(staff, handoff, or_supervise=True)
            require_move(handoff, HandoffStatus.RETURNED)
            await require_no_mediation(uow, handoff)
            now = desk.now()
            ended = moved(await uow.handoffs.end(handoff, HandoffStatus.RETURNED, now, note=note))
            await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.RETURNED, staff.id, note))
            for helper in await uow.consultations.end(handoff_id, now):
                uow.announce(f"staff:{helper.colleague_id}")
            if talk.handoff_id == handoff_id:
                talk = await uow.conversations.save(with_assistant(talk), now)
                await notices.tell(uow, talk, notices.returned(), now, "returned")
            wake_talk(uow, talk)
            await wake_queue(uow, handoff.organisation_id, ended)
            return ended

    return await trying_again(attempt, desk.settings.tries_on_conflict)
