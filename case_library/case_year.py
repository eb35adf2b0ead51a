"""Which years a case can have: one rule for entries, imports and searches."""

from datetime import date, datetime

from knowledge.opening_hours import CHINA

EARLIEST_YEAR = 1949


def latest_year(today: date | None = None) -> int:
    """Give the year that is running: no case is of a later one. Without a day it is that of the clock in China."""
    return (today or datetime.now(CHINA).date()).year


def can_be_of(year: float, today: date | None = None) -> bool:
    """Say whether a case can be of this year."""
    return EARLIEST_YEAR <= year <= latest_year(today) and year == int(year)
