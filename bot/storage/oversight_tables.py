"""Tables of who looked at what, of corrections, and of citizens' ratings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row


class LookRow(Row):
    """A staff member looked at something."""

    __tablename__ = "looks"

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(index=True)


class CorrectionRow(Row):
    """A correction of what the assistant concluded."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(30))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class RatingRow(Row):
    """What a citizen thought of a talk; once."""

    __tablename__ = "ratings"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    stars: Mapped[int]
    comment: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
