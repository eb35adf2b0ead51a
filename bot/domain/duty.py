"""Who is on duty: presence by heartbeat, so that nobody counts as present who has left."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Presence:
    """What is known of a staff member's presence; times carry a zone."""

    staff_id: str
    organisation_id: str
    present: bool
    accepting: bool
    heartbeat_at: datetime
    memberships: frozenset[str] = frozenset()

    @property
    def organisations(self) -> frozenset[str]:
        """His own organisation and those he works for too."""
        return self.memberships | {self.organisation_id}

    def is_here(self, now: datetime, lease: timedelta) -> bool:
        """Whether the person's console has been heard from within the lease and said he is there."""
        return self.present and now - self.heartbeat_at < lease

    def takes_talks(self, now: datetime, lease: timedelta) -> bool:
        """Whether the person is there and has not paused."""
        return self.accepting and self.is_here(now, lease)
