"""Records of handoffs, disputes and oversight, as the use cases see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.domain.dispute import Dispute, DisputeApplication, DisputeState
from bot.domain.handoff import CloseOutcome, Handoff, HandoffEvent, HandoffKind, HandoffRequest, HandoffStatus
from bot.domain.messages import CitizenAddress
from nlp.findings import Risk


class HandoffRecords(Protocol):
    """Handoffs and their history; the conversation must be locked before one of its handoffs changes."""

    async def show(self, handoff_id: str) -> Handoff:
        """Read one.

        Raises:
            NotFound: There is none.
        """
        ...

    async def open_live(self, conversation_id: str) -> Handoff | None:
        """Return the one open handoff in which a person takes the talk; None where there is none."""
        ...

    async def of_conversations(self, conversation_ids: Collection[str]) -> Sequence[Handoff]:
        """Return all handoffs of conversations, oldest first."""
        ...

    async def add(self, conversation_id: str, request: HandoffRequest, at: datetime) -> Handoff:
        """Open one.

        Raises:
            StaleConversation: Another writer has just opened one for this conversation.
        """
        ...

    async def claim(self, handoff_id: str, staff_id: str, at: datetime) -> Handoff | None:
        """Give a waiting handoff to one person; None where it is no longer waiting."""
        ...

    async def requeue(
        self, handoff: Handoff, organisation_id: str, wanted_staff_id: str | None = None, note: str = ""
    ) -> Handoff | None:
        """CLAIMED or WAITING -> WAITING, keeping the time of the request; None where it has moved since it was read."""
        ...

    async def escalate(
        self, handoff: Handoff, kind: HandoffKind, organisation_id: str, risk: Risk, brief: Mapping[str, Any]
    ) -> Handoff:
        """Change kind, organisation, risk and brief of an open handoff; its place in time stays."""
        ...

    async def end(
        self, handoff: Handoff, status: HandoffStatus, at: datetime, outcome: CloseOutcome | None = None, note: str = ""
    ) -> Handoff | None:
        """Move an open handoff to a final status; None where it has moved since it was read."""
        ...

    async def waiting(
        self, organisation_id: str | Collection[str] | None, *, emergencies: bool = False, everything: bool = False
    ) -> Sequence[Handoff]:
        """Return the queue in the order in which it is served: emergencies, then by risk, then the oldest.

        An organisation's own, or that of several; with `emergencies` those of all others too; with `everything` all of
        all organisations.
        """
        ...

    async def held_by(self, staff_id: str) -> Sequence[Handoff]:
        """Return what a staff member has claimed, oldest first."""
        ...

    async def claimed_by_absent(self, seen_before: datetime) -> Sequence[Handoff]:
        """Return claimed live handoffs whose holder was last heard from before a moment, or is disabled."""
        ...

    async def recent_pace(self, organisation_id: str, since: datetime) -> Sequence[tuple[timedelta, timedelta]]:
        """Return how long the live talks of an organisation waited and took that ended since a moment."""
        ...

    async def held_counts(self, staff_ids: Collection[str]) -> Mapping[str, int]:
        """Return how many live talks each of these people holds; who holds none is left out."""
        ...

    async def missed(self, organisation_ids: Collection[str] | None, since: datetime) -> Sequence[Handoff]:
        """Return live talks that ended since a moment that nobody had taken, newest first (None: of all)."""
        ...

    async def note(self, handoff_id: str, event: HandoffEvent) -> None:
        """Add to the history."""
        ...

    async def history(self, handoff_id: str) -> Sequence[HandoffEvent]:
        """Return the history, oldest first."""
        ...

    async def erase(self, conversation_id: str) -> None:
        """Empty briefs, notes and numbers of a conversation's handoffs and their history; kinds and times stay."""
        ...


class DisputeRecords(Protocol):
    """Registered disputes and their progress."""

    async def register(
        self,
        application: DisputeApplication,
        conversation_id: str | None,
        *,
        prefix: str,
        pattern: str,
        year: int,
        code: str,
        words: str,
        at: datetime,
        staff_id: str | None = None,
        state: DisputeState = DisputeState.APPLIED,
    ) -> Dispute:
        """Give the next number of the organisation and year, without gap or repeat, and save the file's first page.

        Args:
            application: What is applied for.
            conversation_id: The talk it came from, None for a walk-in.
            prefix: The organisation's prefix of numbers.
            pattern: Pattern of the number with `year`, `prefix` and `number`.
            year: The year of the number.
            code: The citizen's secret.
            words: First entry of the progress, for the citizen.
            at: When.
            staff_id: Who registered it, None for the assistant.
            state: Applied for, or only a lead.
        """
        ...

    async def show(self, dispute_id: str) -> Dispute:
        """Read one.

        Raises:
            NotFound: There is none.
        """
        ...

    async def by_number(self, number: str) -> Dispute | None:
        """Return the dispute of a number; None where there is none."""
        ...

    async def of_organisations(self, organisation_ids: Collection[str] | None, limit: int = 500) -> Sequence[Dispute]:
        """Return the disputes of organisations (all with None), newest first."""
        ...

    async def of_address(self, address: CitizenAddress) -> Sequence[Dispute]:
        """Return the disputes registered in the talks of an address, oldest first."""
        ...

    async def of_conversation(self, conversation_id: str) -> Sequence[Dispute]:
        """Return the disputes registered in a conversation."""
        ...

    async def wrong_codes(self, number: str, since: datetime) -> int:
        """Count wrong codes given for a number since a moment."""
        ...

    async def note_wrong_code(self, number: str, at: datetime) -> None:
        """Remember a wrong code."""
        ...


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person put right: JSON values before and after. `staff_id` is None where the citizen did."""

    at: datetime
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    staff_id: str | None = None


class OversightRecords(Protocol):
    """Who looked at what, what people corrected, what citizens thought of it."""

    async def note_look(self, staff_id: str, subject: str, subject_id: str, at: datetime) -> None:
        """Record that somebody looked. `subject`: handoff, dispute, queue."""
        ...

    async def looks(self, *, since: datetime, limit: int = 500) -> Sequence[tuple[datetime, str, str, str]]:
        """Return (when, staff id, subject, subject id), newest first."""
        ...

    async def note_correction(self, conversation_id: str, correction: Correction) -> None:
        """Keep a correction for retraining and review."""
        ...

    async def corrections(self, conversation_id: str) -> Sequence[Correction]:
        """Return a conversation's corrections, oldest first."""
        ...

    async def corrected_stories(self) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
        """Return (conversation id, what the citizen told, what a person made of it) for all corrections by staff.

        Oldest first; a later correction of the same talk replaces an earlier one. Erased talks are left out, and so is
        what was said to a mediator once the second party was being brought in.
        """
        ...

    async def rate(self, conversation_id: str, stars: int, comment: str, at: datetime) -> bool:
        """Keep a rating, once; False where there is one already."""
        ...

    async def is_rated(self, conversation_id: str) -> bool:
        """Whether there is a rating."""
        ...

    async def erase(self, conversation_id: str) -> None:
        """Empty the texts of a conversation's feedback and rating."""
        ...
