"""Counting periods of time as 民法典 200-203 and 民事诉讼法 85 have it, on the Chinese working calendar.

The first day is not counted; months and years end on the same day of the month, or on its last; a last day that is no
working day moves to the next working day.
"""

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from knowledge.working_days import is_working_day, knows_year

UNITS = ("years", "months", "days", "working_days")
_UNIT_NAMES = {"years": "年", "months": "个月", "days": "日", "working_days": "个工作日"}
_LATEST = date(MAXYEAR - 100, 1, 1)


class MissingCalendarYearError(ValueError):
    """The holidays of a year are not announced, or not yet entered: a last day cannot be told for sure."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年的放假安排还没有录入，算不准最后一天。请写进 knowledge/data/holidays.yaml。")
        self.year = year


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: a number of one of `UNITS`."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{_UNIT_NAMES[self.unit]}"


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a period. `missing_year`: the first year whose holidays had to be guessed, None for none."""

    day: date
    missing_year: int | None = None

    @property
    def estimated(self) -> bool:
        """Whether a year's holidays were not known, so that only weekends were left out."""
        return self.missing_year is not None


def last_day(start: date, length: Length, *, more: int = 0, rolls: bool = True, strict: bool = False) -> LastDay:
    """Count a period.

    Args:
        start: The day of the event; it is not counted itself.
        length: How long.
        more: Days (working days where the length counts those) added because the period stood still.
        rolls: Whether a last day that is no working day moves on; agreed days of payment do not.
        strict: Refuse to guess.

    Raises:
        MissingCalendarYearError: `strict`, and the calendar lacks a year that matters.
        ValueError: The period reaches beyond what a calendar can hold.
    """
    try:
        end = _end(start, length, more)
        while rolls and not is_working_day(end):
            end += timedelta(days=1)
    except OverflowError as problem:
        raise ValueError(f"{length} from {start} cannot be counted") from problem
    counted = length.unit == "working_days"
    years = range(start.year if counted else end.year, end.year + 1) if counted or rolls else ()
    missing = next((year for year in years if not knows_year(year)), None)
    if strict and missing is not None:
        raise MissingCalendarYearError(missing)
    return LastDay(end, missing)


def _end(start: date, length: Length, more: int) -> date:
    if start > _LATEST:
        raise OverflowError
    match length.unit:
        case "years":
            return add_months(start, 12 * length.count) + timedelta(days=more)
        case "months":
            return add_months(start, length.count) + timedelta(days=more)
        case "working_days":
            return after_working_days(start, length.count + more)
        case _:
            return start + timedelta(days=length.count + more)


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or the month's last day where it has none (民法典 202)."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def after_working_days(start: date, count: int) -> date:
    """The working day that many working days after a day."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(after: date, until: date) -> int:
    """How many working days lie after one day up to and with another; 0 where the order is the other way round."""
    return sum(is_working_day(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))
