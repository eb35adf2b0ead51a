"""Tables of the mediation case library: entries, working papers, what was done to them, folders."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row


class CaseLibraryRow(Row):
    """The one row that tells which library this is and the number of its newest change.

    Whoever changes entries locks it first, so that changes become visible in the order of their numbers.
    """

    __tablename__ = "case_library"

    only: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    identity: Mapped[str] = mapped_column(String(32))
    revision: Mapped[int] = mapped_column(BigInteger)


class CaseRow(Row):
    """An entry as `case_library.entry_format.stored` writes it; without body it was removed."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_revision_id", "revision", "id"),)

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(200), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(Text)


class CaseMarkRow(Row):
    """A text mark of an entry, by which near-duplicates are found."""

    __tablename__ = "case_marks"

    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[str] = mapped_column(String(200), primary_key=True, index=True)


class CaseIntakeRow(Row):
    """An import that is coming in: its entries wait here, page by page, until one short step puts them in."""

    __tablename__ = "case_intakes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(index=True)


class CaseIntakeEntryRow(Row):
    """An entry that waits, as `cases` will hold it."""

    __tablename__ = "case_intake_entries"

    intake_id: Mapped[str] = mapped_column(ForeignKey("case_intakes.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)


class CaseIntakeMarkRow(Row):
    """A text mark of an entry that waits, as `case_marks` will hold it."""

    __tablename__ = "case_intake_marks"

    intake_id: Mapped[str] = mapped_column(ForeignKey("case_intakes.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class CaseUploadRow(Row):
    """A file that somebody sent to be imported, until he has looked at it; `parts` is 0 until all of it is here."""

    __tablename__ = "case_uploads"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime] = mapped_column(index=True)
    parts: Mapped[int]


class CaseUploadPartRow(Row):
    """A part of such a file."""

    __tablename__ = "case_upload_parts"

    token: Mapped[str] = mapped_column(ForeignKey("case_uploads.token"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CaseDraftRow(Row):
    """A case on its way into the library. `original` and `masked` hold names: both are emptied once it is published.

    `imprint` (case_library.imprint) stays: by it an import knows the row again.
    """

    __tablename__ = "case_drafts"

    case_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(100), index=True)
    dispute_id: Mapped[str | None] = mapped_column(ForeignKey("disputes.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    original: Mapped[str] = mapped_column(Text)
    entry: Mapped[str] = mapped_column(Text)
    masked: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    last_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int]
    imprint: Mapped[str] = mapped_column(String(120), server_default="")


class CaseEventRow(Row):
    """One thing that was done to an entry or its working paper; without staff it was done by a command."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(String(200), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    move: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)


class CaseFolderRow(Row):
    """Cases collected for a talk or a dispute file, or for no one thing."""

    __tablename__ = "case_folders"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[str] = mapped_column(String(100), index=True)
    dispute_id: Mapped[str | None] = mapped_column(ForeignKey("disputes.id"))
    handoff_id: Mapped[str | None] = mapped_column(ForeignKey("handoffs.id"))
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CaseFolderItemRow(Row):
    """A case in a folder."""

    __tablename__ = "case_folder_items"

    folder_id: Mapped[str] = mapped_column(ForeignKey("case_folders.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    note: Mapped[str] = mapped_column(Text)
    added_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime]


class StaffAccountRow(Row):
    """An account of a messenger that a person of the staff has proved to be his."""

    __tablename__ = "staff_accounts"
    __table_args__ = (Index("ix_staff_accounts_staff_id_channel", "staff_id", "channel", unique=True),)

    channel: Mapped[str] = mapped_column(String(30), primary_key=True)
    account: Mapped[str] = mapped_column(String(200), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    linked_at: Mapped[datetime]


class StaffAccountCodeRow(Row):
    """A one-time code by which a person proves an account to be his."""

    __tablename__ = "staff_account_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
