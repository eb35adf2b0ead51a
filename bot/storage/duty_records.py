"""Memberships, capacity, shifts and leave between rows and values."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.roster import Leave, Roster, Shift, moment_of
from bot.service.duty_ports import DutyEvent, DutyProfile
from bot.storage.duty_tables import DutyEventRow, DutyProfileRow, LeaveRow, MembershipRow, ShiftRow
from bot.storage.staff_tables import StaffRow
from bot.storage.upsert import insert_or_update


class SqlDuty:
    """See `bot.service.duty_ports.DutyRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def roster(
        self, *, staff_ids: Collection[str] | None = None, organisation_ids: Collection[str] | None = None
    ) -> Roster:
        """Return shifts of these people and organisations, with the leave of everybody in them."""
        wanted = select(ShiftRow)
        if staff_ids is not None:
            wanted = wanted.where(ShiftRow.staff_id.in_(list(staff_ids)))
        if organisation_ids is not None:
            wanted = wanted.where(ShiftRow.organisation_id.in_(list(organisation_ids)))
        shifts = [_shift(row) for row in await self._session.scalars(wanted.order_by(ShiftRow.starts, ShiftRow.id))]
        people = {shift.staff_id for shift in shifts} | set(staff_ids or ())
        rows = await self._session.scalars(
            select(LeaveRow).where(LeaveRow.staff_id.in_(people)).order_by(LeaveRow.first_day, LeaveRow.id)
        )
        return Roster(tuple(shifts), tuple(_leave(row) for row in rows))

    async def lock(self, staff_ids: Collection[str]) -> None:
        """Let nobody else change the rosters of these people; on SQLite there is one writer anyway."""
        await self._session.execute(
            select(StaffRow.id).where(StaffRow.id.in_(list(staff_ids))).order_by(StaffRow.id).with_for_update()
        )

    async def add_shift(self, shift: Shift) -> None:
        """Keep a shift."""
        self._session.add(ShiftRow(**{name: getattr(shift, name) for name in Shift.__slots__}))
        await self._session.flush()

    async def add_leave(self, leave: Leave) -> None:
        """Keep a leave."""
        self._session.add(LeaveRow(**{name: getattr(leave, name) for name in Leave.__slots__}))
        await self._session.flush()

    async def shift(self, shift_id: str) -> Shift | None:
        """Return one shift."""
        row = await self._session.get(ShiftRow, shift_id)
        return None if row is None else _shift(row)

    async def leave(self, leave_id: str) -> Leave | None:
        """Return one leave."""
        row = await self._session.get(LeaveRow, leave_id)
        return None if row is None else _leave(row)

    async def remove_shift(self, shift_id: str) -> bool:
        """Take a shift away."""
        gone = await self._session.execute(
            delete(ShiftRow).where(ShiftRow.id == shift_id).returning(ShiftRow.id), execution_options=_UNSYNCHRONISED
        )
        return gone.first() is not None

    async def remove_leave(self, leave_id: str) -> bool:
        """Take a leave away."""
        gone = await self._session.execute(
            delete(LeaveRow).where(LeaveRow.id == leave_id).returning(LeaveRow.id), execution_options=_UNSYNCHRONISED
        )
        return gone.first() is not None

    async def profiles(self, staff_ids: Collection[str]) -> Mapping[str, DutyProfile]:
        """Return the profiles of these people."""
        rows = await self._session.scalars(
            select(DutyProfileRow)
            .where(DutyProfileRow.staff_id.in_(list(staff_ids)))
            .execution_options(populate_existing=True)
        )
        return {
            row.staff_id: DutyProfile(row.capacity, frozenset(row.categories), frozenset(row.needs)) for row in rows
        }

    async def set_profile(self, staff_id: str, profile: DutyProfile) -> None:
        """Keep somebody's profile."""
        values = {
            "capacity": profile.capacity,
            "categories": sorted(profile.categories),
            "needs": sorted(profile.needs),
        }
        await self._session.execute(insert_or_update(self._session, DutyProfileRow, {"staff_id": staff_id}, values))

    async def join(self, staff_id: str, organisation_id: str) -> None:
        """Let somebody work for an organisation too."""
        keys = {"staff_id": staff_id, "organisation_id": organisation_id}
        await self._session.execute(insert_or_update(self._session, MembershipRow, keys, {}, keys))

    async def part(self, staff_id: str, organisation_id: str) -> bool:
        """Let somebody no longer work for an organisation."""
        gone = await self._session.execute(
            delete(MembershipRow)
            .where(MembershipRow.staff_id == staff_id, MembershipRow.organisation_id == organisation_id)
            .returning(MembershipRow.staff_id),
            execution_options=_UNSYNCHRONISED,
        )
        return gone.first() is not None

    async def note(self, event: DutyEvent) -> None:
        """Keep who changed what."""
        self._session.add(
            DutyEventRow(
                at=event.at,
                by_staff_id=event.by_staff_id,
                staff_id=event.staff_id,
                change=event.change,
                details=dict(event.details),
            )
        )
        await self._session.flush()

    async def events(self, since: date | None = None, limit: int = 200) -> Sequence[DutyEvent]:
        """Return the changes, newest first."""
        wanted = select(DutyEventRow).order_by(DutyEventRow.id.desc()).limit(limit)
        if since is not None:
            wanted = wanted.where(DutyEventRow.at >= moment_of(since, 0))
        return [
            DutyEvent(row.at, row.by_staff_id, row.staff_id, row.change, dict(row.details))
            for row in await self._session.scalars(wanted)
        ]


_UNSYNCHRONISED = {"synchronize_session": False}


def _shift(row: ShiftRow) -> Shift:
    return Shift(**{name: getattr(row, name) for name in Shift.__slots__})


def _leave(row: LeaveRow) -> Leave:
    return Leave(**{name: getattr(row, name) for name in Leave.__slots__})
