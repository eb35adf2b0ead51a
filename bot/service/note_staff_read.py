"""A member of staff has had messages of a talk on his screen: the citizen sees that they were read."""

from bot.domain.staff import StaffMember
from bot.service.ask_colleague import is_invited
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_sight_of_handoff


async def note_staff_read(desk: FrontDesk, staff: StaffMember, handoff_id: str, up_to_id: int) -> bool:
    """Remember it where the person holds the talk or is wanted in it; whether it was news.

    A supervisor who looks in leaves no mark: the citizen would take it for the answer being near.

    Raises:
        NotFound: The handoff is not the person's to know.
    """
    async with desk.unit_of_work() as uow:
        handoff = await uow.handoffs.show(handoff_id)
        require_sight_of_handoff(staff, handoff)
        if handoff.claimed_by != staff.id and not await is_invited(uow, handoff, staff.id):
            return False
        news = await uow.readings.note_read(handoff.conversation_id, staff.id, up_to_id, desk.now())
        if news:
            uow.announce(f"talk:{handoff.conversation_id}")
        return news
