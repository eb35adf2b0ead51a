"""Messages between rows and values, and the ledger of what was received."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.attachments import Attachment, StoredAttachment
from bot.domain.messages import Author, CitizenAddress, Delivery, StoredMessage
from bot.errors import StaleConversation
from bot.service.conversation_ports import Notice, OpenTalk, SavedTurn
from bot.storage.attachment_records import SqlAttachments
from bot.storage.conversation_tables import ConversationRow, DeliveryRow, MessageRow, ReceivedRow
from bot.storage.hashing import received_key
from knowledge.identifiers import ArticleRef


class SqlMessages:
    """See `bot.service.conversation_ports.MessageRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._attachments = SqlAttachments(session)

    async def received(self, channel: str, account: str, external_id: str) -> SavedTurn | None:
        """Return the turn of a message received before."""
        key = received_key(channel, account, external_id)
        message_id = await self._session.scalar(select(ReceivedRow.message_id).where(ReceivedRow.key == key))
        if message_id is None:
            return None
        (message,) = await self._read(_MESSAGES.where(MessageRow.id == message_id))
        replies = await self._read(_MESSAGES.where(MessageRow.answers == message_id).order_by(MessageRow.id))
        return SavedTurn(message, tuple(replies))

    async def remember(self, channel: str, account: str, message: StoredMessage) -> None:
        """Note the message for ever."""
        key = received_key(channel, account, message.external_id)
        self._session.add(ReceivedRow(key=key, message_id=message.id))
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise StaleConversation("这条消息刚刚收到过。") from problem

    async def add_citizen_message(
        self,
        conversation_id: str,
        text: str,
        external_id: str,
        at: datetime,
        *,
        kind: str = "message",
        attachments: Sequence[Attachment] = (),
    ) -> StoredMessage:
        """Save what the citizen said, with its files."""
        row = MessageRow(
            conversation_id=conversation_id,
            author=Author.CITIZEN.value,
            author_name="",
            staff_id=None,
            text=text,
            at=at,
            choices=[],
            cites=[],
            kind=kind,
            private=False,
            external_id=external_id,
            rule="",
            answers=None,
        )
        self._session.add(row)
        await self._session.flush()
        return message_of(row, None, await self._attachments.add(row.id, attachments))

    async def add(self, talk: OpenTalk, notice: Notice, at: datetime) -> StoredMessage:
        """Save what the house says, and put it into the outbox."""
        row = MessageRow(
            conversation_id=talk.conversation.id,
            author=notice.author,
            author_name=notice.author_name,
            staff_id=notice.staff_id,
            text=notice.reply.text,
            at=at,
            choices=list(notice.reply.choices),
            cites=[{"law": ref.law, "label": ref.label} for ref in notice.reply.cites],
            kind=notice.reply.kind,
            private=notice.private,
            external_id=notice.external_id,
            rule=notice.rule,
            answers=notice.answers,
        )
        self._session.add(row)
        await self._session.flush()
        files = await self._attachments.add(row.id, notice.attachments)
        if notice.private:
            return message_of(row, None, files)
        delivery = DeliveryRow(
            message_id=row.id,
            channel=talk.address.channel,
            account=talk.address.account,
            state=Delivery.SAVED.value,
            attempts=0,
            due_at=at,
            begun_at=None,
            repeated=False,
            waits_for_citizen=False,
            detail="",
            changed_at=at,
        )
        self._session.add(delivery)
        await self._session.flush()
        return message_of(row, delivery, files)

    async def of_conversation(
        self, conversation_id: str, *, after_id: int = 0, private: bool = False
    ) -> Sequence[StoredMessage]:
        """Return messages in order; private notes only where asked for."""
        query = _MESSAGES.where(MessageRow.conversation_id == conversation_id, MessageRow.id > after_id)
        if not private:
            query = query.where(MessageRow.private.is_(False))
        return await self._read(query.order_by(MessageRow.id))

    async def of_address(
        self, address: CitizenAddress, *, after_id: int = 0, limit: int = 1000
    ) -> Sequence[StoredMessage]:
        """Return what a citizen may see of all his conversations, in order."""
        query = (
            _MESSAGES.join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
            .where(
                ConversationRow.channel == address.channel,
                ConversationRow.account == address.account,
                MessageRow.id > after_id,
                MessageRow.private.is_(False),
            )
            .order_by(MessageRow.id.desc())
        )
        # a screen that resumes gets all it has missed; only one that begins is spared a very long past
        return list(reversed(await self._read(query if after_id else query.limit(limit))))

    async def erase(self, conversation_id: str) -> int:
        """Empty all texts of a conversation, drop its files and its outbox."""
        ids = select(MessageRow.id).where(MessageRow.conversation_id == conversation_id)
        count = await self._session.scalar(select(func.count()).select_from(ids.subquery()))
        await self._session.execute(
            delete(DeliveryRow).where(DeliveryRow.message_id.in_(ids)).execution_options(synchronize_session=False)
        )
        await self._attachments.erase(conversation_id)
        await self._session.execute(
            update(MessageRow)
            .where(MessageRow.conversation_id == conversation_id)
            .values(text="", author_name="", choices=[], cites=[], kind="erased", external_id="")
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()
        return count or 0

    async def _read(self, query: Select[MessageRow, DeliveryRow]) -> list[StoredMessage]:
        found = [(message, delivery) for message, delivery in await self._session.execute(query)]
        files = await self._attachments.of_messages([message.id for message, _ in found if message.author in _SENDERS])
        return [message_of(message, delivery, files.get(message.id, ())) for message, delivery in found]


_SENDERS = (Author.CITIZEN.value, Author.STAFF.value, Author.OTHER_PARTY.value)
"""Who may send files."""
_MESSAGES = select(MessageRow, DeliveryRow).outerjoin(DeliveryRow, DeliveryRow.message_id == MessageRow.id)


def message_of(
    row: MessageRow, delivery: DeliveryRow | None, attachments: tuple[StoredAttachment, ...] = ()
) -> StoredMessage:
    """Turn a row and its delivery into a message. What was said to us, or privately, counts as shown."""
    return StoredMessage(
        id=row.id,
        conversation_id=row.conversation_id,
        author=Author(row.author),
        author_name=row.author_name,
        text=row.text,
        at=row.at,
        choices=tuple(row.choices),
        cites=tuple(ArticleRef(entry["law"], entry["label"]) for entry in row.cites),
        kind=row.kind,
        private=row.private,
        external_id=row.external_id,
        delivery=Delivery.SHOWN if delivery is None else Delivery(delivery.state),
        repeated=delivery is not None and delivery.repeated,
        rule=row.rule,
        attachments=attachments,
    )
