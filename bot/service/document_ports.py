"""What the use cases of papers need from the outside: their records, and a press that makes Word and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.documents import BoundVolume, Signing, StoredDocument, VolumePart
from bot.domain.forms import FileForForms, FormKind


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A paper to be kept: its content with what is known of it. `pdf` where it exists already."""

    kind: FormKind
    subject: str
    number: int
    version: int
    name: str
    media_type: str
    content: bytes
    fingerprint: str = ""
    blanks: tuple[str, ...] = ()
    signing: Signing = Signing.NONE
    pdf: bytes | None = None


class DocumentRecords(Protocol):
    """Papers of files and bound volumes."""

    async def add(self, dispute_id: str, document: NewDocument, at: datetime, staff_id: str | None) -> StoredDocument:
        """Keep a paper.

        Raises:
            StaleConversation: Another writer has just kept the same version.
        """
        ...

    async def of_dispute(self, dispute_id: str) -> Sequence[StoredDocument]:
        """Return all papers of a file in all versions, by number and version."""
        ...

    async def show(self, document_id: str) -> StoredDocument:
        """Read one, without its content.

        Raises:
            NotFound: There is none.
        """
        ...

    async def content(self, document_id: str) -> bytes:
        """Return the content of a paper."""
        ...

    async def pdf(self, document_id: str) -> bytes | None:
        """Return the PDF of a paper; None where none was made yet."""
        ...

    async def keep_pdf(self, document_id: str, pdf: bytes) -> None:
        """Keep the PDF of a paper; one that is kept already stays."""
        ...

    async def add_volume(
        self,
        dispute_id: str,
        content: bytes,
        parts: Sequence[VolumePart],
        *,
        pages: int,
        remarks: str,
        keep_until: date | None,
        at: datetime,
        staff_id: str | None,
    ) -> BoundVolume:
        """Keep a bound file as its next version."""
        ...

    async def volumes_of(self, dispute_id: str) -> Sequence[BoundVolume]:
        """Return the bound volumes of a file, the newest first."""
        ...

    async def volume_content(self, volume_id: str) -> bytes:
        """Return the PDF of a volume."""
        ...


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form fresh from the press: a Word file, its fingerprint, and the fields left blank."""

    content: bytes
    fingerprint: str
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as PDF, with its name."""

    name: str
    content: bytes


class Press(Protocol):
    """Makes papers. Every call blocks: run it in a thread."""

    def form_name(self, kind: FormKind) -> str:
        """Return how people call a form."""
        ...

    def fill(self, kind: FormKind, file: FileForForms, number: str, version: int) -> FilledForm:
        """Fill a form.

        Raises:
            BadInput: The office's own template holds a field that does not exist; each is named with its place.
        """
        ...

    def to_pdf(self, files: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Convert Word files, or pictures, given with their media type; PDF passes.

        Raises:
            Unavailable: LibreOffice is missing, too slow, or fails.
            BadInput: A picture cannot be read.
        """
        ...

    def pages_of(self, pdf: bytes) -> int:
        """Return how many pages a PDF has.

        Raises:
            BadInput: It cannot be read.
        """
        ...

    def bind(self, front: Sequence[Sheet], sheets: Sequence[Sheet], back: Sequence[Sheet], title: str) -> bytes:
        """Return one PDF; the pages of `sheets` are numbered from 1, every paper has a bookmark."""
        ...

    def pack(self, files: Sequence[tuple[str, bytes]]) -> bytes:
        """Return a ZIP with a list of SHA-256 sums."""
        ...
