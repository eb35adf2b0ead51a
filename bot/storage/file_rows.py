"""Parts of a file between rows and values."""

import re
import unicodedata
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from bot.domain.dispute import DisputeState
from bot.domain.dispute_file import FileEvent, Instalment, Mediator, Party, PartyKind, PartyRole, RunningClock
from bot.domain.file_entries import Entry
from bot.storage.dispute_rows import day_of
from bot.storage.dispute_tables import DisputeEventRow
from bot.storage.docket_tables import ClockRow, EntryRow, InstalmentRow, MediatorRow, PartyRow

_COLUMNS = {"position", "role", "kind", "name", "phone", "conversation_id"}
_MARKS = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """A name without blanks, marks and widths: what two spellings of one party share."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).casefold()[:200]


def party_row(dispute_id: str, party: Party) -> PartyRow:
    """A party as a row."""
    return PartyRow(
        dispute_id=dispute_id,
        position=party.position,
        role=party.role.value,
        kind=party.kind.value,
        name=party.name,
        name_key=name_key(party.name),
        phone=party.phone,
        details={key: value for key, value in asdict(party).items() if key not in _COLUMNS and value not in ("", None)},
        conversation_id=party.conversation_id,
    )


def party_of(row: PartyRow) -> Party:
    """A row as a party."""
    details: dict[str, Any] = dict(row.details)
    return Party(
        position=row.position,
        role=PartyRole(row.role),
        kind=PartyKind(row.kind),
        name=row.name,
        phone=row.phone,
        conversation_id=row.conversation_id,
        **details,
    )


def mediator_row(dispute_id: str, position: int, mediator: Mediator) -> MediatorRow:
    """A mediator as a row."""
    return MediatorRow(
        dispute_id=dispute_id, position=position, staff_id=mediator.staff_id, name=mediator.name, lead=mediator.lead
    )


def event_row(dispute_id: str, event: FileEvent) -> DisputeEventRow:
    """An event as a row."""
    return DisputeEventRow(
        dispute_id=dispute_id,
        at=event.at,
        day=event.day,
        step=event.step,
        state=event.state.value,
        from_state=None if event.from_state is None else event.from_state.value,
        words=event.words,
        note=event.note,
        reason=event.reason,
        details=dict(event.details),
        staff_id=event.staff_id,
    )


def event_of(row: DisputeEventRow, staff_name: str) -> FileEvent:
    """A row as an event; those from before the docket had steps read as a note."""
    return FileEvent(
        at=row.at,
        day=row.day or day_of(row.at),
        step=row.step or "register",
        state=DisputeState(row.state),
        from_state=None if row.from_state is None else DisputeState(row.from_state),
        words=row.words,
        note=row.note,
        reason=row.reason,
        details=dict(row.details or {}),
        staff_id=row.staff_id,
        staff_name=staff_name,
    )


def entry_row(dispute_id: str, entry: Entry) -> EntryRow:
    """An entry as a row."""
    return EntryRow(
        dispute_id=dispute_id,
        kind=entry.kind,
        day=entry.day,
        at=entry.at,
        content=dict(entry.content),
        staff_id=entry.staff_id,
    )


def entry_of(row: EntryRow, staff_name: str) -> Entry:
    """A row as an entry."""
    return Entry(row.kind, row.day, row.at, dict(row.content), row.id, row.staff_id, staff_name)


def instalment_row(dispute_id: str, each: Instalment) -> InstalmentRow:
    """An instalment as a row."""
    return InstalmentRow(
        dispute_id=dispute_id,
        position=each.position,
        due_on=each.due_on,
        amount_fen=_fen(each.amount),
        what=each.what,
        performed_on=each.performed_on,
        performed_fen=_fen(each.performed_amount),
        proof=each.proof,
        doubted_on=each.doubted_on,
        asked_on=each.asked_on,
    )


def instalment_of(row: InstalmentRow) -> Instalment:
    """A row as an instalment."""
    return Instalment(
        position=row.position,
        due_on=row.due_on,
        amount=_yuan(row.amount_fen),
        what=row.what,
        performed_on=row.performed_on,
        performed_amount=_yuan(row.performed_fen),
        proof=row.proof,
        doubted_on=row.doubted_on,
        asked_on=row.asked_on,
    )


def clock_row(dispute_id: str, clock: RunningClock) -> ClockRow:
    """A term as a row."""
    return ClockRow(dispute_id=dispute_id, **asdict(clock))


def clock_of(row: ClockRow) -> RunningClock:
    """A row as a term."""
    return RunningClock(
        position=row.position,
        code=row.code,
        started_on=row.started_on,
        due_on=row.due_on,
        subject=row.subject,
        stopped_on=row.stopped_on,
        met=row.met,
        paused_on=row.paused_on,
        paused_days=row.paused_days,
        estimated=row.estimated,
        remind_on=row.remind_on,
    )


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int(yuan * 100)


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100
