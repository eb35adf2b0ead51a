"""Conversations between rows and values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.state_codec import from_json, to_json
from bot.domain.conversation import Conversation, Holder, Stage
from bot.domain.handoff import OPEN_STATUSES
from bot.domain.messages import CitizenAddress
from bot.errors import NotFound, StaleConversation
from bot.service.conversation_ports import ERASED_CHANNEL, OpenTalk
from bot.storage.conversation_tables import ConversationRow, TypingRow
from bot.storage.handoff_tables import HandoffRow
from bot.storage.upsert import insert_or_update


class SqlConversations:
    """See `bot.service.conversation_ports.ConversationRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open_one(self, address: CitizenAddress) -> OpenTalk | None:
        """Read the open conversation of an address without locking it."""
        return await self._one_open(address, lock=False)

    async def lock_open(self, address: CitizenAddress) -> OpenTalk | None:
        """Read the open conversation of an address and lock it."""
        return await self._one_open(address, lock=True)

    async def lock(self, conversation_id: str) -> OpenTalk:
        """Read one conversation and lock it."""
        return await self._one(conversation_id, lock=True)

    async def show(self, conversation_id: str) -> OpenTalk:
        """Read one conversation without locking it."""
        return await self._one(conversation_id, lock=False)

    async def start(self, address: CitizenAddress, at: datetime) -> OpenTalk:
        """Start a conversation."""
        conversation = Conversation(id=uuid4().hex)
        row = ConversationRow(
            id=conversation.id,
            channel=address.channel,
            account=address.account,
            open=True,
            holder=conversation.holder.value,
            handoff_id=None,
            version=0,
            state=to_json(conversation),
            started_at=at,
            changed_at=at,
            erased_at=None,
        )
        self._session.add(row)
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise StaleConversation("这个会话刚刚由另一条消息开始。") from problem
        return OpenTalk(conversation, address)

    async def save(self, talk: OpenTalk, at: datetime) -> OpenTalk:
        """Save the state under its version check."""
        conversation = replace(talk.conversation, version=talk.conversation.version + 1)
        saved = await self._session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation.id, ConversationRow.version == talk.conversation.version)
            .values(
                open=talk.open,
                holder=conversation.holder.value,
                handoff_id=talk.handoff_id,
                version=conversation.version,
                state=to_json(conversation),
                changed_at=at,
            )
            .returning(ConversationRow.id)
            .execution_options(synchronize_session=False)
        )
        if saved.scalar_one_or_none() is None:
            raise StaleConversation("这个会话刚刚被另一个操作改过。")
        return replace(talk, conversation=conversation)

    async def of_address(self, address: CitizenAddress) -> Sequence[OpenTalk]:
        """Return all conversations of an address, oldest first."""
        rows = await self._session.scalars(
            select(ConversationRow)
            .where(ConversationRow.channel == address.channel, ConversationRow.account == address.account)
            .order_by(ConversationRow.started_at, ConversationRow.id)
        )
        return [_talk(row) for row in rows]

    async def untouched_since(self, moment: datetime, limit: int, only: str | None = None) -> Sequence[str]:
        """Return ids of talks that did not change since a moment, the oldest first."""
        busy = exists().where(
            HandoffRow.conversation_id == ConversationRow.id,
            HandoffRow.status.in_([status.value for status in OPEN_STATUSES]),
        )
        query = (
            select(ConversationRow.id)
            .where(ConversationRow.changed_at < moment, ConversationRow.erased_at.is_(None), ~busy)
            .order_by(ConversationRow.changed_at, ConversationRow.id)
            .limit(limit)
        )
        if only is not None:
            query = query.where(ConversationRow.id == only)
        return list(await self._session.scalars(query))

    async def erase(self, conversation_id: str, at: datetime) -> None:
        """Empty the state and cut the address off."""
        empty = Conversation(id=conversation_id, holder=Holder.NOBODY, stage=Stage.CLOSED)
        await self._session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id)
            .values(
                channel=ERASED_CHANNEL,
                account=conversation_id,
                open=False,
                holder=Holder.NOBODY.value,
                handoff_id=None,
                version=ConversationRow.version + 1,
                state=to_json(empty),
                changed_at=at,
                erased_at=at,
            )
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(delete(TypingRow).where(TypingRow.conversation_id == conversation_id))

    async def note_typing(self, conversation_id: str, *, by_staff: bool, until: datetime) -> None:
        """Remember that somebody is typing."""
        keys = {"conversation_id": conversation_id, "by_staff": by_staff}
        await self._session.execute(insert_or_update(self._session, TypingRow, keys, {"until": until}))

    async def is_typing(self, conversation_id: str, *, by_staff: bool, now: datetime) -> bool:
        """Whether somebody was typing a moment ago."""
        until = await self._session.scalar(
            select(TypingRow.until).where(TypingRow.conversation_id == conversation_id, TypingRow.by_staff == by_staff)
        )
        return until is not None and until > now

    async def _one_open(self, address: CitizenAddress, *, lock: bool) -> OpenTalk | None:
        query = select(ConversationRow).where(
            ConversationRow.channel == address.channel,
            ConversationRow.account == address.account,
            ConversationRow.open,
        )
        row = await self._session.scalar(_locked(query) if lock else query)
        return None if row is None else _talk(row)

    async def _one(self, conversation_id: str, *, lock: bool) -> OpenTalk:
        query = select(ConversationRow).where(ConversationRow.id == conversation_id)
        row = await self._session.scalar(_locked(query) if lock else query)
        if row is None:
            raise NotFound("没有这个会话。")
        return _talk(row)


def _locked(query: Select[ConversationRow]) -> Select[ConversationRow]:
    """Lock the row; SQLite ignores it, there the transaction itself holds the one lock.

    What the session remembers from an earlier look may be old once the lock is held.
    """
    return query.with_for_update().execution_options(populate_existing=True)


def _talk(row: ConversationRow) -> OpenTalk:
    # columns decide: what conditions and constraints rest on cannot differ from what the rules see
    conversation = replace(from_json(row.state), id=row.id, holder=Holder(row.holder), version=row.version)
    return OpenTalk(conversation, CitizenAddress(row.channel, row.account), row.handoff_id, row.open)
