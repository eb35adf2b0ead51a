"""The talks one holds."""

from bot.domain.handoff import Handoff
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require


async def list_my_talks(desk: FrontDesk, staff: StaffMember) -> tuple[Handoff, ...]:
    """Return what the person holds, oldest first.

    Raises:
        NotAllowed: The role holds no talks.
    """
    require(staff, Action.HOLD_TALK)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.handoffs.held_by(staff.id))
