"""A case on its way into the library: what it is made of, how far it has come, what was done to it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from case_library.masking.hidden import Masked
from case_library.precedent import Precedent, ReviewState


class CaseMove(StrEnum):
    """What can be done to a case; each is an event with who and when."""

    HANDED_OVER = "handed_over"
    """A closed dispute became a draft."""
    TAKEN_UP = "taken_up"
    """An imported entry is looked through for publishing."""
    EDITED = "edited"
    CONFIRMED = "confirmed"
    """A person has read it word by word: nobody can be recognised."""
    REVIEWED = "reviewed"
    """A second person has."""
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    """What was withdrawn, or given up, is a draft again."""
    IMPORTED = "imported"
    """A file was taken in; stands under `IMPORTS` with the counts in its note."""


IMPORTS = "imports"
"""The id under which the events of whole files stand."""


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A working paper.

    Attributes:
        entry: what would be published, as masked and edited up to now; its `review_state` is the paper's state.
        original: the entry before masking, with names; None once it is published or withdrawn.
        masked: what was masked, for the person who confirms; empty like `original`.
        warnings: rare facts that may tell together who it was, in Chinese.
        last_by: who took the last step; the reviewer must be somebody else.
        version: counts changes; who saves names the one he has read.
    """

    entry: Precedent
    organisation_id: str
    changed_at: datetime
    dispute_id: str | None = None
    original: Precedent | None = None
    masked: tuple[Masked, ...] = ()
    warnings: tuple[str, ...] = ()
    last_by: str | None = None
    version: int = 1

    @property
    def state(self) -> ReviewState:
        """How far it has come."""
        return self.entry.review_state

    @property
    def in_work(self) -> bool:
        """Whether somebody works on it; a finished paper has forgotten what it was made of."""
        return self.original is not None


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One thing that was done; `staff_name` is empty where a command did it."""

    case_id: str
    at: datetime
    move: CaseMove
    staff_id: str | None = None
    staff_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FolderItem:
    """A case in a folder, with what the collector noted."""

    case_id: str
    added_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """Cases collected, for a dispute file, for a talk, or for no one thing."""

    id: str
    name: str
    organisation_id: str
    made_at: datetime
    dispute_id: str | None = None
    handoff_id: str | None = None
    items: tuple[FolderItem, ...] = field(default=())
