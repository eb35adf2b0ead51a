"""The outbox: what has not certainly reached the citizen, and how each attempt went."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.ledger import Attempts
from bot.domain.messages import CitizenAddress, Delivery
from bot.service.conversation_ports import DueDelivery
from bot.storage.attachment_records import SqlAttachments
from bot.storage.conversation_tables import DeliveryRow, MessageRow
from bot.storage.message_records import message_of

_NOT_YET = {
    Delivery.SENT: (Delivery.SAVED, Delivery.UNCERTAIN),
    Delivery.SHOWN: (Delivery.SAVED, Delivery.UNCERTAIN, Delivery.SENT),
}
"""From which states a message may move on; never backwards."""


class SqlOutbox:
    """See `bot.service.conversation_ports.OutboxRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def recover(self, channel: str, *, idempotent: bool, begun_before: datetime, now: datetime) -> int:
        """Settle attempts cut off by a crash."""
        rows = await self._session.scalars(
            select(DeliveryRow)
            .where(DeliveryRow.channel == channel, DeliveryRow.begun_at < begun_before)
            .with_for_update(skip_locked=True)
        )
        count = 0
        for row in rows:
            count += 1
            row.begun_at = None
            row.changed_at = now
            if idempotent:
                row.due_at = now
                continue
            row.state = Delivery.UNCERTAIN.value
            row.due_at = None if row.repeated else now
            row.repeated = True
        await self._session.flush()
        return count

    async def begin(self, channel: str, now: datetime, limit: int) -> Sequence[DueDelivery]:
        """Mark attempts as begun and return them."""
        found = await self._session.execute(
            select(DeliveryRow, MessageRow)
            .join(MessageRow, MessageRow.id == DeliveryRow.message_id)
            .where(
                DeliveryRow.channel == channel,
                DeliveryRow.due_at <= now,
                DeliveryRow.begun_at.is_(None),
                ~_waits_for_another(),
            )
            .order_by(DeliveryRow.message_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=DeliveryRow)
        )
        begun = []
        rows = [(delivery, message) for delivery, message in found]
        files = await SqlAttachments(self._session).of_messages([message.id for _, message in rows])
        for delivery, message in rows:
            delivery.begun_at = now
            delivery.changed_at = now
            delivery.attempts += 1
            address = CitizenAddress(delivery.channel, delivery.account)
            saved = message_of(message, delivery, files.get(message.id, ()))
            begun.append(DueDelivery(saved, address, delivery.attempts, delivery.repeated))
        await self._session.flush()
        return begun

    async def settle(
        self,
        message_id: int,
        state: Delivery,
        now: datetime,
        *,
        due_at: datetime | None = None,
        repeats: bool = False,
        waits_for_citizen: bool = False,
        detail: str = "",
    ) -> str | None:
        """Record how an attempt went."""
        row = await self._session.get(DeliveryRow, message_id, with_for_update=True, populate_existing=True)
        if row is None:
            return None
        row.state = state.value
        row.begun_at = None
        row.due_at = due_at
        row.repeated = row.repeated or repeats
        row.waits_for_citizen = waits_for_citizen
        row.detail = detail[:200]
        row.changed_at = now
        await self._session.flush()
        return await self._session.scalar(select(MessageRow.conversation_id).where(MessageRow.id == message_id))

    async def mark(self, address: CitizenAddress, state: Delivery, up_to_id: int, now: datetime) -> int:
        """Mark an address's messages up to an id as sent or shown."""
        changed = await self._session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.channel == address.channel,
                DeliveryRow.account == address.account,
                DeliveryRow.message_id <= up_to_id,
                DeliveryRow.state.in_([earlier.value for earlier in _NOT_YET[state]]),
            )
            .values(state=state.value, due_at=None, begun_at=None, changed_at=now)
            .returning(DeliveryRow.message_id)
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()
        return len(changed.all())

    async def reopen_window(self, address: CitizenAddress, now: datetime) -> None:
        """What the channel's reply window held back is due now."""
        await self._session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.channel == address.channel,
                DeliveryRow.account == address.account,
                DeliveryRow.waits_for_citizen,
            )
            .values(due_at=now, waits_for_citizen=False, changed_at=now)
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()

    async def states(self, conversation_id: str, latest: int) -> Mapping[int, Delivery]:
        """Return how far the latest messages to the citizen got."""
        found = await self._session.execute(
            select(DeliveryRow.message_id, DeliveryRow.state)
            .join(MessageRow, MessageRow.id == DeliveryRow.message_id)
            .where(MessageRow.conversation_id == conversation_id)
            .order_by(DeliveryRow.message_id.desc())
            .limit(latest)
        )
        return {message_id: Delivery(state) for message_id, state in reversed(found.all())}

    async def attempts(self, conversation_id: str) -> Mapping[int, Attempts]:
        """Return what the couriers know of all messages of a talk."""
        rows = await self._session.scalars(
            select(DeliveryRow)
            .join(MessageRow, MessageRow.id == DeliveryRow.message_id)
            .where(MessageRow.conversation_id == conversation_id)
        )
        return {row.message_id: Attempts(row.attempts, row.changed_at, row.due_at, row.detail) for row in rows}

    async def next_due(self, channels: Sequence[str]) -> datetime | None:
        """Return when the next message of these channels is due."""
        return await self._session.scalar(
            select(func.min(DeliveryRow.due_at)).where(
                DeliveryRow.channel.in_(channels),
                DeliveryRow.due_at.is_not(None),
                DeliveryRow.begun_at.is_(None),
                ~_waits_for_another(),
            )
        )


def _waits_for_another() -> ColumnElement[bool]:
    """An earlier message to the same address is still on its way; order is kept within a talk."""
    earlier = aliased(DeliveryRow)
    return exists().where(
        earlier.channel == DeliveryRow.channel,
        earlier.account == DeliveryRow.account,
        earlier.message_id < DeliveryRow.message_id,
        earlier.due_at.is_not(None),
    )
