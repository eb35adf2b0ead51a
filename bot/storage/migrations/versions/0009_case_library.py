"""The case library in the office's database: entries, reviews and folders."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from bot.storage.column_types import FlexibleJson, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

GROWING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    library = op.create_table(
        "case_library",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_case_library")),
    )
    op.bulk_insert(library, [{"only": 1, "identity": uuid4().hex, "revision": 0}])
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_revision_id", "cases", ["revision", "id"])
    op.create_index(op.f("ix_cases_external_id"), "cases", ["external_id"])
    op.create_table(
        "case_marks",
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("mark", "case_id", name=op.f("pk_case_marks")),
    )
    op.create_index(op.f("ix_case_marks_case_id"), "case_marks", ["case_id"])
    _papers()
    _folders()
    _accounts()


def _papers() -> None:
    op.create_table(
        "case_drafts",
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=100), nullable=False),
        sa.Column("dispute_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("masked", FlexibleJson, nullable=False),
        sa.Column("warnings", FlexibleJson, nullable=False),
        sa.Column("last_by", sa.String(length=32), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_case_drafts_dispute_id_disputes")),
        sa.ForeignKeyConstraint(["last_by"], ["staff.id"], name=op.f("fk_case_drafts_last_by_staff")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_drafts")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_case_drafts_dispute_id")),
    )
    op.create_index(op.f("ix_case_drafts_organisation_id"), "case_drafts", ["organisation_id"])
    op.create_index(op.f("ix_case_drafts_state"), "case_drafts", ["state"])
    op.create_table(
        "case_events",
        sa.Column("id", GROWING, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=True),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_events_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
    )
    op.create_index(op.f("ix_case_events_case_id"), "case_events", ["case_id"])


def _folders() -> None:
    op.create_table(
        "case_folders",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=100), nullable=False),
        sa.Column("dispute_id", sa.String(length=32), nullable=True),
        sa.Column("handoff_id", sa.String(length=32), nullable=True),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_case_folders_dispute_id_disputes")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_case_folders_handoff_id_handoffs")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_case_folders_made_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_folders")),
    )
    op.create_index(op.f("ix_case_folders_organisation_id"), "case_folders", ["organisation_id"])
    op.create_table(
        "case_folder_items",
        sa.Column("folder_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["folder_id"], ["case_folders.id"], name=op.f("fk_case_folder_items_folder_id_case_folders")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_case_folder_items_added_by_staff")),
        sa.PrimaryKeyConstraint("folder_id", "case_id", name=op.f("pk_case_folder_items")),
    )


def _accounts() -> None:
    op.create_table(
        "staff_accounts",
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_accounts_staff_id_staff")),
        sa.PrimaryKeyConstraint("channel", "account", name=op.f("pk_staff_accounts")),
    )
    op.create_index("ix_staff_accounts_staff_id_channel", "staff_accounts", ["staff_id", "channel"], unique=True)
    op.create_table(
        "staff_account_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_account_codes_staff_id_staff")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_staff_account_codes")),
    )
    op.create_index(op.f("ix_staff_account_codes_staff_id"), "staff_account_codes", ["staff_id"])


def downgrade() -> None:
    for table in (
        "staff_account_codes",
        "staff_accounts",
        "case_folder_items",
        "case_folders",
        "case_events",
        "case_drafts",
        "case_marks",
        "cases",
        "case_library",
    ):
        op.drop_table(table)
