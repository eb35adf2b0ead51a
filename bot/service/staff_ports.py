"""Records of staff, their sessions, presence, and of programs' keys, as the use cases see them.

Secrets never reach these records: they are given hashes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.duty import Presence
from bot.domain.staff import Role, StaffMember


class StaffRecords(Protocol):
    """People who may use the console."""

    async def add(self, name: str, role: Role, organisation_id: str, at: datetime) -> StaffMember:
        """Add somebody.

        Raises:
            Conflict: The name is taken.
        """
        ...

    async def by_name(self, name: str) -> StaffMember | None:
        """Return the person of a name; None where there is none."""
        ...

    async def show(self, staff_id: str) -> StaffMember:
        """Read one.

        Raises:
            NotFound: There is none.
        """
        ...

    async def everybody(self) -> Sequence[StaffMember]:
        """Return all, by organisation and name."""
        ...

    async def set_disabled(self, staff_id: str, *, disabled: bool) -> None:
        """Shut somebody out, or let him in again."""
        ...


class SessionRecords(Protocol):
    """One-time sign-in tokens and sessions, by hash only."""

    async def add_token(self, token_hash: str, staff_id: str, at: datetime, expires_at: datetime) -> None:
        """Keep a one-time token; older unused ones of the person become void."""
        ...

    async def use_token(self, token_hash: str, now: datetime) -> str | None:
        """Use a token up; return the staff id, None where it is unknown, used or too old. One use wins."""
        ...

    async def add_session(self, session_hash: str, staff_id: str, at: datetime, expires_at: datetime) -> None:
        """Keep a session."""
        ...

    async def staff_of_session(self, session_hash: str, now: datetime) -> StaffMember | None:
        """Return the person of a valid session who is not disabled."""
        ...

    async def end_session(self, session_hash: str, now: datetime) -> None:
        """End one session."""
        ...

    async def end_all(self, staff_id: str, now: datetime) -> None:
        """End all sessions and void all tokens of a person."""
        ...


class PresenceRecords(Protocol):
    """Who is there."""

    async def put(self, staff_id: str, now: datetime, *, present: bool, accepting: bool) -> None:
        """Record presence and a heartbeat."""
        ...

    async def beat(self, staff_id: str, now: datetime) -> None:
        """Record that somebody was heard from; that alone makes nobody present."""
        ...

    async def of_staff(self, staff_id: str) -> Presence | None:
        """Return what is known of one person."""
        ...

    async def heard_since(self, moment: datetime) -> Sequence[Presence]:
        """Return all who were heard from since a moment and are not disabled."""
        ...


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program's key, without the key."""

    name: str
    created_at: datetime
    disabled: bool = False


class ApiKeyRecords(Protocol):
    """Keys of programs, by hash only."""

    async def add(self, name: str, key_hash: str, at: datetime) -> ApiKey:
        """Keep a key.

        Raises:
            Conflict: The name is taken.
        """
        ...

    async def by_hash(self, key_hash: str) -> ApiKey | None:
        """Return the key that is valid; None where there is none."""
        ...

    async def everything(self) -> Sequence[ApiKey]:
        """Return all keys, oldest first."""
        ...

    async def disable(self, name: str) -> bool:
        """Make a key void; False where there is none."""
        ...
