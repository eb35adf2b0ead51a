"""Tables of handoffs and of what happened to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row

_OPEN_AND_LIVE = text("status IN ('waiting', 'claimed') AND kind IN ('mediation_room', 'lawyer_window', 'emergency')")


class HandoffRow(Row):
    """A handoff; `risk_place` is the risk's place in the order of the queue."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "ux_handoffs_open_live",
            "conversation_id",
            unique=True,
            sqlite_where=_OPEN_AND_LIVE,
            postgresql_where=_OPEN_AND_LIVE,
        ),
        Index("ix_handoffs_queue", "status", "organisation_id", "requested_at"),
        CheckConstraint("(status <> 'claimed') OR (claimed_by IS NOT NULL)", name="a_claimed_one_has_a_holder"),
        CheckConstraint("(status <> 'waiting') OR (claimed_by IS NULL)", name="a_waiting_one_has_none"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[str] = mapped_column(String(100))
    risk: Mapped[str] = mapped_column(String(10))
    risk_place: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    requested_at: Mapped[datetime]
    brief: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(String(100))
    wanted_staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(30))
    outcome_note: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime | None]
    """When a call-back was promised."""


class HandoffEventRow(Row):
    """One entry of a handoff's history."""

    __tablename__ = "handoff_events"

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"), index=True)
    at: Mapped[datetime]
    move: Mapped[str] = mapped_column(String(30))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]]
