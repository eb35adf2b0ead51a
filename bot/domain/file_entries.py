"""What is written into a file: an entry has a kind, a day and a content; here are its typed readings.

The fields are those of the forms in docket_steps.yaml; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `content` holds JSON values: texts, whole numbers, lists of texts, days as ISO texts."""

    kind: str
    day: date
    at: datetime
    content: Mapping[str, Any]
    id: int = 0
    staff_id: str | None = None
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Rights and duties were told (人民调解法 23, 24)."""

    day: date
    told_how: str = ""
    told_whom: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Investigation:
    """Fact finding: whom, where, what."""

    day: date
    time: str = ""
    place: str = ""
    asked: str = ""
    attendees: str = ""
    record: str = ""
    recorder: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One session: what was said is kept apart from what was offered (domain F.3)."""

    day: date
    time: str = ""
    place: str = ""
    attendees: str = ""
    cause: str = ""
    statements: str = ""
    checks: str = ""
    proposals: str = ""
    result: str = ""
    recorder: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed. `amount` is the sum in yuan; the instalments stand in the file."""

    day: date
    """The day it was concluded."""
    form: str = "written"
    """written, or oral where the parties need no paper (人民调解法 28)."""
    effective_on: date | None = None
    main_facts: str = ""
    issues: str = ""
    terms: str = ""
    amount: Decimal | None = None
    method: str = ""
    place: str = ""
    account: str = ""
    default_clause: str = ""
    copies: int = 0
    signed: tuple[str, ...] = ()
    """Who signed: parties, mediator, seal."""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Confirmation by the court: application and ruling. `ruling`: confirmed, rejected, not_accepted, withdrawn."""

    day: date
    court: str = ""
    applied_on: date | None = None
    ruling: str = ""
    ruling_number: str = ""
    ruled_on: date | None = None
    reason: str = ""
    note: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """To which body the matter went, and when it said that it has it."""

    day: date
    target: str = ""
    body: str = ""
    materials: str = ""
    basis: str = ""
    receipt_on: date | None = None
    receipt_by: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A follow-up: performance, satisfaction (1 to 5; 0 where not asked), what else was found."""

    day: date
    whom: str = ""
    visit_how: str = ""
    performance: str = ""
    satisfaction: int = 0
    lawsuit: str = ""
    hidden_risk: str = ""
    measures_taken: str = ""
    note: str = ""
    staff_name: str = ""


Reading = TypeVar("Reading", Notice, Investigation, Session, Agreement, Confirmation, Referral, Visit)


def read_entry(entry: Entry, reading: type[Reading]) -> Reading:
    """Read an entry as one of the types above; what it does not know is left out, what is missing stays empty."""
    known: dict[str, Any] = {"day": entry.day, "staff_name": entry.staff_name}
    for each in fields(reading):
        value = entry.content.get(each.name)
        if each.name in known or value is None or value == "":
            continue
        known[each.name] = _value(value, str(each.type))
    return reading(**known)


def _value(value: Any, kind: str) -> Any:
    if "Decimal" in kind:
        return Decimal(str(value))
    if "date" in kind:
        return date.fromisoformat(str(value))
    if "tuple" in kind:
        return tuple(str(part) for part in value)
    return int(value) if "int" in kind else str(value)
