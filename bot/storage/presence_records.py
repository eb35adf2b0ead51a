"""Presence between rows and values."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.duty import Presence
from bot.storage.staff_records import memberships
from bot.storage.staff_tables import PresenceRow, StaffRow
from bot.storage.upsert import insert_or_update


class SqlPresence:
    """See `bot.service.staff_ports.PresenceRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, staff_id: str, now: datetime, *, present: bool, accepting: bool) -> None:
        """Record presence and a heartbeat."""
        values = {"present": present, "accepting": accepting, "heartbeat_at": now}
        await self._session.execute(insert_or_update(self._session, PresenceRow, {"staff_id": staff_id}, values))

    async def beat(self, staff_id: str, now: datetime) -> None:
        """Record that somebody was heard from; that alone makes nobody present."""
        values = {"present": False, "accepting": False, "heartbeat_at": now}
        await self._session.execute(
            insert_or_update(self._session, PresenceRow, {"staff_id": staff_id}, values, {"heartbeat_at": now})
        )

    async def of_staff(self, staff_id: str) -> Presence | None:
        """Return what is known of one person."""
        found = await self._read(StaffRow.id == staff_id)
        return found[0] if found else None

    async def heard_since(self, moment: datetime) -> Sequence[Presence]:
        """Return all who were heard from since a moment and are not disabled."""
        return await self._read(PresenceRow.heartbeat_at > moment, StaffRow.disabled.is_(False))

    async def _read(self, *conditions: object) -> list[Presence]:
        found = await self._session.execute(
            select(PresenceRow, StaffRow.organisation_id)
            .join(StaffRow, StaffRow.id == PresenceRow.staff_id)
            .where(*conditions)  # type: ignore[arg-type]
            .execution_options(populate_existing=True)
        )
        rows = [(row, organisation_id) for row, organisation_id in found]
        others = await memberships(self._session, [row.staff_id for row, _ in rows])
        return [
            Presence(
                row.staff_id,
                organisation_id,
                row.present,
                row.accepting,
                row.heartbeat_at,
                others.get(row.staff_id, frozenset()),
            )
            for row, organisation_id in rows
        ]
