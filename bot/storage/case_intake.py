"""Entries that come in page by page and are put in by one short step, so that nobody waits long for the writer.

SQLite has one writer at a time, and an import may bring ten thousands of entries: a citizen's message must be saved
meanwhile. What waits here is seen by nobody; what a crash leaves behind is removed when the next import begins.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, delete, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Unavailable
from bot.storage.case_records import PAGE, SqlCases, WrittenCase, parts
from bot.storage.case_tables import CaseIntakeEntryRow, CaseIntakeMarkRow, CaseIntakeRow, CaseMarkRow, CaseRow
from case_library.store import PutResult


class SqlCaseIntake:
    """One import on its way in; every method is a part of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def stage(self, intake_id: str, begun_at: datetime, entries: Sequence[WrittenCase]) -> None:
        """Let a page of entries wait; the first begins the intake."""
        if await self._session.get(CaseIntakeRow, intake_id) is None:
            await self._session.execute(insert(CaseIntakeRow).values(id=intake_id, begun_at=begun_at))
        rows = [
            {
                "intake_id": intake_id,
                "case_id": entry.id,
                "external_id": entry.external_id,
                "digest": entry.digest,
                "body": entry.body,
            }
            for entry in entries
        ]
        await self._session.execute(insert(CaseIntakeEntryRow), rows)
        marks = [
            {"intake_id": intake_id, "case_id": entry.id, "mark": mark} for entry in entries for mark in entry.marks
        ]
        await self._session.execute(insert(CaseIntakeMarkRow), marks)

    async def put_in(self, intake_id: str, expected: int, since: int) -> PutResult:
        """Put the entries that wait into the library: the database moves them, none passes through this program.

        Entries that people work on, or that were changed after revision `since`, stay as they stand.

        Raises:
            Unavailable: Not as many wait as were staged; nothing was put in.
        """
        before = await SqlCases(self._session).lock()
        entry = CaseIntakeEntryRow
        found = await self._session.execute(
            select(entry.case_id, CaseRow.digest, entry.digest)
            .outerjoin(CaseRow, CaseRow.id == entry.case_id)
            .where(entry.intake_id == intake_id)
        )
        rows = found.all()
        if len(rows) != expected:
            raise Unavailable("导入被打断了，没有导入任何案例，请再导入一次。")
        kept = await SqlCases(self._session).kept_from_imports({case_id: new for case_id, _, new in rows}, since)
        for some in parts(kept):
            for waiting in (CaseIntakeMarkRow, CaseIntakeEntryRow):
                await self._session.execute(
                    delete(waiting)
                    .where(waiting.intake_id == intake_id, waiting.case_id.in_(some))
                    .execution_options(synchronize_session=False)
                )
        standing = {case_id: digest for case_id, digest, _ in rows if case_id not in kept}
        if not standing:
            return PutResult((), (), (), before, tuple(sorted(kept)))
        if any(digest is not None for digest in standing.values()):
            coming = select(entry.case_id).where(entry.intake_id == intake_id)
            for gone in (
                delete(CaseMarkRow).where(CaseMarkRow.case_id.in_(coming)),
                delete(CaseRow).where(CaseRow.id.in_(coming)),
            ):
                await self._session.execute(gone.execution_options(synchronize_session=False))
        await self._session.execute(
            insert(CaseRow).from_select(
                ["id", "external_id", "digest", "revision", "body"],
                select(entry.case_id, entry.external_id, entry.digest, literal(before + 1, Integer), entry.body).where(
                    entry.intake_id == intake_id
                ),
            )
        )
        mark = CaseIntakeMarkRow
        await self._session.execute(
            insert(CaseMarkRow).from_select(
                ["mark", "case_id"], select(mark.mark, mark.case_id).where(mark.intake_id == intake_id)
            )
        )
        await SqlCases(self._session).note_revision(before + 1)
        added = sorted(case_id for case_id, digest in standing.items() if not digest)
        updated = sorted(case_id for case_id, digest in standing.items() if digest)
        return PutResult(tuple(added), tuple(updated), (), before + 1, tuple(sorted(kept)))

    async def clear_some(self, intake_id: str) -> bool:
        """Remove a page of what waits; say whether nothing is left."""
        entry = CaseIntakeEntryRow
        some = (
            await self._session.scalars(select(entry.case_id).where(entry.intake_id == intake_id).limit(PAGE))
        ).all()
        for table in (CaseIntakeMarkRow, CaseIntakeEntryRow):
            await self._session.execute(
                delete(table)
                .where(table.intake_id == intake_id, table.case_id.in_(some))
                .execution_options(synchronize_session=False)
            )
        if len(some) == PAGE:
            return False
        await self._session.execute(
            delete(CaseIntakeRow).where(CaseIntakeRow.id == intake_id).execution_options(synchronize_session=False)
        )
        return True

    async def begun_before(self, at: datetime) -> Sequence[str]:
        """Return the imports that began before a moment and were never cleared away."""
        return (await self._session.scalars(select(CaseIntakeRow.id).where(CaseIntakeRow.begun_at < at))).all()
