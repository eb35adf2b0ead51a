"""The files of one's organisation or one's own, found by number, name, story, state and kind."""

from dataclasses import replace

from bot.domain.dispute import Dispute
from bot.domain.staff import Action, StaffMember
from bot.service.file_ports import FileQuery
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require

_LONGEST = 100
EVERYTHING = FileQuery()


async def list_files(
    desk: FrontDesk, staff: StaffMember, query: FileQuery = EVERYTHING, *, mine: bool = False
) -> tuple[Dispute, ...]:
    """List files, newest first; of one's own organisation, or of any for the district.

    Args:
        desk: The front desk.
        staff: Who asks.
        query: Which; its organisation is heeded only for the district.
        mine: Only those the person mediates.

    Raises:
        NotAllowed: The role works with no files.
    """
    require(staff, Action.REGISTER)
    narrowed = replace(
        query,
        text=query.text[:_LONGEST],
        organisation_id=scope_of(staff, query.organisation_id),
        mediator_id=staff.id if mine else query.mediator_id,
    )
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.files.search(narrowed))


def scope_of(staff: StaffMember, wanted: str | None) -> str | None:
    """The organisation whose files a person sees; None for all."""
    return wanted if staff.may(Action.SEE_ALL_ORGANISATIONS) else staff.organisation_id
