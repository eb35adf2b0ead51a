"""Shifts and leave: who is to be where at a moment, on the Chinese calendar of holidays and working weekends (调休)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge.opening_hours import CHINA
from knowledge.working_days import DayKind, day_kind

DAY_END = 24 * 60
"""Minutes of a day; a shift that ends at midnight ends here."""
MAKEUP_WEEKDAY = 7
"""In place of a weekday (Monday is 0): the weekend days that the State Council turned into working days."""
_MONDAY = 0
_SEARCH_DAYS = 60


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's hours in an organisation, every week or on one day; minutes from midnight, local time in China.

    Exactly one of `weekday` and `day` is set. A weekly shift rests on public holidays unless `on_holidays`.
    """

    id: str
    staff_id: str
    organisation_id: str
    starts: int
    ends: int
    weekday: int | None = None
    day: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    on_holidays: bool = False
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether a day lies within the time for which the weekly pattern is valid."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody is away from one day to another, both counted; `starts` and `ends` where only part of each day."""

    id: str
    staff_id: str
    first_day: date
    last_day: date
    starts: int = 0
    ends: int = DAY_END
    note: str = ""


@dataclass(frozen=True, slots=True)
class DutySlot:
    """One stretch of duty on one day, leave taken off."""

    staff_id: str
    organisation_id: str
    starts: datetime
    ends: datetime
    shift_id: str


@dataclass(frozen=True, slots=True)
class Roster:
    """All shifts and leave of some people or organisations; the answers are pure functions of it and of a moment."""

    shifts: tuple[Shift, ...] = ()
    leaves: tuple[Leave, ...] = ()

    @property
    def rostered(self) -> frozenset[str]:
        """Ids of everybody who has shifts."""
        return frozenset(shift.staff_id for shift in self.shifts)

    def on_day(self, day: date) -> tuple[DutySlot, ...]:
        """Return the stretches of duty of a day, the earliest first."""
        slots = [slot for shift in self._shifts_on(day) for slot in self._without_leave(shift, day)]
        return tuple(sorted(slots, key=lambda slot: (slot.starts, slot.ends, slot.staff_id, slot.organisation_id)))

    def at(self, moment: datetime) -> tuple[DutySlot, ...]:
        """Return who is on duty at a moment (it carries a zone); the start counts, the end does not."""
        local = moment.astimezone(CHINA)
        return tuple(slot for slot in self.on_day(local.date()) if slot.starts <= local < slot.ends)

    def next_duty(self, organisation_ids: Collection[str], moment: datetime) -> DutySlot | None:
        """Return the stretch of duty in these organisations that runs now or begins next; None within sixty days."""
        local = moment.astimezone(CHINA)
        for ahead in range(_SEARCH_DAYS):
            for slot in self.on_day(local.date() + timedelta(days=ahead)):
                if slot.organisation_id in organisation_ids and slot.ends > local:
                    return slot
        return None

    def ended_today(self, staff_id: str, moment: datetime) -> DutySlot | None:
        """Return somebody's last stretch that ended today, where none runs now; None otherwise."""
        local = moment.astimezone(CHINA)
        own = [slot for slot in self.on_day(local.date()) if slot.staff_id == staff_id]
        if any(slot.starts <= local < slot.ends for slot in own):
            return None
        return max((slot for slot in own if slot.ends <= local), key=lambda slot: slot.ends, default=None)

    def _shifts_on(self, day: date) -> Iterator[Shift]:
        kind, weekday = day_kind(day), day.weekday()
        if kind is DayKind.MAKEUP_DAY:
            # who has made no rule for such days works as on a Monday; who works that weekend day anyway does so too
            own_rule = {(s.staff_id, s.organisation_id) for s in self._weekly(MAKEUP_WEEKDAY, day)}
            yield from self._weekly(MAKEUP_WEEKDAY, day)
            weekend = [s for s in self._weekly(weekday, day) if (s.staff_id, s.organisation_id) not in own_rule]
            yield from weekend
            busy = own_rule | {(s.staff_id, s.organisation_id) for s in weekend}
            yield from (s for s in self._weekly(_MONDAY, day) if (s.staff_id, s.organisation_id) not in busy)
        else:
            yield from (s for s in self._weekly(weekday, day) if kind is not DayKind.HOLIDAY or s.on_holidays)
        yield from (s for s in self.shifts if s.day == day)

    def _weekly(self, weekday: int, day: date) -> list[Shift]:
        return [shift for shift in self.shifts if shift.weekday == weekday and shift.holds_on(day)]

    def _without_leave(self, shift: Shift, day: date) -> Iterator[DutySlot]:
        pieces = [(shift.starts, shift.ends)]
        for leave in self.leaves:
            if leave.staff_id == shift.staff_id and leave.first_day <= day <= leave.last_day:
                pieces = [rest for piece in pieces for rest in _cut(piece, leave.starts, leave.ends)]
        for starts, ends in pieces:
            slot = (moment_of(day, starts), moment_of(day, ends))
            yield DutySlot(shift.staff_id, shift.organisation_id, *slot, shift.id)


def moment_of(day: date, minutes: int) -> datetime:
    """Return the moment so many minutes after a day's midnight in China."""
    return datetime.combine(day, time(), CHINA) + timedelta(minutes=minutes)


def clock(minutes: int) -> str:
    """Write minutes from midnight as a time of day: 09:05, 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clashing(shift: Shift, others: Iterable[Shift]) -> Shift | None:
    """Return a shift of the same person with which another one cannot stand: nobody is in two places at a time.

    An extra day that overlaps the weekly pattern of the same organisation is no clash: it only makes the day longer.
    """
    return next((other for other in others if other.id != shift.id and _clash(shift, other)), None)


def _clash(one: Shift, other: Shift) -> bool:
    if one.staff_id != other.staff_id or one.ends <= other.starts or other.ends <= one.starts:
        return False
    if one.weekday is not None and other.weekday is not None:
        return one.weekday == other.weekday and _valid_together(one, other)
    if one.day is not None and other.day is not None:
        return one.day == other.day
    weekly, dated = (one, other) if one.weekday is not None else (other, one)
    if dated.day is None or weekly.organisation_id == dated.organisation_id or not weekly.holds_on(dated.day):
        return False
    return any(slot.shift_id == weekly.id for slot in Roster(shifts=(weekly,)).on_day(dated.day))


def _valid_together(one: Shift, other: Shift) -> bool:
    begins = max((day for day in (one.valid_from, other.valid_from) if day is not None), default=date.min)
    ends = min((day for day in (one.valid_until, other.valid_until) if day is not None), default=date.max)
    return begins <= ends


def _cut(piece: tuple[int, int], starts: int, ends: int) -> Sequence[tuple[int, int]]:
    rests = ((piece[0], min(piece[1], starts)), (max(piece[0], ends), piece[1]))
    return [rest for rest in rests if rest[0] < rest[1]]
