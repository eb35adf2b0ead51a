"""Tables of colleagues asked or invited into a talk, and of how far staff have read."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import Row


class ConsultationRow(Row):
    """One request to a colleague."""

    __tablename__ = "consultations"
    __table_args__ = (CheckConstraint("kind IN ('ask', 'join')", name="a_known_kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    colleague_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class TalkReadRow(Row):
    """How far a member of staff has read a talk."""

    __tablename__ = "talk_reads"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    up_to_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
