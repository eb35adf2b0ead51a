"""Folders in which staff collect cases, for a dispute file, for a talk, or for no one thing."""

from uuid import uuid4

from bot.domain.case_draft import CaseFolder
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, NotFound
from bot.service.accepted_text import accepted_text, required_text
from bot.service.front_desk import FrontDesk
from bot.service.list_files import scope_of
from bot.service.staff_rights import require, require_sight_of_dispute, require_sight_of_handoff

_LONGEST_NAME = 100
_LONGEST_NOTE = 500


async def make_folder(
    desk: FrontDesk,
    staff: StaffMember,
    name: str,
    *,
    dispute_id: str | None = None,
    handoff_id: str | None = None,
) -> CaseFolder:
    """Make a folder of the person's organisation, or of the one of the file or talk it is for.

    Raises:
        BadInput: No name, or too long a one.
        NotFound: The dispute or talk is not the person's to know.
        NotAllowed: The role does not use the library.
    """
    require(staff, Action.USE_TOOLS)
    name = required_text(name, "案例夹的名称")
    if len(name) > _LONGEST_NAME:
        raise BadInput("案例夹的名称太长了。")
    async with desk.unit_of_work() as uow:
        owner = staff.organisation_id
        if handoff_id is not None:
            handoff = await uow.handoffs.show(handoff_id)
            require_sight_of_handoff(staff, handoff)
            owner = handoff.organisation_id
        if dispute_id is not None:
            dispute = await uow.disputes.show(dispute_id)
            require_sight_of_dispute(staff, dispute)
            owner = dispute.application.organisation_id
        folder = CaseFolder(
            id=uuid4().hex,
            name=name,
            # colleagues look for it where the file is; who works elsewhere and was only called in keeps it himself
            organisation_id=owner if owner in staff.organisations else staff.organisation_id,
            made_at=desk.now(),
            dispute_id=dispute_id,
            handoff_id=handoff_id,
        )
        await uow.case_folders.add(folder, staff.id)
        return folder


async def list_folders(desk: FrontDesk, staff: StaffMember) -> tuple[CaseFolder, ...]:
    """Return the folders of all organisations that the person works for (of any for the district), newest first.

    Raises:
        NotAllowed: The role does not use the library.
    """
    require(staff, Action.USE_TOOLS)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.case_folders.of_organisations(scope_of(staff, None)))


async def read_folder(desk: FrontDesk, staff: StaffMember, folder_id: str) -> CaseFolder:
    """Read a folder.

    Raises:
        NotFound: It is another organisation's, or was removed.
        NotAllowed: The role does not use the library.
    """
    require(staff, Action.USE_TOOLS)
    async with desk.unit_of_work(reading=True) as uow:
        return _own(staff, await uow.case_folders.show(folder_id))


async def put_in_folder(desk: FrontDesk, staff: StaffMember, folder_id: str, case_id: str, note: str = "") -> None:
    """Put a case in; one that is in gets the new note. The caller has looked the case up.

    Raises:
        NotFound, NotAllowed: See `read_folder`.
    """
    require(staff, Action.USE_TOOLS)
    async with desk.unit_of_work() as uow:
        _own(staff, await uow.case_folders.show(folder_id))
        note = accepted_text(note).strip()[:_LONGEST_NOTE]
        await uow.case_folders.put(folder_id, case_id, note, staff.id, desk.now())


async def take_out_of_folder(desk: FrontDesk, staff: StaffMember, folder_id: str, case_id: str) -> None:
    """Take a case out.

    Raises:
        NotFound, NotAllowed: See `read_folder`.
    """
    require(staff, Action.USE_TOOLS)
    async with desk.unit_of_work() as uow:
        _own(staff, await uow.case_folders.show(folder_id))
        await uow.case_folders.take_out(folder_id, case_id)


async def remove_folder(desk: FrontDesk, staff: StaffMember, folder_id: str) -> None:
    """Remove a folder; the cases stay where they are.

    Raises:
        NotFound, NotAllowed: See `read_folder`.
    """
    require(staff, Action.USE_TOOLS)
    async with desk.unit_of_work() as uow:
        _own(staff, await uow.case_folders.show(folder_id))
        await uow.case_folders.remove(folder_id, desk.now())


def _own(staff: StaffMember, folder: CaseFolder) -> CaseFolder:
    if folder.organisation_id not in staff.organisations and not staff.may(Action.SEE_ALL_ORGANISATIONS):
        raise NotFound("没有这个案例夹。")
    return folder
