"""Accounts of staff on messengers between rows and values; codes as hashes only."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import StaffMember
from bot.storage.case_tables import StaffAccountCodeRow, StaffAccountRow
from bot.storage.staff_records import STAFF, memberships, staff_of
from bot.storage.staff_tables import StaffRow


class SqlStaffAccounts:
    """See `bot.service.case_ports.StaffAccountRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_code(self, code_hash: str, staff_id: str, expires_at: datetime) -> None:
        """Keep a one-time code; older unused ones of the person become void."""
        await self._void_codes(staff_id)
        self._session.add(
            StaffAccountCodeRow(code_hash=code_hash, staff_id=staff_id, expires_at=expires_at, used_at=None)
        )
        await self._session.flush()

    async def use_code(self, code_hash: str, now: datetime) -> str | None:
        """Use a code up; one use wins."""
        return await self._session.scalar(
            update(StaffAccountCodeRow)
            .where(
                StaffAccountCodeRow.code_hash == code_hash,
                StaffAccountCodeRow.used_at.is_(None),
                StaffAccountCodeRow.expires_at > now,
            )
            .values(used_at=now)
            .returning(StaffAccountCodeRow.staff_id)
            .execution_options(synchronize_session=False)
        )

    async def link(self, channel: str, account: str, staff_id: str, at: datetime) -> None:
        """Note whose account it is."""
        await self._session.execute(
            delete(StaffAccountRow).where(
                StaffAccountRow.channel == channel,
                or_(StaffAccountRow.account == account, StaffAccountRow.staff_id == staff_id),
            )
        )
        self._session.add(StaffAccountRow(channel=channel, account=account, staff_id=staff_id, linked_at=at))
        await self._session.flush()

    async def unlink(self, channel: str, staff_id: str) -> None:
        """Forget the person's account of a channel, and his unused codes."""
        await self._void_codes(staff_id)
        await self._session.execute(
            delete(StaffAccountRow).where(StaffAccountRow.channel == channel, StaffAccountRow.staff_id == staff_id)
        )

    async def staff_of(self, channel: str, account: str) -> StaffMember | None:
        """Return whose account it is, None where nobody's or where the person is disabled."""
        found = await self._session.execute(
            STAFF.join(StaffAccountRow, StaffAccountRow.staff_id == StaffRow.id).where(
                StaffAccountRow.channel == channel,
                StaffAccountRow.account == account,
                StaffRow.disabled.is_(False),
            )
        )
        pair = found.one_or_none()
        return None if pair is None else staff_of(*pair, await memberships(self._session, [pair[0].id]))

    async def linked_at(self, channel: str, staff_id: str) -> datetime | None:
        """Return when the person linked his account of a channel."""
        return await self._session.scalar(
            select(StaffAccountRow.linked_at).where(
                StaffAccountRow.channel == channel, StaffAccountRow.staff_id == staff_id
            )
        )

    async def _void_codes(self, staff_id: str) -> None:
        await self._session.execute(
            delete(StaffAccountCodeRow).where(
                StaffAccountCodeRow.staff_id == staff_id, StaffAccountCodeRow.used_at.is_(None)
            )
        )
