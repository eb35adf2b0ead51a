"""Attaching something to a file: a paper, a photo, a voice note, a place."""

import secrets
from dataclasses import replace

from bot.domain.attachments import Attachment
from bot.domain.dispute_file import DisputeFile, FileEvent, FileItem
from bot.domain.docket_steps import docket
from bot.domain.staff import StaffMember
from bot.errors import BadInput, Conflict
from bot.service.accepted_text import accepted_text
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_sight_of_dispute
from bot.service.trying_again import trying_again

KINDS = ("paper", "photo", "voice", "place")
MOST_ITEMS = 200
"""Things one file may hold."""
_LONGEST_NOTE = 500


async def attach_to_file(
    desk: FrontDesk, staff: StaffMember, dispute_id: str, attachment: Attachment, *, kind: str, note: str = ""
) -> FileItem:
    """Attach something; its event says who and when.

    Raises:
        BadInput: An unknown kind, a note too long, or too many things.
        Conflict: The file is archived.
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    if kind not in KINDS:
        raise BadInput("请选择附件的种类。")
    note = accepted_text(note).strip()
    if len(note) > _LONGEST_NOTE:
        raise BadInput(f"说明太长了，最多 {_LONGEST_NOTE} 个字。")

    async def attempt() -> FileItem:
        async with desk.unit_of_work() as uow:
            file = await uow.files.show(dispute_id, lock=True)
            require_sight_of_dispute(staff, file.dispute)
            if file.dispute.state not in docket().steps["note"].sources:
                state = docket().states[file.dispute.state].name
                raise Conflict(docket().moves["wrong_state_none"].format(state=state))
            if len(file.items) >= MOST_ITEMS:
                raise BadInput(f"一件案卷最多附 {MOST_ITEMS} 个文件。")
            now = desk.now()
            item = FileItem(
                id=secrets.token_hex(16),
                name=attachment.name,
                media_type=attachment.media_type,
                size=len(attachment.content),
                kind=kind,
                note=note,
                at=now,
                staff_id=staff.id,
                staff_name=staff.name,
            )
            await uow.files.attach(dispute_id, attachment, item)
            await uow.files.save(file, _with_item(file, item))
            return item

    return await trying_again(attempt, desk.settings.tries_on_conflict)


def _with_item(file: DisputeFile, item: FileItem) -> DisputeFile:
    dispute = file.dispute
    event = FileEvent(
        at=item.at,
        day=item.at.date(),
        step="attach",
        state=dispute.state,
        from_state=dispute.state,
        note=item.note,
        details={"item": item.id, "kind": item.kind, "name": item.name},
        staff_id=item.staff_id,
        staff_name=item.staff_name,
    )
    moved = replace(dispute, version=dispute.version + 1)
    return replace(file, dispute=moved, items=(*file.items, item), events=(*file.events, event))
