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
    HandoffStatus.CLAIMED: frozenset({HandoffStatus.WAITING, HandoffStatus.RETURNED, HandoffStatus.CLOSED}),
    HandoffStatus.RETURNED: frozenset(),
    HandoffStatus.CLOSED: frozenset(),
    HandoffStatus.WITHDRAWN: frozenset(),
}
"""CLAIMED -> WAITING is a transfer, or the return of a vanished colleague's talk to the queue."""


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
