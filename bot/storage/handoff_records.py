"""Handoffs between rows and values; every move is one conditional statement."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Update, and_, case, func, or_, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.handoff import (
    LIVE_KINDS,
    OPEN_STATUSES,
    RISK_ORDER,
    CloseOutcome,
    Handoff,
    HandoffKind,
    HandoffRequest,
    HandoffStatus,
)
from bot.errors import NotFound, StaleConversation
from bot.storage.handoff_history import HandoffHistory
from bot.storage.handoff_tables import HandoffRow
from bot.storage.staff_tables import PresenceRow, StaffRow
from nlp.findings import Risk

_LIVE = [kind.value for kind in LIVE_KINDS]
_OPEN = [status.value for status in OPEN_STATUSES]
_SERVED_ORDER = (
    case((HandoffRow.kind == HandoffKind.EMERGENCY.value, 0), else_=1),
    HandoffRow.risk_place,
    HandoffRow.requested_at,
    HandoffRow.id,
)
"""Emergencies before everyone, then by risk, and the oldest first within a grade."""


class SqlHandoffs(HandoffHistory):
    """See `bot.service.docket_ports.HandoffRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self._session = session

    async def show(self, handoff_id: str) -> Handoff:
        """Read one."""
        row = await self._session.get(HandoffRow, handoff_id, populate_existing=True)
        if row is None:
            raise NotFound("没有这个转接。")
        return handoff_of(row)

    async def open_live(self, conversation_id: str) -> Handoff | None:
        """Return the one open handoff in which a person takes the talk."""
        row = await self._session.scalar(
            select(HandoffRow)
            .where(
                HandoffRow.conversation_id == conversation_id,
                HandoffRow.status.in_(_OPEN),
                HandoffRow.kind.in_(_LIVE),
            )
            .execution_options(populate_existing=True)
        )
        return None if row is None else handoff_of(row)

    async def of_conversations(self, conversation_ids: Collection[str]) -> Sequence[Handoff]:
        """Return all handoffs of conversations, oldest first; of one time (a kept place) what ended comes first."""
        oldest = (HandoffRow.requested_at, HandoffRow.closed_at.nulls_last(), HandoffRow.id)
        return await self._read(HandoffRow.conversation_id.in_(list(conversation_ids)), order=oldest)

    async def add(self, conversation_id: str, request: HandoffRequest, at: datetime) -> Handoff:
        """Open one."""
        row = HandoffRow(
            id=uuid4().hex,
            conversation_id=conversation_id,
            kind=request.kind.value,
            organisation_id=request.organisation_id,
            risk=request.risk.value,
            risk_place=RISK_ORDER[request.risk],
            status=HandoffStatus.WAITING.value,
            requested_at=at,
            brief=dict(request.brief),
            note=request.note,
            phone=request.phone,
            due_at=request.due_at,
            wanted_staff_id=request.wanted_staff_id,
            claimed_by=None,
            claimed_at=None,
            closed_at=None,
            outcome=None,
            outcome_note="",
        )
        self._session.add(row)
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise StaleConversation("这个会话刚刚已经转给工作人员。") from problem
        return handoff_of(row)

    async def claim(self, handoff_id: str, staff_id: str, at: datetime) -> Handoff | None:
        """Give a waiting handoff to one person."""
        return await self._moved(
            update(HandoffRow)
            .where(HandoffRow.id == handoff_id, HandoffRow.status == HandoffStatus.WAITING.value)
            .values(status=HandoffStatus.CLAIMED.value, claimed_by=staff_id, claimed_at=at, wanted_staff_id=None)
        )

    async def requeue(
        self, handoff: Handoff, organisation_id: str, wanted_staff_id: str | None = None, note: str = ""
    ) -> Handoff | None:
        """Put it (back) into a queue, keeping the time of the request."""
        return await self._moved(
            _unmoved(handoff).values(
                status=HandoffStatus.WAITING.value,
                organisation_id=organisation_id,
                claimed_by=None,
                claimed_at=None,
                wanted_staff_id=wanted_staff_id,
                note=note or handoff.note,
            )
        )

    async def escalate(
        self, handoff: Handoff, kind: HandoffKind, organisation_id: str, risk: Risk, brief: Mapping[str, Any]
    ) -> Handoff:
        """Change kind, organisation, risk and brief of an open handoff."""
        changed = await self._moved(
            _unmoved(handoff).values(
                kind=kind.value,
                organisation_id=organisation_id,
                risk=risk.value,
                risk_place=RISK_ORDER[risk],
                brief=dict(brief),
            )
        )
        if changed is None:
            raise StaleConversation("这个转接刚刚被另一个操作改过。")
        return changed

    async def end(
        self,
        handoff: Handoff,
        status: HandoffStatus,
        at: datetime,
        outcome: CloseOutcome | None = None,
        note: str = "",
    ) -> Handoff | None:
        """Move an open handoff to a final status."""
        return await self._moved(
            _unmoved(handoff).values(
                status=status.value,
                closed_at=at,
                outcome=None if outcome is None else outcome.value,
                outcome_note=note,
                wanted_staff_id=None,
            )
        )

    async def waiting(
        self, organisation_id: str | Collection[str] | None, *, emergencies: bool = False, everything: bool = False
    ) -> Sequence[Handoff]:
        """Return the queue in the order in which it is served."""
        own = [organisation_id] if isinstance(organisation_id, str) else organisation_id or []
        shown = HandoffRow.organisation_id.in_(own)
        danger = HandoffRow.kind == HandoffKind.EMERGENCY.value
        seen = true() if everything else or_(shown, danger) if emergencies else shown
        return await self._read(and_(HandoffRow.status == HandoffStatus.WAITING.value, seen), order=_SERVED_ORDER)

    async def held_by(self, staff_id: str) -> Sequence[Handoff]:
        """Return what a staff member has claimed, oldest first."""
        return await self._read(
            and_(HandoffRow.status == HandoffStatus.CLAIMED.value, HandoffRow.claimed_by == staff_id),
            order=(HandoffRow.claimed_at, HandoffRow.id),
        )

    async def claimed_by_absent(self, seen_before: datetime) -> Sequence[Handoff]:
        """Return claimed live handoffs whose holder has vanished or is disabled."""
        vanished = or_(PresenceRow.heartbeat_at.is_(None), PresenceRow.heartbeat_at < seen_before)
        rows = await self._session.scalars(
            select(HandoffRow)
            .join(StaffRow, StaffRow.id == HandoffRow.claimed_by)
            .outerjoin(PresenceRow, PresenceRow.staff_id == StaffRow.id)
            .where(
                HandoffRow.status == HandoffStatus.CLAIMED.value,
                HandoffRow.kind.in_(_LIVE),
                or_(StaffRow.disabled, vanished),
            )
            .order_by(*_SERVED_ORDER)
        )
        return [handoff_of(row) for row in rows]

    async def recent_pace(self, organisation_id: str, since: datetime) -> Sequence[tuple[timedelta, timedelta]]:
        """Return how long the live talks of an organisation waited and took that ended since a moment."""
        found = await self._session.execute(
            select(HandoffRow.requested_at, HandoffRow.claimed_at, HandoffRow.closed_at).where(
                HandoffRow.organisation_id == organisation_id,
                HandoffRow.kind.in_(_LIVE),
                HandoffRow.claimed_at.is_not(None),
                HandoffRow.closed_at > since,
            )
        )
        return [(claimed - asked, closed - claimed) for asked, claimed, closed in found if claimed and closed]

    async def held_counts(self, staff_ids: Collection[str]) -> Mapping[str, int]:
        """Return how many live talks each of these people holds; who holds none is left out."""
        found = await self._session.execute(
            select(HandoffRow.claimed_by, func.count())
            .where(
                HandoffRow.status == HandoffStatus.CLAIMED.value,
                HandoffRow.kind.in_(_LIVE),
                HandoffRow.claimed_by.in_(list(staff_ids)),
            )
            .group_by(HandoffRow.claimed_by)
        )
        return {staff_id: count for staff_id, count in found if staff_id is not None}

    async def missed(self, organisation_ids: Collection[str] | None, since: datetime) -> Sequence[Handoff]:
        """Return live talks that ended since a moment without anybody having taken them, newest first."""
        own = true() if organisation_ids is None else HandoffRow.organisation_id.in_(list(organisation_ids))
        nobody = and_(HandoffRow.claimed_at.is_(None), HandoffRow.closed_at >= since, HandoffRow.kind.in_(_LIVE))
        return await self._read(and_(own, nobody), order=(HandoffRow.closed_at.desc(), HandoffRow.id))

    async def _read(self, condition: Any, *, order: tuple[Any, ...]) -> list[Handoff]:
        rows = await self._session.scalars(
            select(HandoffRow).where(condition).order_by(*order).execution_options(populate_existing=True)
        )
        return [handoff_of(row) for row in rows]

    async def _moved(self, change: Update) -> Handoff | None:
        row = await self._session.scalar(
            change.returning(HandoffRow).execution_options(synchronize_session=False, populate_existing=True)
        )
        return None if row is None else handoff_of(row)


def _unmoved(handoff: Handoff) -> Update:
    """Change it only where it is still as it was read."""
    holder = (
        HandoffRow.claimed_by.is_(None) if handoff.claimed_by is None else HandoffRow.claimed_by == handoff.claimed_by
    )
    return update(HandoffRow).where(HandoffRow.id == handoff.id, HandoffRow.status == handoff.status.value, holder)


def handoff_of(row: HandoffRow) -> Handoff:
    """Turn a row into a handoff."""
    return Handoff(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=HandoffKind(row.kind),
        organisation_id=row.organisation_id,
        risk=Risk(row.risk),
        status=HandoffStatus(row.status),
        requested_at=row.requested_at,
        brief=dict(row.brief),
        note=row.note,
        phone=row.phone,
        claimed_by=row.claimed_by,
        claimed_at=row.claimed_at,
        closed_at=row.closed_at,
        outcome=None if row.outcome is None else CloseOutcome(row.outcome),
        outcome_note=row.outcome_note,
        wanted_staff_id=row.wanted_staff_id,
        due_at=row.due_at,
    )
