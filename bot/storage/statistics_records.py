"""Rows reduced to what the report counts: a few columns, and only the steps that are counted."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.counting.counted_files import CountedFile, FiledStep, FirstPage, counted
from bot.domain.dispute import DisputeSource
from bot.domain.handoff import LIVE_KINDS
from bot.storage.conversation_tables import ConversationRow
from bot.storage.dispute_tables import DisputeEventRow, DisputeRow
from bot.storage.handoff_tables import HandoffRow

_CHINA = ZoneInfo("Asia/Shanghai")
_COUNTED_STEPS = ("accept", "session", "agree", "remediate", "default", "apply_confirmation", "confirm", "visit")
_AT_ONCE = 5000
"""Ids asked for in one statement; SQLite takes 32,766 parameters, PostgreSQL 32,767."""


class SqlStatistics:
    """See `bot.service.statistics_ports.StatisticsRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def counted_files(
        self, first: date, last: date, organisations: Collection[str] | None = None
    ) -> Sequence[CountedFile]:
        """Return the files that were open in a span of days, or in which something happened."""
        rows = (
            await self._session.execute(
                select(
                    DisputeRow.id,
                    DisputeRow.organisation_id,
                    DisputeRow.category,
                    DisputeRow.source,
                    DisputeRow.registered_at,
                    DisputeRow.place,
                    DisputeRow.people,
                    DisputeRow.outcome,
                    DisputeRow.closed_on,
                    DisputeRow.closure,
                    DisputeRow.agreed_fen,
                )
                .where(
                    DisputeRow.registered_at < _midnight(last + timedelta(days=1)),
                    or_(DisputeRow.closed_on.is_(None), DisputeRow.closed_on >= first, _touched_since(first)),
                    _of(organisations, DisputeRow.organisation_id),
                )
                .order_by(DisputeRow.registered_at, DisputeRow.id)
            )
        ).all()
        steps = await self._steps([row.id for row in rows])
        return [
            counted(
                FirstPage(
                    id=row.id,
                    organisation_id=row.organisation_id,
                    category=row.category,
                    source=row.source,
                    source_group=DisputeSource(row.source).group,
                    registered_on=row.registered_at.astimezone(_CHINA).date(),
                    place=row.place,
                    people=row.people,
                    lead=row.source == DisputeSource.SCREENING,
                    outcome=row.outcome or "",
                    closed_on=row.closed_on,
                    closure_reason=(row.closure or {}).get("reason", ""),
                    prevented=(row.closure or {}).get("prevented", ""),
                    prevented_people=(row.closure or {}).get("prevented_people", 0),
                    agreed_fen=row.agreed_fen,
                ),
                steps[row.id],
            )
            for row in rows
        ]

    async def talks_by_category(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """Count the talks begun in a span of time by the category of their first subject."""
        category = ConversationRow.state["subjects"][0]["category"].as_string()
        found = await self._session.execute(
            select(category, func.count())
            .where(
                ConversationRow.started_at >= since,
                ConversationRow.started_at < until,
                ConversationRow.erased_at.is_(None),
            )
            .group_by(category)
        )
        return {code: number for code, number in found if code is not None}

    async def waits(
        self, since: datetime, until: datetime, organisations: Collection[str] | None = None
    ) -> Sequence[float]:
        """Return in minutes how long live requests waited until somebody took them."""
        found = await self._session.execute(
            select(HandoffRow.requested_at, HandoffRow.claimed_at).where(
                HandoffRow.kind.in_([kind.value for kind in LIVE_KINDS]),
                HandoffRow.requested_at >= since,
                HandoffRow.requested_at < until,
                HandoffRow.claimed_at.is_not(None),
                _of(organisations, HandoffRow.organisation_id),
            )
        )
        return [(claimed - requested).total_seconds() / 60 for requested, claimed in found if claimed is not None]

    async def _steps(self, ids: Sequence[str]) -> Mapping[str, list[FiledStep]]:
        steps: dict[str, list[FiledStep]] = defaultdict(list)
        for start in range(0, len(ids), _AT_ONCE):
            found = await self._session.execute(
                select(
                    DisputeEventRow.dispute_id,
                    DisputeEventRow.step,
                    DisputeEventRow.day,
                    DisputeEventRow.at,
                    DisputeEventRow.reason,
                    DisputeEventRow.details,
                )
                .where(
                    DisputeEventRow.dispute_id.in_(ids[start : start + _AT_ONCE]),
                    DisputeEventRow.step.in_(_COUNTED_STEPS),
                )
                .order_by(DisputeEventRow.id)
            )
            for dispute_id, step, day, at, reason, details in found:
                filed = FiledStep(step, day or at.astimezone(_CHINA).date(), reason, details or {})
                steps[dispute_id].append(filed)
        return steps


def _of(organisations: Collection[str] | None, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return true() if organisations is None else column.in_(sorted(organisations))


def _touched_since(first: date) -> ColumnElement[bool]:
    """A visit after the end is counted too, by the day it took place."""
    late = select(DisputeEventRow.dispute_id).where(DisputeEventRow.day >= first, DisputeEventRow.step == "visit")
    return DisputeRow.id.in_(late)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_CHINA)
