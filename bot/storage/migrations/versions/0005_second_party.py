"""The second party of a dispute and its rooms."""

import sqlalchemy as sa
from alembic import op

from bot.storage.column_types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('asking', 'preparing', 'unreachable', 'talking')")
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mediations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("joint", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.String(length=100), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("handoff_id", sa.String(length=32), nullable=False),
        sa.Column("respondent_conversation_id", sa.String(length=32), nullable=True),
        sa.Column("respondent_handoff_id", sa.String(length=32), nullable=True),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("applicant_name", sa.String(length=100), nullable=False),
        sa.Column("respondent_name", sa.String(length=100), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(respondent_conversation_id IS NULL) = (respondent_handoff_id IS NULL)",
            name=op.f("ck_mediations_a_party_has_talk_and_handoff"),
        ),
        sa.CheckConstraint(
            "state <> 'talking' OR respondent_conversation_id IS NOT NULL", name=op.f("ck_mediations_two_talk")
        ),
        sa.CheckConstraint(
            "joint <> 'open' OR state = 'talking'", name=op.f("ck_mediations_the_joint_room_needs_both")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_mediations_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_conversation_id"],
            ["conversations.id"],
            name=op.f("fk_mediations_respondent_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_mediations_handoff_id_handoffs")),
        sa.ForeignKeyConstraint(
            ["respondent_handoff_id"], ["handoffs.id"], name=op.f("fk_mediations_respondent_handoff_id_handoffs")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_mediations_opened_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediations")),
    )
    for name, column in (
        ("ux_mediations_open_applicant", "conversation_id"),
        ("ux_mediations_open_respondent", "respondent_conversation_id"),
    ):
        op.create_index(name, "mediations", [column], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index(op.f("ix_mediations_conversation_id"), "mediations", ["conversation_id"])
    op.create_index(op.f("ix_mediations_respondent_conversation_id"), "mediations", ["respondent_conversation_id"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mediation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mediation_id"], ["mediations.id"], name=op.f("fk_invitations_mediation_id_mediations")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_invitations_made_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("number", name=op.f("uq_invitations_number")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_invitations_link_hash")),
    )
    op.create_index(op.f("ix_invitations_mediation_id"), "invitations", ["mediation_id"])
    op.create_table(
        "joint_copies",
        sa.Column("copy_id", _ID, nullable=False),
        sa.Column("original_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["messages.id"], name=op.f("fk_joint_copies_copy_id_messages")),
        sa.ForeignKeyConstraint(["original_id"], ["messages.id"], name=op.f("fk_joint_copies_original_id_messages")),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("pk_joint_copies")),
    )
    op.create_index(op.f("ix_joint_copies_original_id"), "joint_copies", ["original_id"])
    op.create_table(
        "mediation_events",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("mediation_id", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("move", sa.String(length=30), nullable=False),
        sa.Column("who", sa.String(length=20), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediation_id"], ["mediations.id"], name=op.f("fk_mediation_events_mediation_id_mediations")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_mediation_events_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_events")),
    )
    op.create_index(op.f("ix_mediation_events_mediation_id"), "mediation_events", ["mediation_id"])


def downgrade() -> None:
    op.drop_table("mediation_events")
    op.drop_table("joint_copies")
    op.drop_table("invitations")
    op.drop_table("mediations")
