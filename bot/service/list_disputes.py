"""The files of one's organisation."""

from bot.domain.dispute import Dispute
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require


async def list_disputes(desk: FrontDesk, staff: StaffMember) -> tuple[Dispute, ...]:
    """Return the files of the person's organisation (of all for the district), newest first.

    Raises:
        NotAllowed: The role works with no files.
    """
    require(staff, Action.REGISTER)
    everywhere = staff.may(Action.SEE_ALL_ORGANISATIONS)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.disputes.of_organisation(None if everywhere else staff.organisation_id))
