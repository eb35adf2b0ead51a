"""A registered dispute: the first page of its file, and where the file stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nlp.findings import Risk


class DisputeSource(StrEnum):
    """How the dispute reached us, as the report counts it."""

    ASSISTANT = "assistant"
    WALK_IN = "walk_in"
    OWN_MOTION = "own_motion"
    SCREENING = "screening"
    COURT_ASSIGNED = "court_assigned"
    """委派: before the court has taken the suit."""
    COURT_ENTRUSTED = "court_entrusted"
    """委托: of a suit the court has taken."""
    PROCURATORATE = "procuratorate"
    POLICE = "police"
    PETITION = "petition"
    OTHER_BODY = "other_body"

    @property
    def group(self) -> str:
        """Row of the report: application, own_motion or entrusted."""
        match self:
            case DisputeSource.ASSISTANT | DisputeSource.WALK_IN:
                return "application"
            case DisputeSource.OWN_MOTION | DisputeSource.SCREENING:
                return "own_motion"
            case _:
                return "entrusted"


class DisputeState(StrEnum):
    """Where the file stands; docket_steps.yaml describes each state and the steps between them."""

    LEAD = "lead"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    INFORMED = "informed"
    MEDIATING = "mediating"
    SUSPENDED = "suspended"
    ALERTED = "alerted"
    SETTLED = "settled"
    DEFAULTED = "defaulted"
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    PERFORMED = "performed"
    UNPERFORMED = "unperformed"
    COURT_CONFIRMED = "court_confirmed"
    ENDED = "ended"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"
    JOINED = "joined"
    LAPSED = "lapsed"
    ARCHIVED = "archived"


END_STATES = frozenset(
    {
        DisputeState.PERFORMED,
        DisputeState.UNPERFORMED,
        DisputeState.COURT_CONFIRMED,
        DisputeState.ENDED,
        DisputeState.DECLINED,
        DisputeState.REFUSED,
        DisputeState.WITHDRAWN,
        DisputeState.REFERRED,
        DisputeState.JOINED,
        DisputeState.LAPSED,
    }
)
"""The matter is over; what remains is a receipt, a visit and the archive."""
OPEN_STATES = frozenset(DisputeState) - END_STATES - {DisputeState.ARCHIVED}
"""The file is not finished."""


@dataclass(frozen=True, slots=True)
class DisputeApplication:
    """What the citizen, or a registrar for him, applies with. `consented` is the separate consent of PIPL 23."""

    organisation_id: str
    category: str
    subtype: str
    risk: Risk
    summary: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    applicant_name: str = ""
    phone: str = ""
    other_party: str = ""
    request: str = ""
    consented: bool = False
    source: DisputeSource = DisputeSource.ASSISTANT


@dataclass(frozen=True, slots=True)
class Closure:
    """How a file ended.

    Attributes:
        outcome: The end state; it stays here when the file is archived.
        reason: Code of the reason, named in docket_steps.yaml; `unrecorded` for files closed before reasons were kept.
        on: The day it ended.
        told_on: The day the parties were told of the other roads (人民调解法 26); None only where nobody recorded it.
        told_how: Code of how they were told.
        roads: Codes of the roads they were told of.
        note: What staff add.
        prevented: What worse course was prevented, as the report counts it; empty for none.
        prevented_people: How many persons that concerned.
    """

    outcome: DisputeState
    reason: str
    on: date
    told_on: date | None = None
    told_how: str = ""
    roads: tuple[str, ...] = ()
    note: str = ""
    prevented: str = ""
    prevented_people: int = 0


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute on file. `number` is public within the office, `code` is the citizen's secret for looking it up.

    Attributes:
        id: Its id.
        number: Number of the file.
        code: The citizen's query code.
        conversation_id: The talk it came from, None for a walk-in.
        state: Where it stands.
        registered_at: When it was registered.
        application: What was applied for.
        history: When and what, in words a citizen may read.
        version: Grows by one with each change.
        resumes: The state to which a suspended or alerted file goes back.
        closure: How it ended; None while it is open.
        happened_on: The day of the dispute, where known.
        place: Where it happened, in words.
        people: How many persons it concerns.
        agreed_fen: The sum of the agreement in hundredths of a yuan; None without one.
        joined_into: Id of the file it was joined to.
    """

    id: str
    number: str
    code: str
    conversation_id: str | None
    state: DisputeState
    registered_at: datetime
    application: DisputeApplication
    history: tuple[tuple[datetime, str], ...] = ()
    version: int = 0
    resumes: DisputeState | None = None
    closure: Closure | None = None
    happened_on: date | None = None
    place: str = ""
    people: int = 1
    agreed_fen: int | None = None
    joined_into: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the matter is not over."""
        return self.state in OPEN_STATES
