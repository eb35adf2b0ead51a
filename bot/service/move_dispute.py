"""Moving a file on, in words that the citizen reads."""

from bot.domain.dispute import Dispute, DisputeState
from bot.domain.staff import StaffMember
from bot.errors import Conflict
from bot.service.accepted_text import required_text
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_sight_of_dispute


async def move_dispute(
    desk: FrontDesk, staff: StaffMember, dispute_id: str, state: DisputeState, words: str
) -> Dispute:
    """Move a file on; `words` is what the citizen reads of it.

    Raises:
        BadInput: No words.
        NotFound: It is not the person's to know.
        NotAllowed: The role works with no files.
        Conflict: The move is illegal now.
    """
    words = required_text(words, "给当事人看的说明")
    async with desk.unit_of_work() as uow:
        dispute = await uow.disputes.show(dispute_id)
        require_sight_of_dispute(staff, dispute)
        if not dispute.may_become(state):
            raise Conflict("这件纠纷现在不能改成这个状态。")
        moved = await uow.disputes.progress(dispute_id, state, words, desk.now(), staff.id)
        if dispute.conversation_id is not None:
            uow.announce(f"talk:{dispute.conversation_id}")
        uow.announce(f"queue:{dispute.application.organisation_id}")
        return moved
