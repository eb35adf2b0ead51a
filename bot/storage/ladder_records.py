"""Ladder, passed-over people, alarms and declared conflicts between rows and values."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.handoff import LIVE_KINDS, OPEN_STATUSES, Handoff, HandoffKind, HandoffStatus
from bot.domain.ladder import LadderState, Rung
from bot.service.ladder_ports import Alarm, DeclaredConflict, PassedOver
from bot.storage.duty_tables import AlarmRow, ConflictRow, LadderRow, PassedOverRow
from bot.storage.handoff_records import handoff_of
from bot.storage.handoff_tables import HandoffRow
from bot.storage.upsert import insert_or_update

_UNSYNCHRONISED = {"synchronize_session": False}


class SqlLadders:
    """See `bot.service.ladder_ports.LadderRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def standing(self) -> Sequence[tuple[Handoff, LadderState | None]]:
        """Return every waiting live handoff with where it stands."""
        found = await self._session.execute(
            select(HandoffRow, LadderRow)
            .outerjoin(LadderRow, LadderRow.handoff_id == HandoffRow.id)
            .where(
                HandoffRow.status == HandoffStatus.WAITING.value,
                HandoffRow.kind.in_([kind.value for kind in LIVE_KINDS]),
            )
            .order_by(HandoffRow.requested_at, HandoffRow.id)
            .execution_options(populate_existing=True)
        )
        return [(handoff_of(row), _state_or_none(state)) for row, state in found]

    async def state(self, handoff_id: str) -> LadderState | None:
        """Return where one stands."""
        row = await self._session.get(LadderRow, handoff_id, populate_existing=True)
        return _state_or_none(row)

    async def move(self, handoff_id: str, seen: LadderState | None, to: LadderState) -> bool:
        """Take a step where it still stands as it was seen."""
        if seen is None:
            if await self.state(handoff_id) is not None:
                return False
            self._session.add(LadderRow(handoff_id=handoff_id, told_position=None, **_values(to)))
            await self._session.flush()  # a second one breaks the primary key: StaleConversation, and is tried again
            return True
        moved = await self._session.execute(
            update(LadderRow)
            .where(
                LadderRow.handoff_id == handoff_id,
                LadderRow.rung == seen.rung.value,
                LadderRow.since == seen.since,
                LadderRow.times == seen.times,
            )
            .values(**_values(to))
            .returning(LadderRow.handoff_id),
            execution_options=_UNSYNCHRONISED,
        )
        return moved.first() is not None

    async def restart(self, handoff_id: str, at: datetime) -> None:
        """Put it on the first rung."""
        values = {**_values(LadderState(Rung.ROOM, at)), "told_position": None}
        await self._session.execute(insert_or_update(self._session, LadderRow, {"handoff_id": handoff_id}, values))

    async def pass_over(self, handoff_id: str, staff_id: str, reason: PassedOver, note: str, at: datetime) -> None:
        """Never offer it to this person again; a recusal stands."""
        known = (await self.passed_over([handoff_id])).get(handoff_id, {}).get(staff_id)
        if known is PassedOver.RECUSED:
            return
        keys = {"handoff_id": handoff_id, "staff_id": staff_id}
        values = {"reason": reason.value, "note": note, "at": at}
        await self._session.execute(insert_or_update(self._session, PassedOverRow, keys, values))

    async def passed_over(self, handoff_ids: Collection[str]) -> Mapping[str, Mapping[str, PassedOver]]:
        """Return by handoff who is passed over, and why."""
        found = defaultdict[str, dict[str, PassedOver]](dict)
        rows = await self._session.scalars(
            select(PassedOverRow)
            .where(PassedOverRow.handoff_id.in_(list(handoff_ids)))
            .execution_options(populate_existing=True)
        )
        for row in rows:
            found[row.handoff_id][row.staff_id] = PassedOver(row.reason)
        return found

    async def declare(self, conflict: DeclaredConflict) -> None:
        """Keep a declared name."""
        values = {name: getattr(conflict, name) for name in DeclaredConflict.__slots__}
        self._session.add(ConflictRow(**values))
        await self._session.flush()

    async def withdraw_declaration(self, conflict_id: str, staff_id: str) -> bool:
        """Take a person's own declaration back."""
        gone = await self._session.execute(
            delete(ConflictRow)
            .where(ConflictRow.id == conflict_id, ConflictRow.staff_id == staff_id)
            .returning(ConflictRow.id),
            execution_options=_UNSYNCHRONISED,
        )
        return gone.first() is not None

    async def declared(self, staff_ids: Collection[str]) -> Sequence[DeclaredConflict]:
        """Return what these people declared."""
        rows = await self._session.scalars(
            select(ConflictRow).where(ConflictRow.staff_id.in_(list(staff_ids))).order_by(ConflictRow.at)
        )
        return [DeclaredConflict(row.id, row.staff_id, row.name, row.note, row.at) for row in rows]

    async def raise_alarm(self, handoff_id: str, staff_id: str, at: datetime) -> None:
        """Note that somebody is alarmed."""
        keys = {"handoff_id": handoff_id, "staff_id": staff_id}
        first = {"raised_at": at, "times": 1, "seen_at": None, "answer": ""}
        again = {"times": AlarmRow.times + 1}
        await self._session.execute(insert_or_update(self._session, AlarmRow, keys, first, again))

    async def answer_alarm(self, handoff_id: str, staff_id: str, at: datetime, answer: str) -> bool:
        """Note that somebody saw it, and what he does."""
        seen = await self._session.execute(
            update(AlarmRow)
            .where(AlarmRow.handoff_id == handoff_id, AlarmRow.staff_id == staff_id)
            .values(seen_at=at, answer=answer)
            .returning(AlarmRow.staff_id),
            execution_options=_UNSYNCHRONISED,
        )
        return seen.first() is not None

    async def alarms(self, handoff_id: str) -> Sequence[Alarm]:
        """Return the alarms of a handoff, oldest first."""
        rows = await self._session.scalars(
            select(AlarmRow)
            .where(AlarmRow.handoff_id == handoff_id)
            .order_by(AlarmRow.raised_at, AlarmRow.staff_id)
            .execution_options(populate_existing=True)
        )
        return [_alarm(row) for row in rows]

    async def unanswered(self, staff_id: str) -> Sequence[Alarm]:
        """Return the alarms of open handoffs that a person has not answered."""
        rows = await self._session.scalars(
            select(AlarmRow)
            .join(HandoffRow, HandoffRow.id == AlarmRow.handoff_id)
            .where(
                AlarmRow.staff_id == staff_id,
                AlarmRow.seen_at.is_(None),
                HandoffRow.status.in_([status.value for status in OPEN_STATUSES]),
            )
            .order_by(AlarmRow.raised_at)
            .execution_options(populate_existing=True)
        )
        return [_alarm(row) for row in rows]

    async def erase(self, conversation_id: str) -> None:
        """Empty what was written about a conversation's handoffs."""
        ids = select(HandoffRow.id).where(HandoffRow.conversation_id == conversation_id)
        for emptied in (
            update(PassedOverRow).where(PassedOverRow.handoff_id.in_(ids)).values(note=""),
            update(AlarmRow).where(AlarmRow.handoff_id.in_(ids)).values(answer=""),
        ):
            await self._session.execute(emptied, execution_options=_UNSYNCHRONISED)


def _values(state: LadderState) -> dict[str, object]:
    return {
        "rung": state.rung.value,
        "since": state.since,
        "times": state.times,
        "offered_kind": None if state.offered_kind is None else state.offered_kind.value,
        "offered_organisation_id": state.offered_organisation_id,
    }


def _state_or_none(row: LadderRow | None) -> LadderState | None:
    if row is None:
        return None
    kind = None if row.offered_kind is None else HandoffKind(row.offered_kind)
    return LadderState(Rung(row.rung), row.since, row.times, kind, row.offered_organisation_id)


def _alarm(row: AlarmRow) -> Alarm:
    return Alarm(row.handoff_id, row.staff_id, row.raised_at, row.times, row.seen_at, row.answer)
