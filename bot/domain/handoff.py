"""Handing a citizen over to people: what is asked for, who holds it, which moves are allowed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nlp.findings import Risk


class HandoffKind(StrEnum):
    """Which kind of human is asked for."""

    MEDIATION_ROOM = "mediation_room"
    LAWYER_WINDOW = "lawyer_window"
    EMERGENCY = "emergency"
    """Danger: past every queue, the district duty officer is alarmed."""
    CALLBACK = "callback"
    """Nobody on duty: a message with a number to call back."""
    COMPLAINT = "complaint"
    """The citizen says the assistant was wrong."""


LIVE_KINDS = frozenset({HandoffKind.MEDIATION_ROOM, HandoffKind.LAWYER_WINDOW, HandoffKind.EMERGENCY})
"""Kinds in which a person takes the talk itself; a conversation has at most one open handoff of these."""

RISK_ORDER: Mapping[Risk, int] = {risk: place for place, risk in enumerate(Risk)}
"""Most urgent first; the queue is served in this order, and within a grade by waiting time."""


class HandoffStatus(StrEnum):
    """Life of a handoff."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    RETURNED = "returned"
    """Handed back to the assistant."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """The citizen left the queue."""


ALLOWED_MOVES: Mapping[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.WAITING: frozenset({HandoffStatus.CLAIMED, HandoffStatus.WITHDRAWN, HandoffStatus.CLOSED}),
    HandoffStatus.CLAIMED: frozenset(
        {HandoffStatus.WAITING, HandoffStatus.RETURNED, HandoffStatus.CLOSED, HandoffStatus.WITHDRAWN}
    ),
    HandoffStatus.RETURNED: frozenset(),
    HandoffStatus.CLOSED: frozenset(),
    HandoffStatus.WITHDRAWN: frozenset(),
}
"""CLAIMED -> WAITING is a transfer, or the return of a vanished colleague's talk to the queue. CLAIMED -> WITHDRAWN:
the citizen had his data erased."""


OPEN_STATUSES = frozenset({HandoffStatus.WAITING, HandoffStatus.CLAIMED})
"""Somebody still has to do something."""


class CloseOutcome(StrEnum):
    """How a live talk ended."""

    ANSWERED = "answered"
    MEDIATION_AGREED = "mediation_agreed"
    SETTLED = "settled"
    REFERRED = "referred"
    CITIZEN_LEFT = "citizen_left"
    DECLINED = "declined"
    CALLED_BACK = "called_back"


@dataclass(frozen=True, slots=True)
class HandoffRequest:
    """What the dialogue asks the service to open. `brief` is JSON: see bot/dialogue/brief.py for its fields."""

    kind: HandoffKind
    organisation_id: str
    risk: Risk
    brief: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    phone: str = ""
    due_at: datetime | None = None
    """When a call-back is promised."""
    wanted_staff_id: str | None = None
    """The mediator whom the citizen chose."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """A handoff as it is stored."""

    id: str
    conversation_id: str
    kind: HandoffKind
    organisation_id: str
    risk: Risk
    status: HandoffStatus
    requested_at: datetime
    brief: Mapping[str, Any]
    note: str = ""
    phone: str = ""
    claimed_by: str | None = None
    """Staff id of the one holder."""
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: CloseOutcome | None = None
    outcome_note: str = ""
    wanted_staff_id: str | None = None
    """Whom the citizen chose, or to whom a colleague handed it by name; others see that, and may step in."""
    due_at: datetime | None = None
    """When a call-back was promised."""

    @property
    def live(self) -> bool:
        """Whether a person takes the talk itself (not a call-back, not a complaint)."""
        return self.kind in LIVE_KINDS

    @property
    def dangerous(self) -> bool:
        """Whether somebody is in danger: past the queue, alarmed at once."""
        return self.kind is HandoffKind.EMERGENCY or self.risk is Risk.RED

    @property
    def may_be_rated(self) -> bool:
        """Whether a person talked with the citizen to an end: who walked away is not asked how he liked it."""
        over = self.status in {HandoffStatus.CLOSED, HandoffStatus.RETURNED}
        return self.claimed_at is not None and over and self.outcome is not CloseOutcome.CITIZEN_LEFT

    def may_become(self, status: HandoffStatus) -> bool:
        """Whether the table of moves allows it."""
        return status in ALLOWED_MOVES[self.status]


class HandoffMove(StrEnum):
    """What can happen to a handoff; every one is kept as an event with who, when and why."""

    REQUESTED = "requested"
    RISK_RAISED = "risk_raised"
    CLAIMED = "claimed"
    TRANSFERRED = "transferred"
    REQUEUED = "requeued"
    """The holder vanished; the talk went back to its place in the queue."""
    REMINDED = "reminded"
    """He has waited long and was told so; kept for histories that were written before there was a ladder."""
    LADDER = "ladder"
    """Nobody answered in time: the next step was taken, and he was told."""
    ALARMED = "alarmed"
    """The district duty officer and those on alarm were called."""
    ALARM_SEEN = "alarm_seen"
    """One of them saw it, and said what he does."""
    RECUSED = "recused"
    """A member of staff withdrew for a conflict of interest."""
    CHOSEN = "chosen"
    """The citizen chose his mediator, or none."""
    CONSENTED = "consented"
    """The citizen agreed to another organisation."""
    RETURNED = "returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    TAKEN_OVER = "taken_over"
    """A supervisor took it from the colleague who held it (`details.former`)."""
    HANDED_BACK = "handed_back"
    ASKED = "asked"
    """A colleague was asked, among staff."""
    COLLEAGUE_ANSWERED = "colleague_answered"
    INVITED = "invited"
    """A colleague was invited to speak to the citizen too."""
    LET_GO = "let_go"
    TRIAGE_CORRECTED = "triage_corrected"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class HandoffEvent:
    """One entry of a handoff's history. `staff_id` is None where the citizen or the house itself acted."""

    at: datetime
    move: HandoffMove
    staff_id: str | None = None
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
