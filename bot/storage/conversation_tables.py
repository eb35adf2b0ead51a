"""Tables of conversations, messages, the outbox, and the ledger of what was received."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row


class ConversationRow(Row):
    """A conversation; `holder`, `version` and `open` are columns because rules and conditions rest on them."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            "ux_conversations_open_address",
            "channel",
            "account",
            unique=True,
            sqlite_where=text("open"),
            postgresql_where=text("open"),
        ),
        Index("ix_conversations_address", "channel", "account"),
        Index(
            "ix_conversations_not_erased",
            "changed_at",
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        ),
        # who holds the talk and through which handoff cannot disagree
        CheckConstraint(
            "(holder IN ('staff_queue', 'staff_member')) = (handoff_id IS NOT NULL)", name="holder_and_handoff_agree"
        ),
        CheckConstraint("open OR holder = 'nobody'", name="a_closed_talk_is_nobodys"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(255))
    open: Mapped[bool]
    holder: Mapped[str] = mapped_column(String(20))
    handoff_id: Mapped[str | None] = mapped_column(String(32))
    version: Mapped[int]
    state: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class MessageRow(Row):
    """One message; ids grow over the whole table and are never used again, also after erasure."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_conversation_id_id", "conversation_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    author: Mapped[str] = mapped_column(String(20))
    author_name: Mapped[str] = mapped_column(String(100))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    choices: Mapped[list[Any]]
    cites: Mapped[list[Any]]
    kind: Mapped[str] = mapped_column(String(20))
    private: Mapped[bool]
    external_id: Mapped[str] = mapped_column(String(255))
    rule: Mapped[str] = mapped_column(String(100))
    answers: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)


class AttachmentRow(Row):
    """A file of a message. The content lies here so that every process can serve it and it goes with the talk."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DeliveryRow(Row):
    """How far a message to a citizen got. `due_at` is when a courier is to try next; none means never again."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_address", "channel", "account", "message_id"),
        Index(
            "ix_deliveries_due",
            "channel",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int]
    due_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    repeated: Mapped[bool]
    waits_for_citizen: Mapped[bool]
    detail: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class ReceivedRow(Row):
    """The ledger of received messages; `key` is a hash of channel, account and external id, so it outlives erasure."""

    __tablename__ = "received"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))


class TypingRow(Row):
    """Who is typing in a conversation, until when."""

    __tablename__ = "typing"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    by_staff: Mapped[bool] = mapped_column(primary_key=True)
    until: Mapped[datetime]
