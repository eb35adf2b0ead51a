"""Files that wait between their preview and their import: in the database, one person's own, for two hours.

The next request of the same person may reach another process, perhaps on another machine, so a folder would not do.
A file comes and goes in parts of its own transactions: a citizen's message need not wait for sixty megabytes.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

from bot.domain.staff import Action, StaffMember
from bot.errors import FileTooLarge, NotFound
from bot.service.access_secrets import new_secret
from bot.service.case_ports import KeptUpload
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require

LARGEST_FILE = 64 * 1024 * 1024
"""Octets; larger collections go in by the command."""
PART = 1024 * 1024
KEPT = timedelta(hours=2)
MOST_WAITING = 4
"""Files of one person; the oldest makes room."""
_LONGEST_NAME = 120


async def keep_upload(desk: FrontDesk, staff: StaffMember, name: str, parts: AsyncIterator[bytes]) -> KeptUpload:
    """Keep a file that comes in parts; all of it or nothing.

    Args:
        desk: The office.
        staff: Whose file it is.
        name: What it is called, with its ending.
        parts: Its content, in parts of about `PART` octets.

    Raises:
        FileTooLarge: The rest was not read.
        NotAllowed: The role imports nothing.
        NotFound: It was forgotten before it was whole.
    """
    require(staff, Action.IMPORT_CASES)
    token = new_secret()
    await _make_room(desk, staff)
    async with desk.unit_of_work() as uow:
        await uow.case_uploads.begin(token, staff.id, name[-_LONGEST_NAME:], desk.now())
    try:
        count = await _take(desk, token, parts)
        async with desk.unit_of_work() as uow:
            whole = await uow.case_uploads.finish(token, count)
    except BaseException:
        await _forget(desk, token)
        raise
    if not whole:
        raise _gone()
    return await find_upload(desk, staff, token)


async def find_upload(desk: FrontDesk, staff: StaffMember, token: str) -> KeptUpload:
    """Find a person's own file again.

    Raises:
        NotAllowed: The role imports nothing.
        NotFound: There is none of his under this token, or no longer.
    """
    require(staff, Action.IMPORT_CASES)
    async with desk.unit_of_work(reading=True) as uow:
        found = await uow.case_uploads.find(token, staff.id, desk.now() - KEPT)
    if found is None:
        raise _gone()
    return found


async def read_upload(desk: FrontDesk, staff: StaffMember, upload: KeptUpload) -> AsyncIterator[bytes]:
    """Give the content of a person's own file, part by part.

    Raises:
        NotAllowed: The role imports nothing.
        NotFound: It was forgotten meanwhile.
    """
    await find_upload(desk, staff, upload.token)
    for number in range(upload.parts):
        async with desk.unit_of_work(reading=True) as uow:
            content = await uow.case_uploads.part(upload.token, number)
        if content is None:
            raise _gone()
        yield content


async def forget_upload(desk: FrontDesk, staff: StaffMember, upload: KeptUpload) -> None:
    """Delete a person's own file.

    Raises:
        NotAllowed: The role imports nothing.
        NotFound: It is gone already.
    """
    await find_upload(desk, staff, upload.token)
    await _forget(desk, upload.token)


async def forget_old_uploads(desk: FrontDesk) -> None:
    """Delete what has waited too long. Run it now and then."""
    async with desk.unit_of_work(reading=True) as uow:
        old = await uow.case_uploads.received_before(desk.now() - KEPT)
    for token in old:
        await _forget(desk, token)


async def _take(desk: FrontDesk, token: str, parts: AsyncIterator[bytes]) -> int:
    number = size = 0
    async for content in parts:
        size += len(content)
        if size > LARGEST_FILE:
            raise FileTooLarge(f"文件太大了，最多 {LARGEST_FILE // 1024 // 1024} MB。")
        async with desk.unit_of_work() as uow:
            await uow.case_uploads.add_part(token, number, content)
        number += 1
    if not number:  # an empty file: its reader says so
        async with desk.unit_of_work() as uow:
            await uow.case_uploads.add_part(token, 0, b"")
    return max(number, 1)


async def _make_room(desk: FrontDesk, staff: StaffMember) -> None:
    async with desk.unit_of_work(reading=True) as uow:
        waiting = await uow.case_uploads.of_person(staff.id)
    for token in waiting[MOST_WAITING - 1 :]:
        await _forget(desk, token)


async def _forget(desk: FrontDesk, token: str) -> None:
    async with desk.unit_of_work() as uow:
        await uow.case_uploads.forget(token)


def _gone() -> NotFound:
    return NotFound("这个文件已经不在了。", hint="请重新上传。")
