"""Terms of files across the office: what falls due, whom to remind, whom to ask."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.dispute import DisputeState
from bot.domain.dispute_file import DisputeFile, RunningClock
from bot.service.file_ports import DueTerm, Reminder
from bot.storage.dispute_rows import read_disputes
from bot.storage.dispute_tables import DisputeRow
from bot.storage.docket_tables import ClockRow, InstalmentRow, MediatorRow, ReminderRow
from bot.storage.file_rows import clock_of

_MOST_TERMS = 2000
_PERFORMING = (
    DisputeState.SETTLED.value,
    DisputeState.CONFIRMING.value,
    DisputeState.CONFIRMED.value,
    DisputeState.UNCONFIRMED.value,
)


class SqlFileTerms:
    """The part of `bot.service.file_ports.FileRecords` that looks at terms."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def due(
        self, organisation_ids: Collection[str] | None, first: date | None, last: date, mediator_id: str | None = None
    ) -> Sequence[DueTerm]:
        """Return running terms whose last day lies between two days, earliest first."""
        query = (
            select(ClockRow)
            .join(DisputeRow, DisputeRow.id == ClockRow.dispute_id)
            .where(ClockRow.stopped_on.is_(None), ClockRow.paused_on.is_(None), ClockRow.due_on <= last)
            .order_by(ClockRow.due_on, ClockRow.dispute_id, ClockRow.position)
            .limit(_MOST_TERMS)
        )
        if first is not None:
            query = query.where(ClockRow.due_on >= first)
        if organisation_ids is not None:
            query = query.where(DisputeRow.organisation_id.in_(list(organisation_ids)))
        if mediator_id is not None:
            own = select(MediatorRow.dispute_id).where(MediatorRow.staff_id == mediator_id)
            query = query.where(ClockRow.dispute_id.in_(own))
        rows = list(await self._session.scalars(query))
        ids = list(dict.fromkeys(row.dispute_id for row in rows))
        found = await read_disputes(self._session, select(DisputeRow).where(DisputeRow.id.in_(ids))) if ids else []
        disputes = {dispute.id: dispute for dispute in found}
        names = await self._mediators(ids)
        return [DueTerm(clock_of(row), disputes[row.dispute_id], names[row.dispute_id]) for row in rows]

    async def _mediators(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = defaultdict(tuple)
        query = select(MediatorRow.dispute_id, MediatorRow.name).where(MediatorRow.dispute_id.in_(ids))
        for dispute_id, name in await self._session.execute(query.order_by(MediatorRow.position)):
            names[dispute_id] = (*names[dispute_id], name)
        return names

    async def to_remind(self, today: date, limit: int) -> Sequence[str]:
        """Return ids of files with a reminder due today or earlier."""
        query = (
            select(ClockRow.dispute_id)
            .where(ClockRow.remind_on <= today, ClockRow.stopped_on.is_(None))
            .distinct()
            .limit(limit)
        )
        return list(await self._session.scalars(query))

    async def remind(self, file: DisputeFile, clock: RunningClock, at: datetime) -> None:
        """Put a reminder before the staff of the file; an older one of the same term gives way to it."""
        await self._session.execute(
            update(ReminderRow)
            .where(
                ReminderRow.dispute_id == file.dispute.id,
                ReminderRow.code == clock.code,
                ReminderRow.subject == clock.subject,
                ReminderRow.seen_at.is_(None),
            )
            .values(seen_at=at)
            .execution_options(synchronize_session=False)
        )
        self._session.add(
            ReminderRow(
                dispute_id=file.dispute.id,
                organisation_id=file.dispute.application.organisation_id,
                code=clock.code,
                subject=clock.subject,
                due_on=clock.due_on,
                at=at,
            )
        )
        await self._session.flush()

    async def reminders(
        self, organisation_ids: Collection[str] | None, mediator_id: str | None = None
    ) -> Sequence[Reminder]:
        """Return what nobody has ticked off, oldest first."""
        query = (
            select(ReminderRow, DisputeRow.number)
            .join(DisputeRow, DisputeRow.id == ReminderRow.dispute_id)
            .where(ReminderRow.seen_at.is_(None))
            .order_by(ReminderRow.due_on, ReminderRow.id)
            .limit(_MOST_TERMS)
        )
        if organisation_ids is not None:
            query = query.where(ReminderRow.organisation_id.in_(list(organisation_ids)))
        if mediator_id is not None:
            own = select(MediatorRow.dispute_id).where(MediatorRow.staff_id == mediator_id)
            query = query.where(ReminderRow.dispute_id.in_(own))
        return [
            Reminder(row.id, row.dispute_id, number, row.organisation_id, row.code, row.subject, row.due_on, row.at)
            for row, number in await self._session.execute(query)
        ]

    async def tick_off(self, dispute_id: str, reminder_id: int, staff_id: str, at: datetime) -> bool:
        """Tick a reminder off."""
        row = await self._session.get(ReminderRow, reminder_id, with_for_update=True)
        if row is None or row.dispute_id != dispute_id or row.seen_at is not None:
            return False
        row.seen_at, row.seen_by = at, staff_id
        await self._session.flush()
        return True

    async def to_ask(self, today: date, asked_until: date, due_from: date, limit: int) -> Sequence[tuple[str, int]]:
        """Return (dispute, instalment) that fell due and whose party is to be asked, for the first time or again."""
        query = (
            select(InstalmentRow.dispute_id, InstalmentRow.position)
            .join(DisputeRow, DisputeRow.id == InstalmentRow.dispute_id)
            .where(
                InstalmentRow.due_on.between(due_from, today),
                InstalmentRow.performed_on.is_(None),
                InstalmentRow.doubted_on.is_(None),
                or_(InstalmentRow.asked_on.is_(None), InstalmentRow.asked_on <= asked_until),
                DisputeRow.state.in_(_PERFORMING),
            )
            .order_by(InstalmentRow.due_on, InstalmentRow.dispute_id)
            .limit(limit)
        )
        return [(dispute_id, position) for dispute_id, position in await self._session.execute(query)]

    async def note_asked(self, dispute_id: str, position: int, day: date) -> None:
        """Remember that a party was asked about an instalment."""
        row = await self._session.get_one(InstalmentRow, (dispute_id, position))
        row.asked_on = day
        await self._session.flush()
