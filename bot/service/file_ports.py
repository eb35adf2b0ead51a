"""Records of whole files, their terms and reminders, as the use cases see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.attachments import Attachment
from bot.domain.dispute import Dispute, DisputeState
from bot.domain.dispute_file import DisputeFile, FileItem, Party, RunningClock


@dataclass(frozen=True, slots=True)
class FileQuery:
    """Which files to list; empty fields do not narrow.

    Attributes:
        text: Part of a number, a name or the story.
        states: The states wanted.
        category: The category wanted.
        organisation_ids: The organisations wanted, None for all.
        mediator_id: Only files this member of staff mediates.
        since: Registered on or after that moment.
        limit: At most so many, newest first.
        offset: So many left out before.
    """

    text: str = ""
    states: frozenset[DisputeState] = frozenset()
    category: str = ""
    organisation_ids: Collection[str] | None = None
    mediator_id: str | None = None
    since: datetime | None = None
    limit: int = 200
    offset: int = 0


@dataclass(frozen=True, slots=True)
class DueTerm:
    """A running term with the file it belongs to."""

    clock: RunningClock
    dispute: Dispute
    mediators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What staff were reminded of and nobody has ticked off."""

    id: int
    dispute_id: str
    number: str
    organisation_id: str
    code: str
    subject: str
    due_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another file that may be the same dispute: how like (0 to 100) and why (codes)."""

    dispute: Dispute
    score: int
    reasons: tuple[str, ...]
    state: str = "suggested"


class FileRecords(Protocol):
    """Whole files; whoever changes one has read it with `lock`."""

    async def show(self, dispute_id: str, *, lock: bool = False) -> DisputeFile:
        """Read one.

        Raises:
            NotFound: There is none.
        """
        ...

    async def many(self, dispute_ids: Collection[str]) -> Sequence[DisputeFile]:
        """Read several, in the order of the ids; unknown ones are left out."""
        ...

    async def begin(self, file: DisputeFile) -> None:
        """Save parties and terms of a file just registered."""
        ...

    async def save(self, before: DisputeFile, after: DisputeFile) -> None:
        """Save what a step changed.

        Raises:
            StaleConversation: Another writer changed the file since it was read.
        """
        ...

    async def put_party(self, dispute_id: str, party: Party) -> None:
        """Add a party, or replace the one in its place."""
        ...

    async def search(self, query: FileQuery) -> Sequence[Dispute]:
        """List files, newest first."""
        ...

    async def due(
        self, organisation_ids: Collection[str] | None, first: date | None, last: date, mediator_id: str | None = None
    ) -> Sequence[DueTerm]:
        """Return running terms whose last day lies between two days, earliest first (all earlier ones with None)."""
        ...

    async def to_remind(self, today: date, limit: int) -> Sequence[str]:
        """Return ids of files with a reminder due today or earlier."""
        ...

    async def remind(self, file: DisputeFile, clock: RunningClock, at: datetime) -> None:
        """Put a reminder before the staff of the file."""
        ...

    async def reminders(
        self, organisation_ids: Collection[str] | None, mediator_id: str | None = None
    ) -> Sequence[Reminder]:
        """Return what nobody has ticked off, oldest first."""
        ...

    async def tick_off(self, dispute_id: str, reminder_id: int, staff_id: str, at: datetime) -> bool:
        """Tick a reminder of a file off; False where it was done before or does not exist."""
        ...

    async def attach(self, dispute_id: str, file: Attachment, item: FileItem) -> None:
        """Attach something."""
        ...

    async def count_items(self, dispute_id: str) -> int:
        """Count what is attached."""
        ...

    async def item(self, dispute_id: str, item_id: str) -> Attachment | None:
        """Return what was attached, with its content."""
        ...

    async def to_ask(self, today: date, asked_until: date, due_from: date, limit: int) -> Sequence[tuple[str, int]]:
        """Return (dispute, instalment) that fell due and whose party is to be asked, for the first time or again.

        Args:
            today: What fell due until then.
            asked_until: Who was asked until then is asked again.
            due_from: What fell due before is left to staff.
            limit: At most so many.
        """
        ...

    async def note_asked(self, dispute_id: str, position: int, day: date) -> None:
        """Remember that a party was asked about an instalment."""
        ...

    async def repeat_parties(self, dispute_id: str) -> Sequence[tuple[str, int]]:
        """Return (name, in how many other files) of the parties of a file who appear elsewhere, by name and phone."""
        ...

    async def comparable(self, file: DisputeFile, since: datetime, limit: int = 200) -> Sequence[DisputeFile]:
        """Return files registered since a moment that share the category, a name or a phone number, newest first."""
        ...

    async def not_compared(self, limit: int) -> Sequence[str]:
        """Return ids of files that were not compared with others yet, oldest first."""
        ...

    async def note_compared(self, dispute_id: str, at: datetime) -> None:
        """Remember that a file was compared with the others."""
        ...

    async def against_the_same(self, dispute_id: str) -> int:
        """Count the files whose respondent is that of a file, itself included; 0 where he has no name."""
        ...

    async def suggest(self, dispute_id: str, likeness: Sequence[Likeness], at: datetime) -> None:
        """Remember which files may be the same; decided ones stay as they are."""
        ...

    async def likenesses(self, dispute_id: str) -> Sequence[Likeness]:
        """Return the files that may be the same, the likest first, from either side."""
        ...

    async def decide_link(self, dispute_id: str, other_id: str, state: str, staff_id: str) -> bool:
        """Keep that a suggestion was dismissed or followed; False where there is none."""
        ...
