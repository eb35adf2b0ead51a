"""Folders of cases between rows and values."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.case_draft import CaseFolder, FolderItem
from bot.errors import NotFound
from bot.storage.case_tables import CaseFolderItemRow, CaseFolderRow
from bot.storage.upsert import insert_or_update


class SqlCaseFolders:
    """See `bot.service.case_ports.CaseFolderRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, folder: CaseFolder, made_by: str) -> None:
        """Keep a new folder."""
        self._session.add(
            CaseFolderRow(
                id=folder.id,
                name=folder.name,
                organisation_id=folder.organisation_id,
                dispute_id=folder.dispute_id,
                handoff_id=folder.handoff_id,
                made_by=made_by,
                made_at=folder.made_at,
                removed_at=None,
            )
        )
        await self._session.flush()

    async def show(self, folder_id: str) -> CaseFolder:
        """Read one with its cases, in the order in which they came in."""
        found = await self._read(select(CaseFolderRow).where(CaseFolderRow.id == folder_id))
        if not found:
            raise NotFound("没有这个案例夹。")
        return found[0]

    async def of_organisations(self, organisation_ids: Collection[str] | None) -> Sequence[CaseFolder]:
        """Return the folders of organisations (of all with None) with their cases, newest first."""
        query = select(CaseFolderRow).order_by(CaseFolderRow.made_at.desc(), CaseFolderRow.id)
        if organisation_ids is not None:
            query = query.where(CaseFolderRow.organisation_id.in_(organisation_ids))
        return await self._read(query)

    async def put(self, folder_id: str, case_id: str, note: str, staff_id: str, at: datetime) -> None:
        """Put a case in; one that is in gets the new note."""
        await self._session.execute(
            insert_or_update(
                self._session,
                CaseFolderItemRow,
                {"folder_id": folder_id, "case_id": case_id},
                {"note": note, "added_by": staff_id, "added_at": at},
                {"note": note},
            )
        )

    async def take_out(self, folder_id: str, case_id: str) -> None:
        """Take a case out."""
        await self._session.execute(
            delete(CaseFolderItemRow).where(
                CaseFolderItemRow.folder_id == folder_id, CaseFolderItemRow.case_id == case_id
            )
        )

    async def remove(self, folder_id: str, at: datetime) -> None:
        """Remove a folder; it is no longer shown."""
        await self._session.execute(
            update(CaseFolderRow)
            .where(CaseFolderRow.id == folder_id)
            .values(removed_at=at)
            .execution_options(synchronize_session=False)
        )

    async def _read(self, query: Select[CaseFolderRow]) -> list[CaseFolder]:
        rows = list(await self._session.scalars(query.where(CaseFolderRow.removed_at.is_(None))))
        items: dict[str, list[FolderItem]] = defaultdict(list)
        found = await self._session.execute(
            select(
                CaseFolderItemRow.folder_id,
                CaseFolderItemRow.case_id,
                CaseFolderItemRow.added_at,
                CaseFolderItemRow.note,
            )
            .where(CaseFolderItemRow.folder_id.in_([row.id for row in rows]))
            .order_by(CaseFolderItemRow.added_at, CaseFolderItemRow.case_id)
        )
        for folder_id, case_id, added_at, note in found:
            items[folder_id].append(FolderItem(case_id, added_at, note))
        return [
            CaseFolder(
                id=row.id,
                name=row.name,
                organisation_id=row.organisation_id,
                made_at=row.made_at,
                dispute_id=row.dispute_id,
                handoff_id=row.handoff_id,
                items=tuple(items[row.id]),
            )
            for row in rows
        ]
