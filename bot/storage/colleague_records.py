"""Consultations and read marks between rows and values."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.consultation import Consultation, ConsultationKind
from bot.storage.colleague_tables import ConsultationRow, TalkReadRow
from bot.storage.handoff_tables import HandoffRow
from bot.storage.upsert import insert_or_update


class SqlConsultations:
    """See `bot.service.colleague_ports.ConsultationRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, consultation: Consultation) -> None:
        """Keep a new one."""
        self._session.add(
            ConsultationRow(
                id=consultation.id,
                handoff_id=consultation.handoff_id,
                kind=consultation.kind.value,
                asked_by=consultation.asked_by,
                colleague_id=consultation.colleague_id,
                question=consultation.question,
                asked_at=consultation.asked_at,
                answered_at=None,
                ended_at=None,
            )
        )
        await self._session.flush()

    async def of_handoff(self, handoff_id: str) -> Sequence[Consultation]:
        """Return all of a handoff, oldest first."""
        rows = await self._session.scalars(
            select(ConsultationRow)
            .where(ConsultationRow.handoff_id == handoff_id)
            .order_by(ConsultationRow.asked_at, ConsultationRow.id)
            .execution_options(populate_existing=True)
        )
        return [_consultation(row) for row in rows]

    async def wanted_of(self, colleague_id: str) -> Sequence[Consultation]:
        """Return the open ones of a colleague, oldest first."""
        rows = await self._session.scalars(
            select(ConsultationRow)
            .where(ConsultationRow.colleague_id == colleague_id, ConsultationRow.ended_at.is_(None))
            .order_by(ConsultationRow.asked_at, ConsultationRow.id)
        )
        return [_consultation(row) for row in rows]

    async def end(self, handoff_id: str, at: datetime, colleague_id: str | None = None) -> Sequence[Consultation]:
        """End the open ones of a handoff."""
        change = update(ConsultationRow).where(
            ConsultationRow.handoff_id == handoff_id, ConsultationRow.ended_at.is_(None)
        )
        if colleague_id is not None:
            change = change.where(ConsultationRow.colleague_id == colleague_id)
        rows = await self._session.scalars(
            change.values(ended_at=at)
            .returning(ConsultationRow)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        return [_consultation(row) for row in rows]

    async def answered(self, handoff_id: str, colleague_id: str, at: datetime) -> bool:
        """The colleague has answered: his open question is done."""
        done = await self._session.scalars(
            update(ConsultationRow)
            .where(
                ConsultationRow.handoff_id == handoff_id,
                ConsultationRow.colleague_id == colleague_id,
                ConsultationRow.kind == ConsultationKind.ASK.value,
                ConsultationRow.ended_at.is_(None),
            )
            .values(answered_at=at, ended_at=at)
            .returning(ConsultationRow.id)
            .execution_options(synchronize_session=False)
        )
        return bool(done.all())

    async def erase(self, conversation_id: str) -> None:
        """Empty the questions about a talk."""
        handoffs = select(HandoffRow.id).where(HandoffRow.conversation_id == conversation_id)
        await self._session.execute(
            update(ConsultationRow)
            .where(ConsultationRow.handoff_id.in_(handoffs))
            .values(question="")
            .execution_options(synchronize_session=False)
        )


class SqlReadings:
    """See `bot.service.colleague_ports.ReadingRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note_read(self, conversation_id: str, staff_id: str, up_to_id: int, at: datetime) -> bool:
        """Remember it; never backwards."""
        known = await self._session.scalar(
            select(TalkReadRow.up_to_id).where(
                TalkReadRow.conversation_id == conversation_id, TalkReadRow.staff_id == staff_id
            )
        )
        if known is not None and known >= up_to_id:
            return False
        keys = {"conversation_id": conversation_id, "staff_id": staff_id}
        values = {"up_to_id": up_to_id, "at": at}
        await self._session.execute(insert_or_update(self._session, TalkReadRow, keys, values))
        return True

    async def read_up_to(self, conversation_id: str) -> int:
        """Return the last message of a talk that any member of staff has read."""
        latest = await self._session.scalar(
            select(func.max(TalkReadRow.up_to_id)).where(TalkReadRow.conversation_id == conversation_id)
        )
        return latest or 0


def _consultation(row: ConsultationRow) -> Consultation:
    return Consultation(
        id=row.id,
        handoff_id=row.handoff_id,
        kind=ConsultationKind(row.kind),
        asked_by=row.asked_by,
        colleague_id=row.colleague_id,
        question=row.question,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
    )
