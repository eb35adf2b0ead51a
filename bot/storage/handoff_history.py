"""What happened to a handoff, and what is left of it after erasure."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.handoff import HandoffEvent, HandoffMove
from bot.storage.handoff_tables import HandoffEventRow, HandoffRow


class HandoffHistory:
    """The part of `bot.service.docket_ports.HandoffRecords` that only adds, reads and empties."""

    def __init__(self, session: AsyncSession) -> None:
        self._history_session = session

    async def note(self, handoff_id: str, event: HandoffEvent) -> None:
        """Add to the history."""
        self._history_session.add(
            HandoffEventRow(
                handoff_id=handoff_id,
                at=event.at,
                move=event.move.value,
                staff_id=event.staff_id,
                note=event.note,
                details=dict(event.details),
            )
        )
        await self._history_session.flush()

    async def history(self, handoff_id: str) -> Sequence[HandoffEvent]:
        """Return the history, oldest first."""
        rows = await self._history_session.scalars(
            select(HandoffEventRow).where(HandoffEventRow.handoff_id == handoff_id).order_by(HandoffEventRow.id)
        )
        return [HandoffEvent(row.at, HandoffMove(row.move), row.staff_id, row.note, dict(row.details)) for row in rows]

    async def erase(self, conversation_id: str) -> None:
        """Empty briefs, notes and numbers; kinds, times and holders stay."""
        ids = select(HandoffRow.id).where(HandoffRow.conversation_id == conversation_id)
        await self._history_session.execute(
            update(HandoffEventRow)
            .where(HandoffEventRow.handoff_id.in_(ids))
            .values(note="", details={})
            .execution_options(synchronize_session=False)
        )
        await self._history_session.execute(
            update(HandoffRow)
            .where(HandoffRow.conversation_id == conversation_id)
            .values(brief={}, note="", phone="", outcome_note="")
            .execution_options(synchronize_session=False)
        )
        self._history_session.expire_all()
