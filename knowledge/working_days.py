"""Which days are working days in China: weekends, public holidays and the working weekends that pay for them (调休)."""

import logging
from datetime import date
from enum import StrEnum
from functools import cache

import chinese_calendar

_SATURDAY = 5
_log = logging.getLogger(__name__)


class DayKind(StrEnum):
    """What a day is in the holiday calendar of the State Council."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP_DAY = "makeup_day"
    """A Saturday or Sunday that was turned into a working day."""


def day_kind(day: date) -> DayKind:
    """Tell what kind of day it is.

    The State Council announces a year's holidays in the autumn before. A year that the calendar does not know yet is
    read as plain weekdays and weekends, with one warning a year in the log.
    """
    weekend = day.weekday() >= _SATURDAY
    if not knows_year(day.year):
        _warn_of_year(day.year)
        return DayKind.WEEKEND if weekend else DayKind.WORKDAY
    off, holiday = chinese_calendar.get_holiday_detail(day)
    if off:
        return DayKind.HOLIDAY if holiday else DayKind.WEEKEND
    return DayKind.MAKEUP_DAY if weekend else DayKind.WORKDAY


def is_working_day(day: date) -> bool:
    """Tell whether offices work on this day."""
    return day_kind(day) in {DayKind.WORKDAY, DayKind.MAKEUP_DAY}


@cache
def knows_year(year: int) -> bool:
    """Tell whether the calendar holds the holidays of this year; later years are estimates."""
    return any(day.year == year for day in chinese_calendar.holidays)


@cache
def _warn_of_year(year: int) -> None:
    _log.warning("the holidays of %d are not known: plain weekdays are assumed; update chinesecalendar", year)
