"""Files of messages between rows and values."""

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.attachments import Attachment, StoredAttachment
from bot.service.conversation_ports import KeptAttachment
from bot.storage.conversation_tables import AttachmentRow, MessageRow

_AT_ONCE = 1000
"""Ids asked for in one statement; databases take only so many parameters."""


class SqlAttachments:
    """See `bot.service.conversation_ports.AttachmentRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, message_id: int, files: Sequence[Attachment]) -> tuple[StoredAttachment, ...]:
        """Save the files of a message, in their order."""
        rows = [
            AttachmentRow(
                id=secrets.token_hex(16),
                message_id=message_id,
                position=position,
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                content=file.content,
            )
            for position, file in enumerate(files)
        ]
        self._session.add_all(rows)
        if rows:
            await self._session.flush()
        return tuple(StoredAttachment(row.id, row.name, row.media_type, row.size) for row in rows)

    async def of_messages(self, message_ids: Sequence[int]) -> Mapping[int, tuple[StoredAttachment, ...]]:
        """Return the files of messages, without their content; messages without files are left out."""
        files: dict[int, tuple[StoredAttachment, ...]] = {}
        for start in range(0, len(message_ids), _AT_ONCE):
            found = await self._session.execute(
                select(
                    AttachmentRow.message_id,
                    AttachmentRow.id,
                    AttachmentRow.name,
                    AttachmentRow.media_type,
                    AttachmentRow.size,
                )
                .where(AttachmentRow.message_id.in_(message_ids[start : start + _AT_ONCE]))
                .order_by(AttachmentRow.message_id, AttachmentRow.position)
            )
            for message_id, file_id, name, media_type, size in found:
                files[message_id] = (
                    *files.get(message_id, ()),
                    StoredAttachment(file_id, name, media_type, size),
                )
        return files

    async def content(self, attachment_id: str) -> KeptAttachment | None:
        """Return a file with its content and where it belongs."""
        found = (
            await self._session.execute(
                select(AttachmentRow, MessageRow.conversation_id, MessageRow.private)
                .join(MessageRow, MessageRow.id == AttachmentRow.message_id)
                .where(AttachmentRow.id == attachment_id)
            )
        ).one_or_none()
        if found is None:
            return None
        row, conversation_id, private = found
        return KeptAttachment(Attachment(row.name, row.media_type, row.content), conversation_id, private)

    async def count(self, conversation_id: str) -> int:
        """Return how many files a conversation holds."""
        found = await self._session.scalar(
            select(func.count())
            .select_from(AttachmentRow)
            .join(MessageRow, MessageRow.id == AttachmentRow.message_id)
            .where(MessageRow.conversation_id == conversation_id)
        )
        return found or 0

    async def erase(self, conversation_id: str) -> None:
        """Delete all files of a conversation."""
        ids = select(MessageRow.id).where(MessageRow.conversation_id == conversation_id)
        await self._session.execute(
            delete(AttachmentRow).where(AttachmentRow.message_id.in_(ids)).execution_options(synchronize_session=False)
        )
