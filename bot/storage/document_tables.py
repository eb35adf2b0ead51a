"""Tables of a file's papers and of bound volumes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import Row


class DocumentRow(Row):
    """One version of one paper. `pdf` is made when it is first asked for."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("dispute_id", "number", "version"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(40))
    blanks: Mapped[list[Any]]
    signing: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class VolumeRow(Row):
    """A bound file; binding again makes a new version."""

    __tablename__ = "volumes"
    __table_args__ = (UniqueConstraint("dispute_id", "version"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), index=True)
    version: Mapped[int]
    pages: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    parts: Mapped[list[Any]]
    remarks: Mapped[str] = mapped_column(Text)
    keep_until: Mapped[date | None] = mapped_column(index=True)
    at: Mapped[datetime]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
