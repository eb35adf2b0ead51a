"""Records of mediations between two parties, as the use cases see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.mediation import Invitation, Mediation, MediationEvent
from bot.domain.messages import CitizenAddress


class MediationRecords(Protocol):
    """Mediations; whoever changes one, or writes into one of its talks, locks it before he locks a talk."""

    async def open(self, mediation: Mediation) -> None:
        """Keep a new one.

        Raises:
            StaleConversation: The talk is in an open one already.
        """
        ...

    async def show(self, mediation_id: str) -> Mediation:
        """Read one.

        Raises:
            NotFound: There is none.
        """
        ...

    async def lock(self, mediation_id: str) -> Mediation:
        """Read one and lock it.

        Raises:
            NotFound: There is none.
        """
        ...

    async def lock_of_address(self, address: CitizenAddress) -> Mediation | None:
        """Return and lock the open mediation that the open talk of an address belongs to; None where it is in none."""
        ...

    async def lock_of_conversation(self, conversation_id: str) -> Mediation | None:
        """Return and lock the open mediation of a talk; None where it is in none."""
        ...

    async def latest(self, conversation_id: str) -> Mediation | None:
        """Return a talk's open mediation, else its last one; None where it never was in one."""
        ...

    async def save(self, mediation: Mediation) -> Mediation:
        """Save what changed; the mediation must be locked."""
        ...

    async def note(self, mediation_id: str, event: MediationEvent) -> None:
        """Add to the history."""
        ...

    async def history(self, mediation_id: str) -> Sequence[MediationEvent]:
        """Return the history, oldest first."""
        ...

    async def invite(self, invitation: Invitation, link_hash: str, at: datetime) -> None:
        """Keep a new invitation and revoke the older ones of the mediation.

        Raises:
            StaleConversation: The number is taken; try another.
        """
        ...

    async def by_link(self, link_hash: str) -> Invitation | None:
        """Return the invitation of a link."""
        ...

    async def by_number(self, number: str) -> Invitation | None:
        """Return the invitation of a number."""
        ...

    async def standing(self, mediation_id: str, now: datetime) -> Invitation | None:
        """Return the invitation that is neither used nor revoked nor too old."""
        ...

    async def use(self, invitation_id: str, at: datetime) -> bool:
        """Use an invitation up; one use wins."""
        ...

    async def revoke(self, mediation_id: str, at: datetime) -> bool:
        """Make the standing invitation worthless; whether there was one."""
        ...

    async def note_wrong_code(self, invitation_id: str) -> int:
        """Count a wrong code; return how many there were."""
        ...

    async def note_copy(self, copy_id: int, original_id: int) -> None:
        """Remember that a message is the other side's copy of one in the joint room."""
        ...

    async def erase(self, conversation_id: str, at: datetime) -> None:
        """A talk is erased: end its mediation, empty the names, and the copies of what that person said."""
        ...
