"""Working papers and the history of cases between rows and values."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Select, case, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.case_draft import CaseDraft, CaseEvent, CaseMove
from bot.errors import Conflict, NotFound
from bot.storage.case_tables import CaseDraftRow, CaseEventRow
from bot.storage.staff_tables import StaffRow
from case_library.entry_format import restored, stored
from case_library.imprint import imprint
from case_library.masking.hidden import Masked
from case_library.precedent import Precedent, ReviewState

_EVENTS = select(CaseEventRow, StaffRow.name).outerjoin(StaffRow, StaffRow.id == CaseEventRow.staff_id)


class SqlCaseDrafts:
    """See `bot.service.case_ports.CaseDraftRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, draft: CaseDraft) -> None:
        """Keep a new paper."""
        self._session.add(
            CaseDraftRow(
                case_id=draft.entry.id,
                organisation_id=draft.organisation_id,
                dispute_id=draft.dispute_id,
                version=draft.version,
                imprint="" if draft.original is None or draft.dispute_id else imprint(draft.original),
                **_changing(draft),
            )
        )
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise Conflict("这个案例已经有人在整理了。", hint="请到“待审案例”里找。") from problem

    async def show(self, case_id: str) -> CaseDraft:
        """Read one."""
        found = await self.find(case_id)
        if found is None:
            raise NotFound("没有这份待审案例。")
        return found

    async def find(self, case_id: str) -> CaseDraft | None:
        """Read one, or None."""
        found = await self._read(select(CaseDraftRow).where(CaseDraftRow.case_id == case_id))
        return found[0] if found else None

    async def save(self, draft: CaseDraft) -> CaseDraft:
        """Save a paper where the stored version is still the one read."""
        saved = await self._session.scalar(
            update(CaseDraftRow)
            .where(CaseDraftRow.case_id == draft.entry.id, CaseDraftRow.version == draft.version)
            .values(**_changing(draft), version=draft.version + 1)
            .returning(CaseDraftRow.case_id)
            .execution_options(synchronize_session=False)
        )
        if saved is None:
            raise Conflict("这份案例刚刚被别的同事改过。", hint="请重新打开这一页再改。")
        return replace(draft, version=draft.version + 1)

    async def listed(self, organisation_id: str | None, states: Collection[ReviewState]) -> Sequence[CaseDraft]:
        """Return the papers of an organisation (all with None) in these states, the longest untouched first."""
        query = (
            select(CaseDraftRow)
            .where(CaseDraftRow.state.in_([state.value for state in states]))
            .order_by(CaseDraftRow.changed_at, CaseDraftRow.case_id)
        )
        if organisation_id is not None:
            query = query.where(CaseDraftRow.organisation_id == organisation_id)
        return await self._read(query)

    async def disputes_handed_over(self, dispute_ids: Sequence[str]) -> frozenset[str]:
        """Return which of these disputes have a paper."""
        found = await self._session.scalars(
            select(CaseDraftRow.dispute_id).where(CaseDraftRow.dispute_id.in_(dispute_ids))
        )
        return frozenset(dispute_id for dispute_id in found if dispute_id is not None)

    async def imprints(self) -> Mapping[str, str]:
        """Return every case that has a paper, with the imprint of its row; empty where that is no longer known."""
        row = CaseDraftRow
        original = case((row.imprint == "", row.original), else_="")  # papers of versions before 0011
        found = await self._session.execute(select(row.case_id, row.imprint, original))
        return {
            case_id: known or (imprint(restored(json.loads(text))) if text else "") for case_id, known, text in found
        }

    async def note(self, event: CaseEvent) -> None:
        """Add to the history."""
        self._session.add(
            CaseEventRow(
                case_id=event.case_id, at=event.at, staff_id=event.staff_id, move=event.move.value, note=event.note
            )
        )
        await self._session.flush()

    async def withdrawals(self, limit: int) -> Sequence[CaseEvent]:
        """Return the withdrawals after which nothing more was done to the case, newest first."""
        later = aliased(CaseEventRow)
        something_since = exists().where(later.case_id == CaseEventRow.case_id, later.id > CaseEventRow.id)
        return await self._events(
            _EVENTS.where(CaseEventRow.move == CaseMove.WITHDRAWN.value, ~something_since)
            .order_by(CaseEventRow.id.desc())
            .limit(limit)
        )

    async def history(self, case_id: str) -> Sequence[CaseEvent]:
        """Return the history with the names of who did it, oldest first."""
        return await self._events(_EVENTS.where(CaseEventRow.case_id == case_id).order_by(CaseEventRow.id))

    async def _events(self, query: Select[CaseEventRow, str]) -> Sequence[CaseEvent]:
        rows = await self._session.execute(query)
        return [
            CaseEvent(row.case_id, row.at, CaseMove(row.move), row.staff_id, name or "", row.note) for row, name in rows
        ]

    async def _read(self, query: Select[CaseDraftRow]) -> list[CaseDraft]:
        rows = await self._session.scalars(query.execution_options(populate_existing=True))
        return [_draft(row) for row in rows]


def _changing(draft: CaseDraft) -> dict[str, object]:
    return {
        "state": draft.state.value,
        "original": "" if draft.original is None else _written(draft.original),
        "entry": _written(draft.entry),
        "masked": [asdict(masked) for masked in draft.masked],
        "warnings": list(draft.warnings),
        "last_by": draft.last_by,
        "changed_at": draft.changed_at,
    }


def _written(case: Precedent) -> str:
    return json.dumps(stored(case), ensure_ascii=False)


def _draft(row: CaseDraftRow) -> CaseDraft:
    return CaseDraft(
        entry=restored(json.loads(row.entry)),
        organisation_id=row.organisation_id,
        changed_at=row.changed_at,
        dispute_id=row.dispute_id,
        original=restored(json.loads(row.original)) if row.original else None,
        masked=tuple(Masked(**masked) for masked in row.masked),
        warnings=tuple(row.warnings),
        last_by=row.last_by,
        version=row.version,
    )
