"""Documents of a file as they are kept, and the bound volume."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.forms import FormKind


class Signing(StrEnum):
    """How a paper came to be signed."""

    NONE = ""
    """Made, not signed."""
    ON_PAPER = "on_paper"
    """Printed, signed by hand, scanned."""
    ELECTRONIC = "electronic"
    """By an electronic signature that the parties agreed to (电子签名法 3)."""


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ENDINGS = {
    WORD: ".docx",
    PDF: ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
}


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One version of one paper, without its content.

    Attributes:
        id: Its id.
        dispute_id: The file.
        kind: Which form.
        subject: What it is about where a file has several of a kind (a session, a visit); else empty.
        number: Its place among the papers of the file; all versions of a paper share it.
        version: Counts from 1.
        name: What people call it.
        media_type: Word, or what was scanned.
        size: Octets.
        sha256: Of the content, in hexadecimal.
        fingerprint: Of template and values, as printed at its foot; empty for a scan.
        blanks: Fields left to be written in by hand.
        signing: Whether and how it is signed.
        at: When it was made or attached.
        staff_name: By whom.
    """

    id: str
    dispute_id: str
    kind: FormKind
    subject: str
    number: int
    version: int
    name: str
    media_type: str
    size: int
    sha256: str
    fingerprint: str
    blanks: tuple[str, ...]
    signing: Signing
    at: datetime
    staff_name: str = ""

    @property
    def file_name(self) -> str:
        """A name to save it under."""
        ending = ENDINGS.get(self.media_type, "")
        return f"{self.number:02d}-{self.name}-v{self.version}{ending}"


@dataclass(frozen=True, slots=True)
class VolumePart:
    """One paper of a bound volume: where its content lies (`document` or `item`); pages are 0 where it has none."""

    source: str
    source_id: str
    name: str
    first: int
    last: int
    remark: str = ""

    @property
    def pages(self) -> str:
        """Pages as the table of contents writes them."""
        if not self.first:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class BoundVolume:
    """A bound file: one PDF, with what it holds. `keep_until` is None where it is kept for good."""

    id: str
    dispute_id: str
    version: int
    pages: int
    size: int
    sha256: str
    parts: tuple[VolumePart, ...]
    remarks: str
    keep_until: date | None
    at: datetime
    staff_name: str = ""
