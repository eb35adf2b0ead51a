"""The first page of a file between rows and values."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.dispute import Closure, Dispute, DisputeApplication, DisputeSource, DisputeState
from bot.storage.dispute_tables import DisputeEventRow, DisputeRow
from nlp.findings import Risk

CHINA = timezone(timedelta(hours=8))


def day_of(moment: datetime) -> date:
    """The day of a moment in China."""
    return moment.astimezone(CHINA).date()


async def read_disputes(session: AsyncSession, query: Select[DisputeRow]) -> list[Dispute]:
    """Read disputes with what citizens may read of their progress."""
    rows = list(await session.scalars(query))
    if not rows:
        return []
    steps: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    events = await session.execute(
        select(DisputeEventRow.dispute_id, DisputeEventRow.at, DisputeEventRow.words)
        .where(DisputeEventRow.dispute_id.in_([row.id for row in rows]), DisputeEventRow.words != "")
        .order_by(DisputeEventRow.id)
    )
    for dispute_id, at, words in events:
        steps[dispute_id].append((at, words))
    return [dispute_of(row, steps[row.id]) for row in rows]


def dispute_of(row: DisputeRow, history: Sequence[tuple[datetime, str]]) -> Dispute:
    """Turn a row into a dispute."""
    application = DisputeApplication(
        organisation_id=row.organisation_id,
        category=row.category,
        subtype=row.subtype,
        risk=Risk(row.risk),
        summary=row.summary,
        facts=dict(row.facts),
        applicant_name=row.applicant_name,
        phone=row.phone,
        other_party=row.other_party,
        request=row.request,
        consented=row.consented,
        source=DisputeSource(row.source),
    )
    return Dispute(
        id=row.id,
        number=row.number,
        code=row.code,
        conversation_id=row.conversation_id,
        state=DisputeState(row.state),
        registered_at=row.registered_at,
        application=application,
        history=tuple(history),
        version=row.version,
        resumes=None if row.resumes is None else DisputeState(row.resumes),
        closure=_closure(row),
        happened_on=row.happened_on,
        place=row.place,
        people=row.people,
        agreed_fen=row.agreed_fen,
        joined_into=row.joined_into,
    )


def put_dispute(row: DisputeRow, dispute: Dispute) -> None:
    """Write into a row what the steps of a file change."""
    row.state = dispute.state.value
    row.version = dispute.version
    row.resumes = None if dispute.resumes is None else dispute.resumes.value
    row.agreed_fen = dispute.agreed_fen
    row.joined_into = dispute.joined_into
    row.happened_on = dispute.happened_on
    row.place = dispute.place
    row.people = dispute.people
    row.risk = dispute.application.risk.value
    closure = dispute.closure
    row.outcome = None if closure is None else closure.outcome.value
    row.closed_on = None if closure is None else closure.on
    row.closure = None
    if closure is not None:
        row.closure = {
            "reason": closure.reason,
            "told_on": None if closure.told_on is None else closure.told_on.isoformat(),
            "told_how": closure.told_how,
            "roads": list(closure.roads),
            "note": closure.note,
            "prevented": closure.prevented,
            "prevented_people": closure.prevented_people,
        }


def _closure(row: DisputeRow) -> Closure | None:
    if row.outcome is None:
        return None
    kept = row.closure or {}
    told_on = kept.get("told_on")
    return Closure(
        outcome=DisputeState(row.outcome),
        reason=str(kept.get("reason", "unrecorded")),
        on=row.closed_on or day_of(row.registered_at),
        told_on=None if told_on is None else date.fromisoformat(told_on),
        told_how=str(kept.get("told_how", "")),
        roads=tuple(kept.get("roads", ())),
        note=str(kept.get("note", "")),
        prevented=str(kept.get("prevented", "")),
        prevented_people=int(kept.get("prevented_people", 0)),
    )
