"""Tables of the second party: which two talks belong together, invitations, copies in the joint room, what happened."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row

_OPEN = text("state IN ('asking', 'preparing', 'unreachable', 'talking')")


class MediationRow(Row):
    """Two talks that belong together; a talk is in one open mediation at most."""

    __tablename__ = "mediations"
    __table_args__ = (
        Index(
            "ux_mediations_open_applicant", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index(
            "ux_mediations_open_respondent",
            "respondent_conversation_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint(
            "(respondent_conversation_id IS NULL) = (respondent_handoff_id IS NULL)",
            name="a_party_has_talk_and_handoff",
        ),
        CheckConstraint("state <> 'talking' OR respondent_conversation_id IS NOT NULL", name="two_talk"),
        CheckConstraint("joint <> 'open' OR state = 'talking'", name="the_joint_room_needs_both"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    joint: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[str] = mapped_column(String(100))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"))
    respondent_conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    respondent_handoff_id: Mapped[str | None] = mapped_column(ForeignKey("handoffs.id"))
    opened_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    about: Mapped[str] = mapped_column(Text)
    applicant_name: Mapped[str] = mapped_column(String(100))
    respondent_name: Mapped[str] = mapped_column(String(100))
    tries: Mapped[int]


class InvitationRow(Row):
    """A one-time invitation; only hashes of its link and code lie here."""

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    mediation_id: Mapped[str] = mapped_column(ForeignKey("mediations.id"), index=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    wrong_codes: Mapped[int]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class JointCopyRow(Row):
    """The other side's copy of something said in the joint room."""

    __tablename__ = "joint_copies"

    copy_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)


class MediationEventRow(Row):
    """One entry of a mediation's history."""

    __tablename__ = "mediation_events"

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    mediation_id: Mapped[str] = mapped_column(ForeignKey("mediations.id"), index=True)
    at: Mapped[datetime]
    move: Mapped[str] = mapped_column(String(30))
    who: Mapped[str] = mapped_column(String(20))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text)
