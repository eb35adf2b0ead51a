"""Colleagues asked or invited into a talk, and the ledger of what was shown."""

import sqlalchemy as sa
from alembic import op

from bot.storage.column_types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("handoff_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("colleague_id", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('ask', 'join')", name=op.f("ck_consultations_a_known_kind")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_consultations_handoff_id_handoffs")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_consultations_asked_by_staff")),
        sa.ForeignKeyConstraint(["colleague_id"], ["staff.id"], name=op.f("fk_consultations_colleague_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    op.create_index(op.f("ix_consultations_handoff_id"), "consultations", ["handoff_id"])
    op.create_index(op.f("ix_consultations_colleague_id"), "consultations", ["colleague_id"])
    op.create_table(
        "talk_reads",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("up_to_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_talk_reads_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_talk_reads_staff_id_staff")),
        sa.PrimaryKeyConstraint("conversation_id", "staff_id", name=op.f("pk_talk_reads")),
    )


def downgrade() -> None:
    op.drop_table("talk_reads")
    op.drop_table("consultations")
