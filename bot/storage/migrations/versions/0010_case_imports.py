"""Imports of cases: entries that come in page by page, and files that wait to be looked at."""

import sqlalchemy as sa
from alembic import op

from bot.storage.column_types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_intakes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_intakes")),
    )
    op.create_index(op.f("ix_case_intakes_begun_at"), "case_intakes", ["begun_at"])
    op.create_table(
        "case_intake_entries",
        sa.Column("intake_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["case_intakes.id"], name=op.f("fk_case_intake_entries_intake_id_case_intakes")
        ),
        sa.PrimaryKeyConstraint("intake_id", "case_id", name=op.f("pk_case_intake_entries")),
    )
    op.create_table(
        "case_intake_marks",
        sa.Column("intake_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["case_intakes.id"], name=op.f("fk_case_intake_marks_intake_id_case_intakes")
        ),
        sa.PrimaryKeyConstraint("intake_id", "case_id", "mark", name=op.f("pk_case_intake_marks")),
    )
    op.create_table(
        "case_uploads",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_uploads_staff_id_staff")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_case_uploads")),
    )
    op.create_index(op.f("ix_case_uploads_staff_id"), "case_uploads", ["staff_id"])
    op.create_index(op.f("ix_case_uploads_received_at"), "case_uploads", ["received_at"])
    op.create_table(
        "case_upload_parts",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token"], ["case_uploads.token"], name=op.f("fk_case_upload_parts_token_case_uploads")
        ),
        sa.PrimaryKeyConstraint("token", "number", name=op.f("pk_case_upload_parts")),
    )


def downgrade() -> None:
    for table in ("case_upload_parts", "case_uploads", "case_intake_marks", "case_intake_entries", "case_intakes"):
        op.drop_table(table)
