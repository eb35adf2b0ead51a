"""Files that may be the same dispute, and parties who come again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.dispute_file import DisputeFile, PartyRole
from bot.service.file_ports import Likeness
from bot.storage.dispute_rows import read_disputes
from bot.storage.dispute_tables import DisputeRow
from bot.storage.docket_tables import LinkRow, PartyRow
from bot.storage.file_parts import FileParts
from bot.storage.file_rows import name_key


class SqlFileLinks:
    """The part of `bot.service.file_ports.FileRecords` that compares files."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def repeat_parties(self, dispute_id: str) -> Sequence[tuple[str, int]]:
        """Return (name, in how many other files) of the parties of a file who appear elsewhere."""
        found = []
        rows = await self._session.scalars(select(PartyRow).where(PartyRow.dispute_id == dispute_id))
        for row in list(rows):
            if not row.name_key:
                continue
            same = select(func.count(PartyRow.dispute_id.distinct())).where(
                PartyRow.name_key == row.name_key, PartyRow.dispute_id != dispute_id
            )
            if row.phone:  # a name alone is shared by many; a number that differs tells two persons apart
                same = same.where(or_(PartyRow.phone == row.phone, PartyRow.phone == ""))
            if count := await self._session.scalar(same) or 0:
                found.append((row.name, count))
        return found

    async def comparable(self, file: DisputeFile, since: datetime, limit: int = 200) -> Sequence[DisputeFile]:
        """Return files registered since a moment that share the category, a name or a phone number."""
        keys = [key for party in file.parties if (key := name_key(party.name))]
        phones = [party.phone for party in file.parties if party.phone]
        known = select(PartyRow.dispute_id).where(or_(PartyRow.name_key.in_(keys), PartyRow.phone.in_(phones)))
        near = DisputeRow.organisation_id == file.dispute.application.organisation_id
        query = (
            select(DisputeRow)
            .where(
                DisputeRow.id != file.dispute.id,
                DisputeRow.registered_at >= since,
                or_(DisputeRow.id.in_(known), near & (DisputeRow.category == file.dispute.application.category)),
            )
            .order_by(DisputeRow.registered_at.desc(), DisputeRow.id)
            .limit(limit)
        )
        return await FileParts(self._session).with_parties(await read_disputes(self._session, query))

    async def not_compared(self, limit: int) -> Sequence[str]:
        """Return ids of files that were not compared with others yet, oldest first."""
        query = select(DisputeRow.id).where(DisputeRow.compared_at.is_(None)).order_by(DisputeRow.registered_at)
        return list(await self._session.scalars(query.limit(limit)))

    async def note_compared(self, dispute_id: str, at: datetime) -> None:
        """Remember that a file was compared with the others."""
        (await self._session.get_one(DisputeRow, dispute_id)).compared_at = at
        await self._session.flush()

    async def against_the_same(self, dispute_id: str) -> int:
        """Count the files whose respondent is that of a file, itself included."""
        names = select(PartyRow.name_key).where(
            PartyRow.dispute_id == dispute_id, PartyRow.role == PartyRole.RESPONDENT.value, PartyRow.name_key != ""
        )
        counted = select(func.count(PartyRow.dispute_id.distinct())).where(
            PartyRow.role == PartyRole.RESPONDENT.value, PartyRow.name_key.in_(names)
        )
        return await self._session.scalar(counted) or 0

    async def suggest(self, dispute_id: str, likeness: Sequence[Likeness], at: datetime) -> None:
        """Remember which files may be the same; decided ones stay as they are."""
        for each in likeness:
            if await self._link(dispute_id, each.dispute.id) is not None:
                continue
            self._session.add(
                LinkRow(
                    dispute_id=dispute_id,
                    other_id=each.dispute.id,
                    score=each.score,
                    reasons=list(each.reasons),
                    state="suggested",
                    at=at,
                )
            )
        await self._session.flush()

    async def likenesses(self, dispute_id: str) -> Sequence[Likeness]:
        """Return the files that may be the same, the likest first, from either side."""
        query = select(LinkRow).where(or_(LinkRow.dispute_id == dispute_id, LinkRow.other_id == dispute_id))
        links = list(await self._session.scalars(query.order_by(LinkRow.score.desc(), LinkRow.at)))
        others = {link: link.other_id if link.dispute_id == dispute_id else link.dispute_id for link in links}
        if not others:
            return []
        found = await read_disputes(self._session, select(DisputeRow).where(DisputeRow.id.in_(others.values())))
        disputes = {dispute.id: dispute for dispute in found}
        return [Likeness(disputes[others[link]], link.score, tuple(link.reasons), link.state) for link in links]

    async def decide_link(self, dispute_id: str, other_id: str, state: str, staff_id: str) -> bool:
        """Keep that a suggestion was dismissed or followed."""
        link = await self._link(dispute_id, other_id)
        if link is None:
            return False
        link.state, link.decided_by = state, staff_id
        await self._session.flush()
        return True

    async def _link(self, one: str, other: str) -> LinkRow | None:
        return await self._session.get(LinkRow, (one, other)) or await self._session.get(LinkRow, (other, one))
