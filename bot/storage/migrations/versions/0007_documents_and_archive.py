"""Documents of a file and its archive."""

import sqlalchemy as sa
from alembic import op

from bot.storage.column_types import FlexibleJson, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("dispute_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("blanks", FlexibleJson, nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_documents_dispute_id_disputes")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_documents_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("dispute_id", "number", "version", name=op.f("uq_documents_dispute_id")),
    )
    op.create_index(op.f("ix_documents_dispute_id"), "documents", ["dispute_id"])
    op.create_table(
        "volumes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("dispute_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("parts", FlexibleJson, nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_volumes_dispute_id_disputes")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_volumes_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volumes")),
        sa.UniqueConstraint("dispute_id", "version", name=op.f("uq_volumes_dispute_id")),
    )
    op.create_index(op.f("ix_volumes_dispute_id"), "volumes", ["dispute_id"])
    op.create_index(op.f("ix_volumes_keep_until"), "volumes", ["keep_until"])


def downgrade() -> None:
    op.drop_table("volumes")
    op.drop_table("documents")
