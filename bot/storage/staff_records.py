"""Staff between rows and values."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import Role, StaffMember
from bot.errors import Conflict, NotFound
from bot.storage.duty_tables import MembershipRow
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
        return staff_of(row, None, {})

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
        pairs = [(staff, presence) for staff, presence in found]
        others = await memberships(self._session, [staff.id for staff, _ in pairs])
        return [staff_of(staff, presence, others) for staff, presence in pairs]


STAFF = select(StaffRow, PresenceRow).outerjoin(PresenceRow, PresenceRow.staff_id == StaffRow.id)


async def memberships(session: AsyncSession, staff_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return for each of these people who work for more than one organisation the ids of the others."""
    found = defaultdict[str, set[str]](set)
    for row in await session.scalars(select(MembershipRow).where(MembershipRow.staff_id.in_(staff_ids))):
        found[row.staff_id].add(row.organisation_id)
    return {staff_id: frozenset(others) for staff_id, others in found.items()}


def staff_of(row: StaffRow, presence: PresenceRow | None, others: Mapping[str, frozenset[str]]) -> StaffMember:
    """Turn a row, what is known of his presence, and the memberships into a person."""
    return StaffMember(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        organisation_id=row.organisation_id,
        disabled=row.disabled,
        accepting=presence is None or presence.accepting,
        memberships=others.get(row.id, frozenset()),
    )
