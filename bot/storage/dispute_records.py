"""Registered disputes between rows and values."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.dispute import Dispute, DisputeApplication, DisputeState
from bot.domain.messages import CitizenAddress
from bot.errors import NotFound
from bot.storage.conversation_tables import ConversationRow
from bot.storage.dispute_rows import day_of, read_disputes
from bot.storage.dispute_tables import DisputeEventRow, DisputeRow, NumberCounterRow, WrongCodeRow
from bot.storage.upsert import insert_or_update


class SqlDisputes:
    """See `bot.service.docket_ports.DisputeRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def register(
        self,
        application: DisputeApplication,
        conversation_id: str | None,
        *,
        prefix: str,
        pattern: str,
        year: int,
        code: str,
        words: str,
        at: datetime,
        staff_id: str | None = None,
        state: DisputeState = DisputeState.APPLIED,
    ) -> Dispute:
        """Give the next number and save the file's first page."""
        next_number = insert_or_update(
            self._session,
            NumberCounterRow,
            {"organisation_id": application.organisation_id, "year": year},
            {"last": 1},
            {"last": NumberCounterRow.last + 1},
        ).returning(NumberCounterRow.last)
        given = (await self._session.execute(next_number)).scalar_one()
        row = DisputeRow(
            id=uuid4().hex,
            number=pattern.format(year=year, prefix=prefix, number=given),
            code=code,
            conversation_id=conversation_id,
            organisation_id=application.organisation_id,
            state=state.value,
            registered_at=at,
            category=application.category,
            subtype=application.subtype,
            risk=application.risk.value,
            summary=application.summary,
            facts=dict(application.facts),
            applicant_name=application.applicant_name,
            phone=application.phone,
            other_party=application.other_party,
            request=application.request,
            consented=application.consented,
            source=application.source.value,
        )
        self._session.add(row)
        await self._session.flush()
        event = DisputeEventRow(
            dispute_id=row.id,
            at=at,
            day=day_of(at),
            step="register",
            state=row.state,
            words=words,
            staff_id=staff_id,
        )
        self._session.add(event)
        await self._session.flush()
        return await self.show(row.id)

    async def show(self, dispute_id: str) -> Dispute:
        """Read one."""
        found = await self._read(select(DisputeRow).where(DisputeRow.id == dispute_id))
        if not found:
            raise NotFound("没有这件纠纷。")
        return found[0]

    async def by_number(self, number: str) -> Dispute | None:
        """Return the dispute of a number."""
        found = await self._read(select(DisputeRow).where(DisputeRow.number == number))
        return found[0] if found else None

    async def of_organisations(self, organisation_ids: Collection[str] | None, limit: int = 500) -> Sequence[Dispute]:
        """Return the disputes of organisations (all with None), newest first."""
        query = select(DisputeRow).order_by(DisputeRow.registered_at.desc(), DisputeRow.id).limit(limit)
        if organisation_ids is not None:
            query = query.where(DisputeRow.organisation_id.in_(organisation_ids))
        return await self._read(query)

    async def of_address(self, address: CitizenAddress) -> Sequence[Dispute]:
        """Return the disputes registered in the talks of an address, oldest first."""
        return await self._read(
            select(DisputeRow)
            .join(ConversationRow, ConversationRow.id == DisputeRow.conversation_id)
            .where(ConversationRow.channel == address.channel, ConversationRow.account == address.account)
            .order_by(DisputeRow.registered_at, DisputeRow.id)
        )

    async def of_conversation(self, conversation_id: str) -> Sequence[Dispute]:
        """Return the disputes registered in a conversation."""
        return await self._read(
            select(DisputeRow)
            .where(DisputeRow.conversation_id == conversation_id)
            .order_by(DisputeRow.registered_at, DisputeRow.id)
        )

    async def wrong_codes(self, number: str, since: datetime) -> int:
        """Count wrong codes given for a number since a moment."""
        counted = await self._session.scalar(
            select(func.count()).select_from(WrongCodeRow).where(WrongCodeRow.number == number, WrongCodeRow.at > since)
        )
        return counted or 0

    async def note_wrong_code(self, number: str, at: datetime) -> None:
        """Remember a wrong code."""
        self._session.add(WrongCodeRow(number=number[:100], at=at))
        await self._session.flush()

    async def _read(self, query: Select[DisputeRow]) -> list[Dispute]:
        return await read_disputes(self._session, query)
