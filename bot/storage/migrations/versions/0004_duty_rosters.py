"""Duty rosters, leave and the ladder of a waiting talk."""

import sqlalchemy as sa
from alembic import op

from bot.storage.column_types import FlexibleJson, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = FlexibleJson
_MOMENT = UtcDateTime()


def upgrade() -> None:
    op.create_table(
        "conflicts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_conflicts_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
    )
    op.create_index(op.f("ix_conflicts_staff_id"), "conflicts", ["staff_id"], unique=False)
    op.create_table(
        "duty_events",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by_staff_id", sa.String(length=32), nullable=True),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("change", sa.String(length=30), nullable=False),
        sa.Column("details", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["by_staff_id"], ["staff.id"], name=op.f("fk_duty_events_by_staff_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_duty_events_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_events")),
    )
    op.create_index(op.f("ix_duty_events_staff_id"), "duty_events", ["staff_id"], unique=False)
    op.create_table(
        "duty_profiles",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("categories", _JSON, nullable=False),
        sa.Column("needs", _JSON, nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_duty_profiles_a_capacity_is_positive")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_duty_profiles_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_duty_profiles")),
    )
    op.create_table(
        "leaves",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_leaves_it_ends_after_it_begins")),
        sa.CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name=op.f("ck_leaves_hours_make_sense")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_leaves_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index(op.f("ix_leaves_staff_id"), "leaves", ["staff_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_memberships_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "organisation_id", name=op.f("pk_memberships")),
    )
    op.create_table(
        "shifts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=100), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name=op.f("ck_shifts_weekly_or_dated")),
        sa.CheckConstraint(
            "starts >= 0 AND starts < ends AND ends <= 1440", name=op.f("ck_shifts_it_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shifts_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index("ix_shifts_organisation_id_day", "shifts", ["organisation_id", "day"], unique=False)
    op.create_index(op.f("ix_shifts_staff_id"), "shifts", ["staff_id"], unique=False)
    op.create_table(
        "alarms",
        sa.Column("handoff_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("raised_at", _MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_alarms_handoff_id_handoffs")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_alarms_staff_id_staff")),
        sa.PrimaryKeyConstraint("handoff_id", "staff_id", name=op.f("pk_alarms")),
    )
    op.create_table(
        "ladders",
        sa.Column("handoff_id", sa.String(length=32), nullable=False),
        sa.Column("rung", sa.String(length=30), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("offered_kind", sa.String(length=20), nullable=True),
        sa.Column("offered_organisation_id", sa.String(length=100), nullable=True),
        sa.Column("told_position", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_ladders_handoff_id_handoffs")),
        sa.PrimaryKeyConstraint("handoff_id", name=op.f("pk_ladders")),
    )
    op.create_table(
        "passed_over",
        sa.Column("handoff_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_passed_over_handoff_id_handoffs")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passed_over_staff_id_staff")),
        sa.PrimaryKeyConstraint("handoff_id", "staff_id", name=op.f("pk_passed_over")),
    )
    op.add_column("handoffs", sa.Column("due_at", _MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("handoffs", "due_at")
    op.drop_table("passed_over")
    op.drop_table("ladders")
    op.drop_table("alarms")
    op.drop_index(op.f("ix_shifts_staff_id"), table_name="shifts")
    op.drop_index("ix_shifts_organisation_id_day", table_name="shifts")
    op.drop_table("shifts")
    op.drop_table("memberships")
    op.drop_index(op.f("ix_leaves_staff_id"), table_name="leaves")
    op.drop_table("leaves")
    op.drop_table("duty_profiles")
    op.drop_index(op.f("ix_duty_events_staff_id"), table_name="duty_events")
    op.drop_table("duty_events")
    op.drop_index(op.f("ix_conflicts_staff_id"), table_name="conflicts")
    op.drop_table("conflicts")
