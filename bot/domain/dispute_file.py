"""The whole file of a dispute: parties, mediators, records, agreement, instalments, terms, things attached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.domain.dispute import Dispute, DisputeState
from bot.domain.file_entries import (
    Agreement,
    Confirmation,
    Entry,
    Investigation,
    Notice,
    Referral,
    Session,
    Visit,
    read_entry,
)

LONGEST_NAME = 200
"""Characters of a party's name."""


class PartyRole(StrEnum):
    """On which side a party stands."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    OTHER = "other"


class PartyKind(StrEnum):
    """A natural person, or a legal person or other organisation; the report counts their relations."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Party:
    """One party. Of the identity number only the last four characters are kept, to tell namesakes apart."""

    position: int
    role: PartyRole
    kind: PartyKind
    name: str
    phone: str = ""
    gender: str = ""
    ethnicity: str = ""
    age: int | None = None
    occupation: str = ""
    address: str = ""
    id_tail: str = ""
    representative: str = ""
    """Legal representative of an organisation."""
    agent: str = ""
    agent_phone: str = ""
    agent_scope: str = ""
    """What the agent may do, as the power of attorney says."""
    conversation_id: str | None = None
    """A talk in which this party can be reached."""


@dataclass(frozen=True, slots=True)
class Mediator:
    """Who mediates; somebody without an account of the console has no `staff_id`."""

    name: str
    staff_id: str | None = None
    lead: bool = False


@dataclass(frozen=True, slots=True)
class FileEvent:
    """One step of a file: who, when, why. `day` is the day it took effect, `at` the moment it was written down."""

    at: datetime
    day: date
    step: str
    state: DisputeState
    from_state: DisputeState | None = None
    words: str = ""
    """What the citizen reads; empty for what concerns the office only."""
    note: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    staff_id: str | None = None
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One thing that was agreed to be done by a day. `amount` is in yuan, None for what is no payment."""

    position: int
    due_on: date
    amount: Decimal | None = None
    what: str = ""
    performed_on: date | None = None
    performed_amount: Decimal | None = None
    proof: str = ""
    doubted_on: date | None = None
    """The day on which a party said that it was not, or not wholly, performed."""
    asked_on: date | None = None
    """The day on which a party was asked about it."""

    @property
    def is_performed(self) -> bool:
        """Whether it is done in full."""
        paid = self.performed_amount
        return self.performed_on is not None and (self.amount is None or paid is None or paid >= self.amount)


@dataclass(frozen=True, slots=True)
class RunningClock:
    """One term of the file.

    Attributes:
        position: Its place in the file.
        code: Code of its rule in docket_clocks.yaml.
        subject: What it is about where there are several (position of the instalment or of the date); else empty.
        started_on: The day of the event it is counted from; that day itself is not counted.
        due_on: The last day.
        stopped_on: The day on which it was met or fell away; None while it runs.
        met: Whether what it asks for was done.
        paused_on: The day from which it stands still; None while it runs.
        paused_days: Days (of the rule's unit) it has stood still so far.
        estimated: The holidays of a year it reaches into are not announced: counted with plain weekends.
        remind_on: The day of the next reminder; None where there is none left.
    """

    position: int
    code: str
    started_on: date
    due_on: date
    subject: str = ""
    stopped_on: date | None = None
    met: bool = False
    paused_on: date | None = None
    paused_days: int = 0
    estimated: bool = False
    remind_on: date | None = None

    @property
    def runs(self) -> bool:
        """Whether it counts now."""
        return self.stopped_on is None and self.paused_on is None


@dataclass(frozen=True, slots=True)
class FileItem:
    """Something attached to the file. `kind`: paper, photo, voice, place."""

    id: str
    name: str
    media_type: str
    size: int
    kind: str
    note: str
    at: datetime
    staff_id: str | None = None
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class DisputeFile:
    """Everything on file about one dispute, oldest first."""

    dispute: Dispute
    parties: tuple[Party, ...] = ()
    mediators: tuple[Mediator, ...] = ()
    events: tuple[FileEvent, ...] = ()
    entries: tuple[Entry, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    clocks: tuple[RunningClock, ...] = ()
    items: tuple[FileItem, ...] = ()

    @property
    def applicants(self) -> tuple[Party, ...]:
        """Who applied."""
        return tuple(party for party in self.parties if party.role is PartyRole.APPLICANT)

    @property
    def respondents(self) -> tuple[Party, ...]:
        """The other side."""
        return tuple(party for party in self.parties if party.role is PartyRole.RESPONDENT)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Records of the sessions."""
        return tuple(read_entry(entry, Session) for entry in self.entries if entry.kind == "session")

    @property
    def investigations(self) -> tuple[Investigation, ...]:
        """Records of fact finding."""
        return tuple(read_entry(entry, Investigation) for entry in self.entries if entry.kind == "investigation")

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Follow-up visits."""
        return tuple(read_entry(entry, Visit) for entry in self.entries if entry.kind == "visit")

    @property
    def notice(self) -> Notice | None:
        """How rights and duties were told; the latest."""
        return next((read_entry(entry, Notice) for entry in reversed(self.entries) if entry.kind == "notice"), None)

    @property
    def agreement(self) -> Agreement | None:
        """The agreement in force: the latest."""
        return next(
            (read_entry(entry, Agreement) for entry in reversed(self.entries) if entry.kind == "agreement"), None
        )

    @property
    def confirmation(self) -> Confirmation | None:
        """Application to the court and its ruling; later entries complete earlier ones."""
        parts = [entry for entry in self.entries if entry.kind == "confirmation"]
        if not parts:
            return None
        content = {key: value for entry in parts for key, value in entry.content.items() if value not in ("", None)}
        last = parts[-1]
        return read_entry(
            Entry(last.kind, last.day, last.at, content, staff_id=last.staff_id, staff_name=last.staff_name),
            Confirmation,
        )

    @property
    def referral(self) -> Referral | None:
        """To which body it went, with the receipt where there is one."""
        parts = [entry for entry in self.entries if entry.kind == "referral"]
        if not parts:
            return None
        content = {key: value for entry in parts for key, value in entry.content.items() if value not in ("", None)}
        first = parts[0]
        return read_entry(
            Entry(first.kind, first.day, first.at, content, staff_id=first.staff_id, staff_name=first.staff_name),
            Referral,
        )

    def is_mediator(self, staff_id: str) -> bool:
        """Whether a member of staff mediates here."""
        return any(mediator.staff_id == staff_id for mediator in self.mediators)
