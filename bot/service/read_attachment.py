"""Looking at a file of a message: the citizen at those of his own talks, staff at those of talks they see."""

from bot.domain.attachments import Attachment
from bot.domain.messages import CitizenAddress
from bot.domain.staff import Action, StaffMember
from bot.errors import NotFound
from bot.service.conversation_ports import KeptAttachment
from bot.service.front_desk import Office
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import require, require_sight_of_handoff


async def read_own_attachment(desk: Office, address: CitizenAddress, attachment_id: str) -> Attachment:
    """Read a file of one of the citizen's own talks; never one that hangs on a note among staff.

    Raises:
        NotFound: There is none, it was erased, or it is not his to know.
    """
    async with desk.unit_of_work(reading=True) as uow:
        kept = await _kept(uow, attachment_id)
        talk = await uow.conversations.show(kept.conversation_id)
        if kept.private or talk.address != address:
            raise _missing()
        return kept.file


async def read_handoff_attachment(desk: Office, staff: StaffMember, handoff_id: str, attachment_id: str) -> Attachment:
    """Read a file of a talk that was handed over; the look is recorded.

    Raises:
        NotFound: There is none in this talk, or the handoff is not the person's to know.
        NotAllowed: The role sees no talks.
    """
    async with desk.unit_of_work() as uow:
        handoff = await uow.handoffs.show(handoff_id)
        require_sight_of_handoff(staff, handoff)
        require(staff, Action.SEE_QUEUE)
        kept = await _kept(uow, attachment_id)
        if kept.conversation_id != handoff.conversation_id:
            raise _missing()
        await uow.oversight.note_look(staff.id, "attachment", attachment_id, desk.now())
        return kept.file


async def read_for_delivery(desk: Office, attachment_id: str) -> Attachment | None:
    """Read a file that is about to be brought to the citizen; None where it was erased meanwhile.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        kept = await uow.attachments.content(attachment_id)
    return None if kept is None else kept.file


async def _kept(uow: UnitOfWork, attachment_id: str) -> KeptAttachment:
    kept = await uow.attachments.content(attachment_id)
    if kept is None:
        raise _missing()
    return kept


def _missing() -> NotFound:
    return NotFound("没有这个文件，可能已经删除。")
