"""Records of rosters and of what a waiting talk goes through, as the use cases see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain.roster import Leave, Roster, Shift


@dataclass(frozen=True, slots=True)
class DutyProfile:
    """How many talks somebody holds at a time (None: as many as he likes), and what he is for (empty: everything)."""

    capacity: int | None = None
    categories: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


NO_PROFILE = DutyProfile()


@dataclass(frozen=True, slots=True)
class DutyEvent:
    """Who changed what in whose duty; `by_staff_id` is None where the operator did, with a command."""

    at: datetime
    by_staff_id: str | None
    staff_id: str
    change: str
    details: Mapping[str, Any] = field(default_factory=dict)


class DutyRecords(Protocol):
    """Memberships, capacity, shifts and leave."""

    async def roster(
        self, *, staff_ids: Collection[str] | None = None, organisation_ids: Collection[str] | None = None
    ) -> Roster:
        """Return shifts of these people and organisations (None: of all), with the leave of everybody in them."""
        ...

    async def lock(self, staff_ids: Collection[str]) -> None:
        """Let nobody else change the rosters of these people until the transaction ends."""
        ...

    async def add_shift(self, shift: Shift) -> None:
        """Keep a shift."""
        ...

    async def add_leave(self, leave: Leave) -> None:
        """Keep a leave."""
        ...

    async def shift(self, shift_id: str) -> Shift | None:
        """Return one shift."""
        ...

    async def leave(self, leave_id: str) -> Leave | None:
        """Return one leave."""
        ...

    async def remove_shift(self, shift_id: str) -> bool:
        """Take a shift away; False where somebody was first."""
        ...

    async def remove_leave(self, leave_id: str) -> bool:
        """Take a leave away; False where somebody was first."""
        ...

    async def profiles(self, staff_ids: Collection[str]) -> Mapping[str, DutyProfile]:
        """Return the profiles of these people; who has none is left out."""
        ...

    async def set_profile(self, staff_id: str, profile: DutyProfile) -> None:
        """Keep somebody's profile."""
        ...

    async def join(self, staff_id: str, organisation_id: str) -> None:
        """Let somebody work for an organisation too; again changes nothing."""
        ...

    async def part(self, staff_id: str, organisation_id: str) -> bool:
        """Let somebody no longer work for an organisation; False where he did not."""
        ...

    async def note(self, event: DutyEvent) -> None:
        """Keep who changed what."""
        ...

    async def events(self, since: date | None = None, limit: int = 200) -> Sequence[DutyEvent]:
        """Return the changes, newest first."""
        ...
