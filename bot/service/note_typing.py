"""Somebody is writing: remembered for a few seconds, told to the other side."""

from bot.domain.messages import CitizenAddress
from bot.domain.staff import StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_hold


async def note_typing(desk: FrontDesk, address: CitizenAddress) -> None:
    """The citizen is writing; without an open talk nothing happens.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work() as uow:
        talk = await uow.conversations.open_one(address)
        if talk is None:
            return
        until = desk.now() + desk.settings.typing_lease
        await uow.conversations.note_typing(talk.conversation.id, by_staff=False, until=until)
        uow.announce(f"talk:{talk.conversation.id}")


async def note_staff_typing(desk: FrontDesk, staff: StaffMember, handoff_id: str) -> None:
    """The holder of a talk is writing.

    Raises:
        NotFound: The handoff is not his to know.
        NotAllowed: He does not hold it.
    """
    async with desk.unit_of_work() as uow:
        handoff = await uow.handoffs.show(handoff_id)
        require_hold(staff, handoff)
        until = desk.now() + desk.settings.typing_lease
        await uow.conversations.note_typing(handoff.conversation_id, by_staff=True, until=until)
        uow.announce(f"talk:{handoff.conversation_id}")
