"""Tables of duty: memberships, capacity, shifts, leave; of a waiting talk's ladder, recusals and alarms."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.rows import GrowingId, Row


class MembershipRow(Row):
    """Somebody works for an organisation beside his own."""

    __tablename__ = "memberships"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(100), primary_key=True)


class DutyProfileRow(Row):
    """How many talks a person holds at a time, and what he is for; empty lists mean everything."""

    __tablename__ = "duty_profiles"
    __table_args__ = (CheckConstraint("capacity IS NULL OR capacity > 0", name="a_capacity_is_positive"),)

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    capacity: Mapped[int | None]
    categories: Mapped[list[Any]]
    needs: Mapped[list[Any]]


class ShiftRow(Row):
    """A shift, weekly or of one day; minutes from midnight in China. `weekday` 7 stands for a 调休 working day."""

    __tablename__ = "shifts"
    __table_args__ = (
        Index("ix_shifts_organisation_id_day", "organisation_id", "day"),
        CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="weekly_or_dated"),
        CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="it_ends_after_it_starts"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(String(100))
    weekday: Mapped[int | None]
    day: Mapped[date | None]
    starts: Mapped[int]
    ends: Mapped[int]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    on_holidays: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200))


class LeaveRow(Row):
    """Somebody is away, from one day to another, both counted; minutes of each day where only part of it."""

    __tablename__ = "leaves"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="it_ends_after_it_begins"),
        CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="hours_make_sense"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    starts: Mapped[int]
    ends: Mapped[int]
    note: Mapped[str] = mapped_column(String(200))


class DutyEventRow(Row):
    """Who changed what in the roster, and when. `by_staff_id` is None where the operator did."""

    __tablename__ = "duty_events"

    id: Mapped[int] = mapped_column(GrowingId, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    by_staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    change: Mapped[str] = mapped_column(String(30))
    details: Mapped[dict[str, Any]]


class LadderRow(Row):
    """Which rung a waiting talk stands on, since when, and what was offered to the citizen there."""

    __tablename__ = "ladders"

    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(30))
    since: Mapped[datetime]
    times: Mapped[int]
    offered_kind: Mapped[str | None] = mapped_column(String(20))
    offered_organisation_id: Mapped[str | None] = mapped_column(String(100))
    told_position: Mapped[int | None]


class PassedOverRow(Row):
    """Somebody to whom a talk is not offered again: he withdrew for a conflict of interest, gave it up, or vanished."""

    __tablename__ = "passed_over"

    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ConflictRow(Row):
    """A name that somebody declared as too near to him: a relative, a firm of his."""

    __tablename__ = "conflicts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class AlarmRow(Row):
    """Somebody was alarmed for a talk in danger: when, how often, when he saw it, and what he did."""

    __tablename__ = "alarms"

    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    raised_at: Mapped[datetime]
    times: Mapped[int]
    seen_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text)
