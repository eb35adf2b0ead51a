"""Looks, corrections and ratings between rows and values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Author
from bot.service.docket_ports import Correction
from bot.storage.conversation_tables import MessageRow
from bot.storage.mediation_tables import MediationRow
from bot.storage.oversight_tables import CorrectionRow, LookRow, RatingRow


def _said_to_a_mediator() -> ColumnElement[bool]:
    """Whether it was said in a mediation of two parties: that leaves the talk for nobody, and teaches no model."""
    return exists().where(
        or_(
            and_(MediationRow.conversation_id == MessageRow.conversation_id, MessageRow.at >= MediationRow.opened_at),
            MediationRow.respondent_conversation_id == MessageRow.conversation_id,
        )
    )


class SqlOversight:
    """See `bot.service.docket_ports.OversightRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note_look(self, staff_id: str, subject: str, subject_id: str, at: datetime) -> None:
        """Record that somebody looked."""
        self._session.add(LookRow(staff_id=staff_id, subject=subject, subject_id=subject_id, at=at))
        await self._session.flush()

    async def looks(self, *, since: datetime, limit: int = 500) -> Sequence[tuple[datetime, str, str, str]]:
        """Return (when, staff id, subject, subject id), newest first."""
        rows = await self._session.scalars(
            select(LookRow).where(LookRow.at >= since).order_by(LookRow.id.desc()).limit(limit)
        )
        return [(row.at, row.staff_id, row.subject, row.subject_id) for row in rows]

    async def note_correction(self, conversation_id: str, correction: Correction) -> None:
        """Keep a correction for retraining and review."""
        self._session.add(
            CorrectionRow(
                conversation_id=conversation_id,
                staff_id=correction.staff_id,
                kind=correction.kind,
                before=dict(correction.before),
                after=dict(correction.after),
                reason=correction.reason,
                at=correction.at,
            )
        )
        await self._session.flush()

    async def corrections(self, conversation_id: str) -> Sequence[Correction]:
        """Return a conversation's corrections, oldest first."""
        rows = await self._session.scalars(
            select(CorrectionRow)
            .where(CorrectionRow.conversation_id == conversation_id)
            .order_by(CorrectionRow.id)
            .execution_options(populate_existing=True)
        )
        return [
            Correction(row.at, row.kind, dict(row.before), dict(row.after), row.reason, row.staff_id) for row in rows
        ]

    async def corrected_stories(self) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
        """Return what staff corrected, with the citizen's words; see the port."""
        rows = await self._session.execute(
            select(CorrectionRow.conversation_id, CorrectionRow.after)
            .where(CorrectionRow.kind == "triage", CorrectionRow.staff_id.is_not(None))
            .order_by(CorrectionRow.id)
        )
        latest = {conversation_id: dict(after) for conversation_id, after in rows if after}
        told = await self._session.execute(
            select(MessageRow.conversation_id, MessageRow.text)
            .where(
                MessageRow.conversation_id.in_(latest),
                MessageRow.author == Author.CITIZEN,
                MessageRow.text != "",
                ~_said_to_a_mediator(),
            )
            .order_by(MessageRow.id)
        )
        stories: dict[str, list[str]] = {}
        for conversation_id, text in told:
            stories.setdefault(conversation_id, []).append(text)
        return [(one, "\n".join(stories[one]), after) for one, after in latest.items() if one in stories]

    async def rate(self, conversation_id: str, stars: int, comment: str, at: datetime) -> bool:
        """Keep a rating, once."""
        if await self._session.get(RatingRow, conversation_id) is not None:
            return False
        self._session.add(RatingRow(conversation_id=conversation_id, stars=stars, comment=comment, at=at))
        await self._session.flush()
        return True

    async def is_rated(self, conversation_id: str) -> bool:
        """Whether there is a rating."""
        return await self._session.get(RatingRow, conversation_id) is not None

    async def erase(self, conversation_id: str) -> None:
        """Empty the texts of a conversation's corrections and rating."""
        await self._session.execute(
            update(CorrectionRow)
            .where(CorrectionRow.conversation_id == conversation_id)
            .values(before={}, after={}, reason="")
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            update(RatingRow)
            .where(RatingRow.conversation_id == conversation_id)
            .values(comment="")
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()
