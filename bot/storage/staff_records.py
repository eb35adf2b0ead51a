"""Staff between rows and values."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import Role, StaffMember
from bot.errors import Conflict, NotFound
from bot.storage.staff_tables import PresenceRow, StaffRow


class SqlStaff:
    """See `bot.service.staff_ports.StaffRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, name: str, role: Role, organisation_id: str, at: datetime) -> StaffMember:
        """Add somebody."""
        row = StaffRow(
            id=uuid4().hex,
            name=name,
            role=role.value,
            organisation_id=organisation_id,
            disabled=False,
            added_at=at,
        )
        self._session.add(row)
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise Conflict(
                f"已经有名叫“{name}”的工作人员。", hint="换一个名字，或用 staff link 续发登录链接。"
            ) from problem
        return staff_of(row, None)

    async def by_name(self, name: str) -> StaffMember | None:
        """Return the person of a name."""
        found = await self._read(STAFF.where(StaffRow.name == name))
        return found[0] if found else None

    async def show(self, staff_id: str) -> StaffMember:
        """Read one."""
        found = await self._read(STAFF.where(StaffRow.id == staff_id))
        if not found:
            raise NotFound("没有这位工作人员。")
        return found[0]

    async def everybody(self) -> Sequence[StaffMember]:
        """Return all, by organisation and name."""
        return await self._read(STAFF.order_by(StaffRow.organisation_id, StaffRow.name))

    async def set_disabled(self, staff_id: str, *, disabled: bool) -> None:
        """Shut somebody out, or let him in again."""
        row = await self._session.get(StaffRow, staff_id)
        if row is None:
            raise NotFound("没有这位工作人员。")
        row.disabled = disabled
        await self._session.flush()

    async def _read(self, query: Select[StaffRow, PresenceRow]) -> list[StaffMember]:
        found = await self._session.execute(query.execution_options(populate_existing=True))
        return [staff_of(staff, presence) for staff, presence in found]


STAFF = select(StaffRow, PresenceRow).outerjoin(PresenceRow, PresenceRow.staff_id == StaffRow.id)


def staff_of(row: StaffRow, presence: PresenceRow | None) -> StaffMember:
    """Turn a row and what is known of his presence into a person."""
    return StaffMember(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        organisation_id=row.organisation_id,
        disabled=row.disabled,
        accepting=presence is None or presence.accepting,
    )
