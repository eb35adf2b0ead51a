"""Tables of what a file holds beside its first page: parties, mediators, records, instalments, terms, attachments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row


class PartyRow(Row):
    """One party of a dispute; `name_key` is the name without blanks and marks, for finding repeat parties."""

    __tablename__ = "dispute_parties"

    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    phone: Mapped[str] = mapped_column(String(100), index=True)
    details: Mapped[dict[str, Any]]
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)


class MediatorRow(Row):
    """Who mediates a dispute now."""

    __tablename__ = "dispute_mediators"

    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    lead: Mapped[bool]


class EntryRow(Row):
    """One record in a file: session, agreement, visit and so on."""

    __tablename__ = "dispute_entries"

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    day: Mapped[date]
    at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))


class InstalmentRow(Row):
    """One thing agreed to be done by a day; sums in hundredths of a yuan. `asked_on`: when the citizen was asked."""

    __tablename__ = "dispute_instalments"

    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_on: Mapped[date] = mapped_column(index=True)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    what: Mapped[str] = mapped_column(Text)
    performed_on: Mapped[date | None]
    performed_fen: Mapped[int | None] = mapped_column(BigInteger)
    proof: Mapped[str] = mapped_column(Text)
    doubted_on: Mapped[date | None]
    asked_on: Mapped[date | None]


class ClockRow(Row):
    """One term of a file."""

    __tablename__ = "dispute_clocks"
    __table_args__ = (
        Index("ix_dispute_clocks_due", "due_on", postgresql_where=text("stopped_on IS NULL")),
        Index("ix_dispute_clocks_remind", "remind_on", postgresql_where=text("remind_on IS NOT NULL")),
    )

    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(30))
    started_on: Mapped[date]
    due_on: Mapped[date]
    stopped_on: Mapped[date | None]
    met: Mapped[bool]
    paused_on: Mapped[date | None]
    paused_days: Mapped[int]
    estimated: Mapped[bool]
    remind_on: Mapped[date | None]


class ReminderRow(Row):
    """What staff were reminded of; `seen_by` has ticked it off."""

    __tablename__ = "dispute_reminders"
    __table_args__ = (Index("ix_dispute_reminders_open", "organisation_id", "at"),)

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(30))
    due_on: Mapped[date]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))


class ItemRow(Row):
    """Something attached to a file."""

    __tablename__ = "dispute_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class LinkRow(Row):
    """Two files that may be the same dispute. `state`: suggested, dismissed, joined."""

    __tablename__ = "dispute_links"

    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), primary_key=True, index=True)
    score: Mapped[int]
    reasons: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
