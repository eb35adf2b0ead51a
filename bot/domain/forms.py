"""The forms (文书) of a file, and the plain values that they are filled from."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class FormKind(StrEnum):
    """Every form the office makes; the file set of people's mediation."""

    APPLICATION = "application"
    REGISTRATION = "registration"
    RIGHTS_NOTICE = "rights_notice"
    INVESTIGATION = "investigation"
    MEDIATION_RECORD = "mediation_record"
    AGREEMENT = "agreement"
    ORAL_AGREEMENT = "oral_agreement"
    FOLLOW_UP = "follow_up"
    CONFIRMATION = "confirmation"
    REFUSAL = "refusal"
    TERMINATION = "termination"
    REFERRAL = "referral"
    COVER = "cover"
    CONTENTS = "contents"
    CLOSING_NOTE = "closing_note"


@dataclass(frozen=True, slots=True)
class PartyOnPaper:
    """One party as a form shows him. `standing` is what he is in this file (申请人, 被申请人, 第三人)."""

    standing: str
    name: str
    gender: str = ""
    ethnicity: str = ""
    age: str = ""
    occupation: str = ""
    phone: str = ""
    address: str = ""
    representative: str = ""
    """Of a unit: its legal representative."""
    agent: str = ""
    is_unit: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing somebody is to do under an agreement. `amount` is in yuan, None where it is no money."""

    debtor: str
    creditor: str
    what: str
    amount: Decimal | None = None
    due_on: date | None = None
    method: str = ""
    account: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class AgreementOnPaper:
    """What the parties agreed.

    Attributes:
        facts: The main facts (调解法 29).
        issues: What was in dispute and who answers for what.
        terms: Clauses besides the duties, one a line.
        duties: Who does what for whom until when; several of money are instalments.
        total: Sum of money agreed in all, in yuan; None where none was agreed.
        default_clause: What follows where somebody does not perform.
        oral: Whether the parties chose an oral agreement (调解法 28).
        agreed_on: The day it was reached.
        copies: How many originals are made.
    """

    facts: str = ""
    issues: str = ""
    terms: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    total: Decimal | None = None
    default_clause: str = ""
    oral: bool = False
    agreed_on: date | None = None
    copies: int = 3


@dataclass(frozen=True, slots=True)
class MeetingOnPaper:
    """A session or an interview."""

    held_at: datetime | None = None
    place: str = ""
    present: str = ""
    asked: str = ""
    """Who was interviewed (调查记录)."""
    mediators: str = ""
    recorder: str = ""
    words: str = ""
    """What was said and found."""
    proposals: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class VisitOnPaper:
    """A follow-up visit (回访)."""

    visited_at: datetime | None = None
    visitor: str = ""
    visited: str = ""
    reason: str = ""
    performance: str = ""
    satisfaction: str = ""
    lawsuit: str = ""
    hidden_risk: str = ""
    steps: str = ""


@dataclass(frozen=True, slots=True)
class NoticeOnPaper:
    """What a notice or a letter of referral says beside the file: to whom, why, which roads stay open."""

    addressee: str = ""
    reason: str = ""
    reasons: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    consent: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the table of contents (卷内目录): pages are counted through the whole file from 1."""

    number: int
    name: str
    pages: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class VolumeOnPaper:
    """What cover, contents and closing note of an archived file say."""

    title: str = ""
    retention: str = ""
    bound_by: str = ""
    bound_on: date | None = None
    pages: int = 0
    remarks: str = ""
    contents: tuple[ContentsLine, ...] = ()


@dataclass(frozen=True, slots=True)
class FileForForms:
    """Everything the forms of one file are filled from; nothing here knows where it came from.

    Attributes:
        number: Number of the file, such as （2026）长高麓谷人调字第7号.
        organisation: Name of the committee.
        kind_name: Kind of the dispute in words.
        source_name: How it came in, in words.
        applied_on: When it was applied for; None where it is not known.
        accepted_on: When it was accepted.
        closed_on: When it ended.
    """

    number: str
    organisation: str
    kind_name: str
    source_name: str = ""
    parties: tuple[PartyOnPaper, ...] = ()
    summary: str = ""
    requests: tuple[str, ...] = ()
    applied_on: date | None = None
    accepted_on: date | None = None
    closed_on: date | None = None
    registrar: str = ""
    mediators: tuple[str, ...] = ()
    outcome: str = ""
    agreement: AgreementOnPaper = field(default_factory=AgreementOnPaper)
    meeting: MeetingOnPaper = field(default_factory=MeetingOnPaper)
    visit: VisitOnPaper = field(default_factory=VisitOnPaper)
    notice: NoticeOnPaper = field(default_factory=NoticeOnPaper)
    volume: VolumeOnPaper = field(default_factory=VolumeOnPaper)
    court: str = ""
    """Court that an application for confirmation goes to; configuration, never code."""


@dataclass(frozen=True, slots=True)
class DocumentStamp:
    """The foot of each page: number within the file, version, and a fingerprint of template and values."""

    number: str
    version: int
    fingerprint: str
