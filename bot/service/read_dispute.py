"""One file as staff see it; the look is recorded."""

from bot.domain.dispute import Dispute
from bot.domain.staff import StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_sight_of_dispute


async def read_dispute(desk: FrontDesk, staff: StaffMember, dispute_id: str) -> Dispute:
    """Read a file; the look is recorded.

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work() as uow:
        dispute = await uow.disputes.show(dispute_id)
        require_sight_of_dispute(staff, dispute)
        await uow.oversight.note_look(staff.id, "dispute", dispute_id, desk.now())
        return dispute
