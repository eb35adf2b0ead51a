"""A colleague who is asked about a talk, or invited into it; the talk keeps its one holder."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConsultationKind(StrEnum):
    """What the colleague is wanted for."""

    ASK = "ask"
    """To answer a question among staff; the citizen sees neither question nor answer."""
    JOIN = "join"
    """To speak to the citizen too, under his own name; the holder stays responsible."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """One request to a colleague. Open until he has answered (ASK), or somebody ends it."""

    id: str
    handoff_id: str
    kind: ConsultationKind
    asked_by: str
    colleague_id: str
    question: str
    asked_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether the colleague is still wanted."""
        return self.ended_at is None
