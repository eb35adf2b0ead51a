"""The facts of a dispute as the calculators read them: typed, in known units, None where not said."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

CHINESE_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts by name (taxonomy, section Facts, and the further ones of questions.yaml); `today` is the day of asking."""

    values: Mapping[str, Any]
    today: date

    def get(self, name: str) -> Any:
        """The value, also out of a found fact that carries its place; None where it is not known."""
        found = self.values.get(name)
        return getattr(found, "value", found)

    def number(self, name: str) -> float | None:
        """A number that is not negative; None where it is not known or is none."""
        found = self.get(name)
        if isinstance(found, bool) or not isinstance(found, int | float) or found < 0:
            return None
        return float(found)

    def first_number(self, *names: str) -> float | None:
        """The first of several facts that is known."""
        return next((value for name in names if (value := self.number(name)) is not None), None)

    def day(self, name: str) -> date | None:
        """A date; ISO text is read, anything else is None."""
        found = self.get(name)
        if isinstance(found, date):
            return found
        try:
            return date.fromisoformat(str(found)) if found else None
        except ValueError:
            return None

    def grade(self, name: str) -> int | None:
        """A grade from 1 to 10 (10, 10级, 十级)."""
        found = self.get(name)
        if isinstance(found, float) and found.is_integer():
            found = int(found)
        text = str(found).removesuffix("级") if found is not None else ""
        if text in CHINESE_DIGITS and text:
            value = CHINESE_DIGITS.index(text)
        elif text.isdigit():
            value = int(text)
        else:
            return None
        return value if 1 <= value <= 10 else None

    def employment(self) -> tuple[int, int] | None:
        """Whole months and further days worked: from the two dates (today where still employed), or as told."""
        start = self.day("start_date")
        if start is not None:
            end = self.day("end_date") or self.today
            return None if end < start else span(start, end)
        told = self.number("employment_months")
        return None if told is None else (int(told), 0)


def span(start: date, end: date) -> tuple[int, int]:
    """Whole months and days from the first to the last day, both counted."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if add_months(start, months) > after:
        months -= 1
    return months, (after - add_months(start, months)).days


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
