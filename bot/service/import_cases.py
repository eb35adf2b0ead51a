"""Taking a file of cases in: a preview that changes nothing, then all good rows at once and a report."""

import asyncio
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.domain.case_draft import IMPORTS, CaseEvent, CaseMove
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require
from bot.service.topics import CASES
from case_library.errors import CaseLibraryError, CaseStoreAwayError
from case_library.importers.import_file import import_file, preview_file
from case_library.importers.import_report import ImportReport, Preview
from case_library.library import CaseLibrary
from case_library.wording import import_words


async def preview_import(
    staff: StaffMember,
    library: CaseLibrary,
    path: Path,
    columns: Mapping[str, str] | None,
    source: str,
    *,
    today: date,
    name: str = "",
) -> Preview:
    """Show how a file would be read.

    Raises:
        BadInput: The file cannot be read, or a chosen column does not exist.
        NotAllowed: The role imports nothing.
    """
    require(staff, Action.IMPORT_CASES)
    try:
        return await asyncio.to_thread(
            preview_file, path, columns=columns, source=source, read=library.rows, today=today
        )
    except CaseLibraryError as error:
        raise BadInput(f"{error}。".replace(str(path), name or path.name)) from None


async def import_cases(
    desk: FrontDesk,
    staff: StaffMember,
    library: CaseLibrary,
    path: Path,
    columns: Mapping[str, str] | None,
    *,
    name: str,
    source: str,
) -> ImportReport:
    """Take a file in; every process finds the new cases, and the event tells who did it.

    Raises:
        BadInput: The file cannot be read, or a chosen column does not exist; nothing was taken in.
        NotAllowed: The role imports nothing.
    """
    require(staff, Action.IMPORT_CASES)
    try:
        report = await asyncio.to_thread(
            import_file, path, library, columns=columns, source=source, read=library.rows, today=desk.today()
        )
    except CaseStoreAwayError:
        raise
    except CaseLibraryError as error:
        raise BadInput(f"{error}。".replace(str(path), name)) from None
    note = import_words(
        "event",
        name=name,
        rows=report.rows,
        added=report.added,
        updated=report.updated,
        unchanged=report.unchanged,
        problems=len(report.problems),
    )
    async with desk.unit_of_work() as uow:
        await uow.case_drafts.note(CaseEvent(IMPORTS, desk.now(), CaseMove.IMPORTED, staff.id, note=note))
        uow.announce(CASES)
    return report
