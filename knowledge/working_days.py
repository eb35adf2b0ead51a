"""Which days are working days in China: weekends, public holidays and the working weekends that pay for them (调休)."""

import logging
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import chinese_calendar

from knowledge.yaml_lines import Node, open_yaml

OWN_YEARS = Path(__file__).parent / "data" / "holidays.yaml"
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
    if _in_package(day.year):
        off, holiday = chinese_calendar.get_holiday_detail(day)
        if off:
            return DayKind.HOLIDAY if holiday else DayKind.WEEKEND
        return DayKind.MAKEUP_DAY if weekend else DayKind.WORKDAY
    own = own_years(OWN_YEARS).get(day.year)
    if own is None:
        _warn_of_year(day.year)
    elif day in own:
        return own[day]
    return DayKind.WEEKEND if weekend else DayKind.WORKDAY


def is_working_day(day: date) -> bool:
    """Tell whether offices work on this day."""
    return day_kind(day) in {DayKind.WORKDAY, DayKind.MAKEUP_DAY}


def knows_year(year: int) -> bool:
    """Tell whether the calendar holds the holidays of this year; later years are estimates."""
    return _in_package(year) or year in own_years(OWN_YEARS)


@cache
def own_years(path: Path) -> Mapping[int, Mapping[date, DayKind]]:
    """Return the years that the office has written down itself, before the package knows them.

    Raises:
        DataFileError: The file breaks a rule; the message names file and line.
    """
    years: dict[int, dict[date, DayKind]] = {}
    for text, node in open_yaml(path).fields({"years"})["years"].items():
        if not text.isdecimal():
            node.fail(f"{text!r} is not a year")
        parts = node.fields({"off", "work"})
        days = dict.fromkeys(_days(parts["off"], int(text)), DayKind.HOLIDAY)
        days |= dict.fromkeys(_days(parts["work"], int(text)), DayKind.MAKEUP_DAY)
        years[int(text)] = days
    return years


def _days(node: Node, year: int) -> list[date]:
    found = []
    for each in node.elements():
        try:
            day = date.fromisoformat(each.text())
        except ValueError:
            each.fail(f"{each.text()!r} is not a day such as {year}-01-01")
        if day.year != year:
            each.fail(f"{day} does not lie in {year}")
        found.append(day)
    return found


@cache
def _in_package(year: int) -> bool:
    return any(day.year == year for day in chinese_calendar.holidays)


@cache
def _warn_of_year(year: int) -> None:
    _log.warning("the holidays of %d are not known: plain weekdays are assumed; update chinesecalendar", year)
