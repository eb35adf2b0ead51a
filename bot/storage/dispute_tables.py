"""Tables of registered disputes, their progress, their numbers, and wrong codes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row


class DisputeRow(Row):
    """The first page of a file."""

    __tablename__ = "disputes"
    __table_args__ = (
        Index("ix_disputes_organisation_state", "organisation_id", "state"),
        Index(
            "ix_disputes_not_compared",
            "registered_at",
            sqlite_where=text("compared_at IS NULL"),
            postgresql_where=text("compared_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(100), unique=True)
    code: Mapped[str] = mapped_column(String(32))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(String(100), index=True)
    state: Mapped[str] = mapped_column(String(20))
    registered_at: Mapped[datetime]
    category: Mapped[str] = mapped_column(String(30))
    subtype: Mapped[str] = mapped_column(String(50))
    risk: Mapped[str] = mapped_column(String(10))
    summary: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]
    applicant_name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(100))
    other_party: Mapped[str] = mapped_column(Text)
    request: Mapped[str] = mapped_column(Text)
    consented: Mapped[bool]
    source: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(server_default="0")
    resumes: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    closed_on: Mapped[date | None] = mapped_column(index=True)
    closure: Mapped[dict[str, Any] | None]
    happened_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(Text, server_default="")
    people: Mapped[int] = mapped_column(server_default="1")
    agreed_fen: Mapped[int | None] = mapped_column(BigInteger)
    joined_into: Mapped[str | None] = mapped_column(String(32))
    compared_at: Mapped[datetime | None]


class DisputeEventRow(Row):
    """One step of a file; `words` is what the citizen reads."""

    __tablename__ = "dispute_events"
    __table_args__ = (Index("ix_dispute_events_step_day", "step", "day"),)

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    day: Mapped[date | None]
    step: Mapped[str] = mapped_column(String(40), server_default="")
    from_state: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40), server_default="")
    note: Mapped[str] = mapped_column(Text, server_default="")
    details: Mapped[dict[str, Any] | None]


class NumberCounterRow(Row):
    """The last number given in an organisation and year; locked until the file is saved, so there is no gap."""

    __tablename__ = "number_counters"

    organisation_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class WrongCodeRow(Row):
    """A wrong code given for a number (whether the number exists or not)."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index("ix_wrong_codes_number_at", "number", "at"),)

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
