"""Whole files of disputes: read and saved."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.attachments import Attachment
from bot.domain.dispute import Dispute
from bot.domain.dispute_file import DisputeFile, FileItem, Party
from bot.errors import NotFound, StaleConversation
from bot.service.file_ports import FileQuery
from bot.storage.dispute_rows import put_dispute, read_disputes
from bot.storage.dispute_tables import DisputeRow
from bot.storage.docket_tables import ClockRow, InstalmentRow, ItemRow, MediatorRow, PartyRow
from bot.storage.file_links import SqlFileLinks
from bot.storage.file_parts import FileParts
from bot.storage.file_rows import clock_row, entry_row, event_row, instalment_row, mediator_row, name_key, party_row
from bot.storage.file_terms import SqlFileTerms


class SqlFiles(SqlFileTerms, SqlFileLinks):
    """See `bot.service.file_ports.FileRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self._session = session

    async def show(self, dispute_id: str, *, lock: bool = False) -> DisputeFile:
        """Read one."""
        query = select(DisputeRow).where(DisputeRow.id == dispute_id)
        if lock:  # what the session remembers from an earlier look may be old once the lock is held
            query = query.with_for_update().execution_options(populate_existing=True)
        found = await read_disputes(self._session, query)
        if not found:
            raise NotFound("没有这件纠纷。")
        return (await FileParts(self._session).complete(found))[0]

    async def many(self, dispute_ids: Collection[str]) -> Sequence[DisputeFile]:
        """Read several, in the order of the ids."""
        if not dispute_ids:
            return []
        found = await read_disputes(self._session, select(DisputeRow).where(DisputeRow.id.in_(dispute_ids)))
        files = {file.dispute.id: file for file in await FileParts(self._session).complete(found)}
        return [files[dispute_id] for dispute_id in dispute_ids if dispute_id in files]

    async def begin(self, file: DisputeFile) -> None:
        """Save parties and terms of a file just registered."""
        dispute = file.dispute
        row = await self._session.get_one(DisputeRow, dispute.id)
        put_dispute(row, dispute)
        self._session.add_all([party_row(dispute.id, party) for party in file.parties])
        self._session.add_all([clock_row(dispute.id, clock) for clock in file.clocks])
        await self._session.flush()

    async def save(self, before: DisputeFile, after: DisputeFile) -> None:
        """Save what a step changed; lists of few rows are written anew, records and events are only ever added."""
        dispute_id = after.dispute.id
        row = await self._session.get(DisputeRow, dispute_id, with_for_update=True)
        if row is None or row.version != before.dispute.version:
            raise StaleConversation("别人刚刚改过这件案卷，请刷新后再办。")
        put_dispute(row, after.dispute)
        self._session.add_all([event_row(dispute_id, event) for event in after.events[len(before.events) :]])
        self._session.add_all([entry_row(dispute_id, entry) for entry in after.entries[len(before.entries) :]])
        await self._session.flush()
        if after.mediators != before.mediators:
            await self._session.execute(delete(MediatorRow).where(MediatorRow.dispute_id == dispute_id))
            self._session.add_all(
                [mediator_row(dispute_id, place, each) for place, each in enumerate(after.mediators, start=1)]
            )
        if after.instalments != before.instalments:
            await self._session.execute(delete(InstalmentRow).where(InstalmentRow.dispute_id == dispute_id))
            self._session.add_all([instalment_row(dispute_id, each) for each in after.instalments])
        if after.clocks != before.clocks:
            await self._session.execute(delete(ClockRow).where(ClockRow.dispute_id == dispute_id))
            self._session.add_all([clock_row(dispute_id, each) for each in after.clocks])
        await self._session.flush()

    async def put_party(self, dispute_id: str, party: Party) -> None:
        """Add a party, or replace the one in its place."""
        await self._session.merge(party_row(dispute_id, party))
        await self._session.flush()

    async def search(self, query: FileQuery) -> Sequence[Dispute]:
        """List files, newest first."""
        wanted = select(DisputeRow).order_by(DisputeRow.registered_at.desc(), DisputeRow.id)
        if query.organisation_ids is not None:
            wanted = wanted.where(DisputeRow.organisation_id.in_(list(query.organisation_ids)))
        if query.states:
            wanted = wanted.where(DisputeRow.state.in_([state.value for state in query.states]))
        if query.category:
            wanted = wanted.where(DisputeRow.category == query.category)
        if query.since is not None:
            wanted = wanted.where(DisputeRow.registered_at >= query.since)
        if query.mediator_id is not None:
            own = select(MediatorRow.dispute_id).where(MediatorRow.staff_id == query.mediator_id)
            wanted = wanted.where(DisputeRow.id.in_(own))
        for word in query.text.split()[:5]:
            named = select(PartyRow.dispute_id).where(PartyRow.name_key.contains(name_key(word), autoescape=True))
            wanted = wanted.where(
                or_(
                    DisputeRow.number.contains(word, autoescape=True),
                    DisputeRow.summary.contains(word, autoescape=True),
                    DisputeRow.place.contains(word, autoescape=True),
                    DisputeRow.id.in_(named),
                )
            )
        return await read_disputes(self._session, wanted.limit(query.limit).offset(query.offset))

    async def attach(self, dispute_id: str, file: Attachment, item: FileItem) -> None:
        """Attach something."""
        self._session.add(
            ItemRow(
                id=item.id,
                dispute_id=dispute_id,
                kind=item.kind,
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                note=item.note,
                at=item.at,
                staff_id=item.staff_id,
                content=file.content,
            )
        )
        await self._session.flush()

    async def item(self, dispute_id: str, item_id: str) -> Attachment | None:
        """Return what was attached, with its content."""
        found = (
            await self._session.execute(
                select(ItemRow.name, ItemRow.media_type, ItemRow.content).where(
                    ItemRow.id == item_id, ItemRow.dispute_id == dispute_id
                )
            )
        ).one_or_none()
        return None if found is None else Attachment(*found)

    async def count_items(self, dispute_id: str) -> int:
        """Count what is attached."""
        counted = select(func.count()).select_from(ItemRow).where(ItemRow.dispute_id == dispute_id)
        return await self._session.scalar(counted) or 0
