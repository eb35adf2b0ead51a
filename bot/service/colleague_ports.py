"""Records of colleagues asked or invited, and of how far staff have read, as the use cases see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.consultation import Consultation


class ConsultationRecords(Protocol):
    """Colleagues asked or invited; the conversation must be locked by whoever changes one."""

    async def add(self, consultation: Consultation) -> None:
        """Keep a new one."""
        ...

    async def of_handoff(self, handoff_id: str) -> Sequence[Consultation]:
        """Return all of a handoff, oldest first."""
        ...

    async def wanted_of(self, colleague_id: str) -> Sequence[Consultation]:
        """Return the open ones of a colleague, oldest first."""
        ...

    async def end(self, handoff_id: str, at: datetime, colleague_id: str | None = None) -> Sequence[Consultation]:
        """End the open ones of a handoff (of one colleague, or all); return those that were open."""
        ...

    async def answered(self, handoff_id: str, colleague_id: str, at: datetime) -> bool:
        """The colleague has answered: his open question is done. Whether there was one."""
        ...

    async def erase(self, conversation_id: str) -> None:
        """Empty the questions about a talk."""
        ...


class ReadingRecords(Protocol):
    """How far staff have read."""

    async def note_read(self, conversation_id: str, staff_id: str, up_to_id: int, at: datetime) -> bool:
        """Remember it; never backwards. Whether it was news."""
        ...

    async def read_up_to(self, conversation_id: str) -> int:
        """Return the last message of a talk that any member of staff has had on his screen; 0 for none."""
        ...
