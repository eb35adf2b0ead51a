"""The files of one's organisation or one's own, found by number, name, story, state and kind."""

from collections.abc import Collection
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
    """List files, newest first; of the organisations one works for, or of any for the district.

    Args:
        desk: The front desk.
        staff: Who asks.
        query: Which; of its organisations those that are the person's to see.
        mine: Only those the person mediates.

    Raises:
        NotAllowed: The role works with no files.
    """
    require(staff, Action.REGISTER)
    narrowed = replace(
        query,
        text=query.text[:_LONGEST],
        organisation_ids=scope_of(staff, query.organisation_ids),
        mediator_id=staff.id if mine else query.mediator_id,
    )
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.files.search(narrowed))


def scope_of(staff: StaffMember, wanted: Collection[str] | None) -> Collection[str] | None:
    """The organisations whose files a person sees, of those he wants; None for all."""
    if staff.may(Action.SEE_ALL_ORGANISATIONS):
        return wanted
    return staff.organisations if wanted is None else staff.organisations & set(wanted)
