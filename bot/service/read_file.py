"""One whole file as staff see it, and what hangs on it; the look is recorded."""

from bot.domain.attachments import Attachment
from bot.domain.dispute_file import DisputeFile
from bot.domain.staff import StaffMember
from bot.errors import NotFound
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_sight_of_dispute


async def read_file(desk: FrontDesk, staff: StaffMember, dispute_id: str) -> DisputeFile:
    """Read a file; the look is recorded.

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work() as uow:
        file = await uow.files.show(dispute_id)
        require_sight_of_dispute(staff, file.dispute)
        await uow.oversight.note_look(staff.id, "dispute", dispute_id, desk.now())
        return file


async def read_file_item(desk: FrontDesk, staff: StaffMember, dispute_id: str, item_id: str) -> Attachment:
    """Read something attached to a file; the look is recorded.

    Raises:
        NotFound: There is none, or the file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work() as uow:
        dispute = await uow.disputes.show(dispute_id)
        require_sight_of_dispute(staff, dispute)
        found = await uow.files.item(dispute_id, item_id)
        if found is None:
            raise NotFound("没有这个文件，可能已经删除。")
        await uow.oversight.note_look(staff.id, "dispute", dispute_id, desk.now())
        return found
