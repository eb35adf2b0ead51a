"""The docket: files with states, clocks and parties."""

from datetime import timedelta, timezone

import sqlalchemy as sa
from alembic import op

from bot.storage.column_types import FlexibleJson, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_CHINA = timezone(timedelta(hours=8))
_GROWING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DISPUTE_COLUMNS = (
    ("version", sa.Integer(), False, "0"),
    ("resumes", sa.String(length=20), True, None),
    ("outcome", sa.String(length=20), True, None),
    ("closed_on", sa.Date(), True, None),
    ("closure", FlexibleJson, True, None),
    ("happened_on", sa.Date(), True, None),
    ("place", sa.Text(), False, ""),
    ("people", sa.Integer(), False, "1"),
    ("agreed_fen", sa.BigInteger(), True, None),
    ("joined_into", sa.String(length=32), True, None),
    ("compared_at", UtcDateTime(), True, None),
)
_EVENT_COLUMNS = (
    ("day", sa.Date(), True, None),
    ("step", sa.String(length=40), False, ""),
    ("from_state", sa.String(length=20), True, None),
    ("reason", sa.String(length=40), False, ""),
    ("note", sa.Text(), False, ""),
    ("details", FlexibleJson, True, None),
)
_OVER = ("ended", "refused", "withdrawn")


def upgrade() -> None:
    for table, columns in (("disputes", _DISPUTE_COLUMNS), ("dispute_events", _EVENT_COLUMNS)):
        for name, kind, empty, standard in columns:
            op.add_column(table, sa.Column(name, kind, nullable=empty, server_default=standard))
    op.create_index("ix_disputes_closed_on", "disputes", ["closed_on"])
    op.create_index("ix_disputes_organisation_state", "disputes", ["organisation_id", "state"])
    op.create_index(
        "ix_disputes_not_compared",
        "disputes",
        ["registered_at"],
        sqlite_where=sa.text("compared_at IS NULL"),
        postgresql_where=sa.text("compared_at IS NULL"),
    )
    op.create_index("ix_dispute_events_step_day", "dispute_events", ["step", "day"])
    _create_parties_and_mediators()
    _create_entries_and_instalments()
    _create_clocks_and_reminders()
    _create_files_and_links()
    _carry_old_files_over()


def _dispute(table: str, *, key: bool = False) -> list[sa.schema.SchemaItem]:
    reference = sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=f"fk_{table}_dispute_id_disputes")
    column = sa.Column("dispute_id", sa.String(length=32), nullable=False)
    if not key:
        return [column, reference]
    place = sa.Column("position", sa.Integer(), autoincrement=False, nullable=False)
    return [column, place, reference, sa.PrimaryKeyConstraint("dispute_id", "position", name=f"pk_{table}")]


def _staff(table: str, column: str = "staff_id") -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint([column], ["staff.id"], name=f"fk_{table}_{column}_staff"),
    ]


def _create_parties_and_mediators() -> None:
    op.create_table(
        "dispute_parties",
        *_dispute("dispute_parties", key=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=100), nullable=False),
        sa.Column("details", FlexibleJson, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_dispute_parties_conversation_id_conversations"
        ),
    )
    for column in ("name_key", "phone", "conversation_id"):
        op.create_index(f"ix_dispute_parties_{column}", "dispute_parties", [column])
    op.create_table(
        "dispute_mediators",
        *_dispute("dispute_mediators", key=True),
        *_staff("dispute_mediators"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_dispute_mediators_staff_id", "dispute_mediators", ["staff_id"])


def _create_entries_and_instalments() -> None:
    op.create_table(
        "dispute_entries",
        sa.Column("id", _GROWING, autoincrement=True, nullable=False),
        *_dispute("dispute_entries"),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("content", FlexibleJson, nullable=False),
        *_staff("dispute_entries"),
        sa.PrimaryKeyConstraint("id", name="pk_dispute_entries"),
    )
    op.create_index("ix_dispute_entries_dispute_id", "dispute_entries", ["dispute_id"])
    op.create_table(
        "dispute_instalments",
        *_dispute("dispute_instalments", key=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("performed_fen", sa.BigInteger(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("doubted_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_dispute_instalments_due_on", "dispute_instalments", ["due_on"])


def _create_clocks_and_reminders() -> None:
    op.create_table(
        "dispute_clocks",
        *_dispute("dispute_clocks", key=True),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
    )
    op.create_index(
        "ix_dispute_clocks_due", "dispute_clocks", ["due_on"], postgresql_where=sa.text("stopped_on IS NULL")
    )
    op.create_index(
        "ix_dispute_clocks_remind", "dispute_clocks", ["remind_on"], postgresql_where=sa.text("remind_on IS NOT NULL")
    )
    op.create_table(
        "dispute_reminders",
        sa.Column("id", _GROWING, autoincrement=True, nullable=False),
        *_dispute("dispute_reminders"),
        sa.Column("organisation_id", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        *_staff("dispute_reminders", "seen_by"),
        sa.PrimaryKeyConstraint("id", name="pk_dispute_reminders"),
    )
    op.create_index("ix_dispute_reminders_dispute_id", "dispute_reminders", ["dispute_id"])
    op.create_index("ix_dispute_reminders_open", "dispute_reminders", ["organisation_id", "at"])


def _create_files_and_links() -> None:
    op.create_table(
        "dispute_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        *_dispute("dispute_files"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_staff("dispute_files"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dispute_files"),
    )
    op.create_index("ix_dispute_files_dispute_id", "dispute_files", ["dispute_id"])
    op.create_table(
        "dispute_links",
        *_dispute("dispute_links"),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", FlexibleJson, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_staff("dispute_links", "decided_by"),
        sa.ForeignKeyConstraint(["other_id"], ["disputes.id"], name="fk_dispute_links_other_id_disputes"),
        sa.PrimaryKeyConstraint("dispute_id", "other_id", name="pk_dispute_links"),
    )
    op.create_index("ix_dispute_links_other_id", "dispute_links", ["other_id"])


def _carry_old_files_over() -> None:
    """Give old files their parties, and closed ones an end whose reason nobody recorded; states keep their names."""
    old = sa.table(
        "disputes",
        *(
            sa.column(name)
            for name in ("id", "state", "applicant_name", "phone", "other_party", "conversation_id", "outcome")
        ),
        sa.column("closed_on", sa.Date()),
        sa.column("closure", FlexibleJson),
    )
    events = sa.table("dispute_events", sa.column("dispute_id"), sa.column("at", UtcDateTime()))
    parties = sa.table(
        "dispute_parties",
        *(
            sa.column(name)
            for name in ("dispute_id", "position", "role", "kind", "name", "name_key", "phone", "conversation_id")
        ),
        sa.column("details", FlexibleJson),
    )
    connection = op.get_bind()
    ends = connection.execute(sa.select(events.c.dispute_id, sa.func.max(events.c.at)).group_by(events.c.dispute_id))
    latest = {row[0]: row[1] for row in ends.all()}
    for row in connection.execute(sa.select(old)).all():
        sides = [
            ("applicant", row.applicant_name, row.phone, row.conversation_id),
            ("respondent", row.other_party, "", None),
        ]
        connection.execute(
            sa.insert(parties),
            [
                {
                    "dispute_id": row.id,
                    "position": position,
                    "role": role,
                    "kind": "person",
                    "name": name[:200],
                    "name_key": "".join(name.split())[:200],
                    "phone": phone[:100],
                    "conversation_id": talk,
                    "details": {},
                }
                for position, (role, name, phone, talk) in enumerate(sides, start=1)
            ],
        )
        if row.state in _OVER:
            when = latest.get(row.id)
            connection.execute(
                sa.update(old)
                .where(old.c.id == row.id)
                .values(
                    outcome=row.state,
                    closed_on=None if when is None else when.astimezone(_CHINA).date(),
                    closure={"reason": "unrecorded"},
                )
            )


def downgrade() -> None:
    for table in (
        "dispute_links",
        "dispute_files",
        "dispute_reminders",
        "dispute_clocks",
        "dispute_instalments",
        "dispute_entries",
        "dispute_mediators",
        "dispute_parties",
    ):
        op.drop_table(table)
    op.drop_index("ix_dispute_events_step_day", table_name="dispute_events")
    op.drop_index("ix_disputes_not_compared", table_name="disputes")
    op.drop_index("ix_disputes_organisation_state", table_name="disputes")
    op.drop_index("ix_disputes_closed_on", table_name="disputes")
    for table, columns in (("dispute_events", _EVENT_COLUMNS), ("disputes", _DISPUTE_COLUMNS)):
        with op.batch_alter_table(table) as batch:
            for name, *_ in columns:
                batch.drop_column(name)
