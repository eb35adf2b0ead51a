"""Records of waiting talks: the ladder, who is passed over, alarms, declared conflicts of interest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.handoff import Handoff
from bot.domain.ladder import LadderState


class PassedOver(StrEnum):
    """Why a talk is not offered to somebody again."""

    RECUSED = "recused"
    """He withdrew for a conflict of interest."""
    GAVE_UP = "gave_up"
    """He handed it on or back to the queue."""
    VANISHED = "vanished"
    """His console fell silent while he held it."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Somebody was alarmed for a talk in danger. `answer` is what he says he does about it."""

    handoff_id: str
    staff_id: str
    raised_at: datetime
    times: int
    seen_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredConflict:
    """A name too near to somebody to mediate: a relative, a firm of his."""

    id: str
    staff_id: str
    name: str
    note: str
    at: datetime


class LadderRecords(Protocol):
    """What a waiting talk goes through. A step is one conditional statement: of many processes one takes it."""

    async def standing(self) -> Sequence[tuple[Handoff, LadderState | None]]:
        """Return every waiting live handoff with where it stands; None where no step was taken yet."""
        ...

    async def state(self, handoff_id: str) -> LadderState | None:
        """Return where one stands."""
        ...

    async def move(self, handoff_id: str, seen: LadderState | None, to: LadderState) -> bool:
        """Take a step where it still stands as it was seen; False where another process took one."""
        ...

    async def restart(self, handoff_id: str, at: datetime) -> None:
        """Put it on the first rung: it came (back) into a queue."""
        ...

    async def pass_over(self, handoff_id: str, staff_id: str, reason: PassedOver, note: str, at: datetime) -> None:
        """Never offer it to this person again; a recusal stands over every other reason."""
        ...

    async def passed_over(self, handoff_ids: Collection[str]) -> Mapping[str, Mapping[str, PassedOver]]:
        """Return by handoff who is passed over, and why."""
        ...

    async def declare(self, conflict: DeclaredConflict) -> None:
        """Keep a declared name."""
        ...

    async def withdraw_declaration(self, conflict_id: str, staff_id: str) -> bool:
        """Take a person's own declaration back; False where there is none."""
        ...

    async def declared(self, staff_ids: Collection[str]) -> Sequence[DeclaredConflict]:
        """Return what these people declared."""
        ...

    async def raise_alarm(self, handoff_id: str, staff_id: str, at: datetime) -> None:
        """Note that somebody is alarmed; again counts how often."""
        ...

    async def answer_alarm(self, handoff_id: str, staff_id: str, at: datetime, answer: str) -> bool:
        """Note that somebody saw it, and what he does; False where he was never alarmed."""
        ...

    async def alarms(self, handoff_id: str) -> Sequence[Alarm]:
        """Return the alarms of a handoff, oldest first."""
        ...

    async def unanswered(self, staff_id: str) -> Sequence[Alarm]:
        """Return the alarms of open handoffs that a person has not answered."""
        ...

    async def erase(self, conversation_id: str) -> None:
        """Empty what was written about a conversation's handoffs; times and reasons stay."""
        ...
