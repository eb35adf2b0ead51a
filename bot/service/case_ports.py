"""Records of the case library and of accounts by which staff ask it, as the use cases see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.case_draft import CaseDraft, CaseEvent, CaseFolder
from bot.domain.staff import StaffMember
from case_library.precedent import Precedent, ReviewState
from case_library.store import PutResult


class CaseRecords(Protocol):
    """Entries of the library; search reads them over `case_library.store.CaseStore`."""

    async def get(self, case_id: str) -> Precedent | None:
        """Return one entry, or None."""
        ...

    async def get_many(self, case_ids: Sequence[str]) -> Mapping[str, Precedent]:
        """Return the entries of these ids that exist, by id."""
        ...

    async def put_many(self, cases: Iterable[Precedent]) -> PutResult:
        """Save entries, no id twice; what is the same already stays untouched."""
        ...


class CaseDraftRecords(Protocol):
    """Working papers and the history of cases."""

    async def add(self, draft: CaseDraft) -> None:
        """Keep a new paper.

        Raises:
            Conflict: There is one for this case or dispute already.
        """
        ...

    async def show(self, case_id: str) -> CaseDraft:
        """Read one.

        Raises:
            NotFound: There is none.
        """
        ...

    async def find(self, case_id: str) -> CaseDraft | None:
        """Read one, or None."""
        ...

    async def save(self, draft: CaseDraft) -> CaseDraft:
        """Save a paper where the stored version is still the one read, and return it with the next version.

        Raises:
            Conflict: Somebody else was first.
        """
        ...

    async def listed(self, organisation_id: str | None, states: Collection[ReviewState]) -> Sequence[CaseDraft]:
        """Return the papers of an organisation (all with None) in these states, the longest untouched first."""
        ...

    async def disputes_handed_over(self, dispute_ids: Sequence[str]) -> frozenset[str]:
        """Return which of these disputes have a paper."""
        ...

    async def note(self, event: CaseEvent) -> None:
        """Add to the history."""
        ...

    async def withdrawals(self, limit: int) -> Sequence[CaseEvent]:
        """Return the withdrawals after which nothing more was done to the case, newest first."""
        ...

    async def history(self, case_id: str) -> Sequence[CaseEvent]:
        """Return the history with the names of who did it, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """A whole file that waits: under which token its owner finds it, what it is called, in how many parts it lies."""

    token: str
    name: str
    parts: int


class CaseUploadRecords(Protocol):
    """Files that wait between their preview and their import."""

    async def begin(self, token: str, staff_id: str, name: str, at: datetime) -> None:
        """Note that a file begins to come in; it is not found until it is whole."""
        ...

    async def add_part(self, token: str, number: int, content: bytes) -> None:
        """Keep a part."""
        ...

    async def finish(self, token: str, parts: int) -> bool:
        """Note that all parts are here; False where the file was forgotten meanwhile."""
        ...

    async def find(self, token: str, staff_id: str, since: datetime) -> KeptUpload | None:
        """Return a whole file of a person that is no older than this."""
        ...

    async def part(self, token: str, number: int) -> bytes | None:
        """Return a part; None where the file was forgotten meanwhile."""
        ...

    async def of_person(self, staff_id: str) -> Sequence[str]:
        """Return the tokens of a person's files, the newest first."""
        ...

    async def received_before(self, at: datetime) -> Sequence[str]:
        """Return the tokens of the files that came before a moment."""
        ...

    async def forget(self, token: str) -> None:
        """Delete a file."""
        ...


class CaseFolderRecords(Protocol):
    """Folders of cases."""

    async def add(self, folder: CaseFolder, made_by: str) -> None:
        """Keep a new folder."""
        ...

    async def show(self, folder_id: str) -> CaseFolder:
        """Read one with its cases, in the order in which they came in.

        Raises:
            NotFound: There is none, or it was removed.
        """
        ...

    async def of_organisations(self, organisation_ids: Collection[str] | None) -> Sequence[CaseFolder]:
        """Return the folders of organisations (of all with None) with their cases, newest first."""
        ...

    async def put(self, folder_id: str, case_id: str, note: str, staff_id: str, at: datetime) -> None:
        """Put a case in; one that is in gets the new note."""
        ...

    async def take_out(self, folder_id: str, case_id: str) -> None:
        """Take a case out."""
        ...

    async def remove(self, folder_id: str, at: datetime) -> None:
        """Remove a folder; it is no longer shown."""
        ...


class StaffAccountRecords(Protocol):
    """Accounts of messengers that staff have proved to be theirs, and the one-time codes for it, by hash only."""

    async def add_code(self, code_hash: str, staff_id: str, expires_at: datetime) -> None:
        """Keep a one-time code; older unused ones of the person become void."""
        ...

    async def use_code(self, code_hash: str, now: datetime) -> str | None:
        """Use a code up; return the staff id, None where it is unknown, used or too old. One use wins."""
        ...

    async def link(self, channel: str, account: str, staff_id: str, at: datetime) -> None:
        """Note whose account it is; the person's earlier account of the channel, and an earlier owner, lose it."""
        ...

    async def unlink(self, channel: str, staff_id: str) -> None:
        """Forget the person's account of a channel, and his unused codes."""
        ...

    async def staff_of(self, channel: str, account: str) -> StaffMember | None:
        """Return whose account it is, None where nobody's or where the person is disabled."""
        ...

    async def linked_at(self, channel: str, staff_id: str) -> datetime | None:
        """Return when the person linked his account of a channel; None where he has none."""
        ...
