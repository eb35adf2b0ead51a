"""Everything of files beside their first page, read for many files at once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.dispute import Dispute
from bot.domain.dispute_file import DisputeFile, FileItem, Mediator
from bot.storage.dispute_tables import DisputeEventRow
from bot.storage.docket_tables import ClockRow, EntryRow, InstalmentRow, ItemRow, MediatorRow, PartyRow
from bot.storage.file_rows import clock_of, entry_of, event_of, instalment_of, party_of
from bot.storage.staff_tables import StaffRow

Part = TypeVar("Part")


class FileParts:
    """Reads parts of files over one session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def complete(self, disputes: Sequence[Dispute]) -> list[DisputeFile]:
        """Return the whole files of disputes, in their order."""
        ids = [dispute.id for dispute in disputes]
        names = await self._staff_names()
        parties = await self._parts(_of(PartyRow, ids).order_by(PartyRow.position), party_of)
        mediators = await self._parts(
            _of(MediatorRow, ids).order_by(MediatorRow.position), lambda row: Mediator(row.name, row.staff_id, row.lead)
        )
        events = await self._parts(
            _of(DisputeEventRow, ids).order_by(DisputeEventRow.id),
            lambda row: event_of(row, names.get(row.staff_id or "", "")),
        )
        entries = await self._parts(
            _of(EntryRow, ids).order_by(EntryRow.id), lambda row: entry_of(row, names.get(row.staff_id or "", ""))
        )
        instalments = await self._parts(_of(InstalmentRow, ids).order_by(InstalmentRow.position), instalment_of)
        clocks = await self._parts(_of(ClockRow, ids).order_by(ClockRow.position), clock_of)
        items = await self._parts(
            _of(ItemRow, ids).order_by(ItemRow.at, ItemRow.id),
            lambda row: _item(row, names.get(row.staff_id or "", "")),
        )
        return [
            DisputeFile(
                dispute,
                parties=parties[dispute.id],
                mediators=mediators[dispute.id],
                events=events[dispute.id],
                entries=entries[dispute.id],
                instalments=instalments[dispute.id],
                clocks=clocks[dispute.id],
                items=items[dispute.id],
            )
            for dispute in disputes
        ]

    async def with_parties(self, disputes: Sequence[Dispute]) -> list[DisputeFile]:
        """Return files with their parties and nothing else."""
        ids = [dispute.id for dispute in disputes]
        parties = await self._parts(_of(PartyRow, ids).order_by(PartyRow.position), party_of)
        return [DisputeFile(dispute, parties=parties[dispute.id]) for dispute in disputes]

    async def _staff_names(self) -> dict[str, str]:
        return {row.id: row.name for row in await self._session.execute(select(StaffRow.id, StaffRow.name))}

    async def _parts(self, query: Select[Any], reads: Callable[[Any], Part]) -> dict[str, tuple[Part, ...]]:
        found: dict[str, list[Part]] = defaultdict(list)
        for row in await self._session.scalars(query.execution_options(populate_existing=True)):
            found[row.dispute_id].append(reads(row))
        return defaultdict(tuple, {dispute_id: tuple(parts) for dispute_id, parts in found.items()})


def _of(row: Any, ids: Sequence[str]) -> Select[Any]:
    return select(row).where(row.dispute_id.in_(ids))


def _item(row: ItemRow, staff_name: str) -> FileItem:
    return FileItem(row.id, row.name, row.media_type, row.size, row.kind, row.note, row.at, row.staff_id, staff_name)
