"""What is counted, and what it is called: names and meanings stand in measures.yaml, the rules here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.domain.counting.counted_files import CountedFile


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both counted."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """Return a calendar month."""
        following = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), following - timedelta(days=1))

    def before(self, months: int) -> "Period":
        """Return the month so many months before the one in which this period begins."""
        place = self.first.year * 12 + self.first.month - 1 - months
        return Period.month(place // 12, place % 12 + 1)

    def back(self, months: int) -> "Period":
        """Return the span of so many months that ends with this period."""
        return Period(self.before(months - 1).first, self.last)


Counts = Callable[[CountedFile, Period], bool]


def _agreed(file: CountedFile, period: Period) -> bool:
    return file.agreed_on in period


def _ended(*outcomes: str) -> Counts:
    return lambda file, period: file.page.outcome in outcomes and file.page.closed_on in period


def _failed(file: CountedFile, period: Period) -> bool:
    accepted_and_declined = file.page.outcome == "declined" and file.accepted_on is not None
    return (file.page.outcome == "ended" or accepted_and_declined) and file.page.closed_on in period


def _accepted_from(group: str) -> Counts:
    return lambda file, period: file.accepted_on in period and file.page.source_group == group


def _performed(file: CountedFile, period: Period) -> bool:
    closed = file.page.closed_on in period
    court = file.page.outcome == "court_confirmed" and file.page.closure_reason == "confirmed_performing"
    return closed and (file.page.outcome == "performed" or court)


def _unperformed(file: CountedFile, period: Period) -> bool:
    closed = file.page.closed_on in period
    court = file.page.outcome == "court_confirmed" and file.page.closure_reason == "confirmed_enforcement"
    return closed and (file.page.outcome == "unperformed" or court)


def _pending(file: CountedFile, period: Period) -> bool:
    registered = file.page.registered_on <= period.last
    return registered and (file.page.closed_on is None or file.page.closed_on > period.last)


def _prevented(code: str) -> Counts:
    def counts(file: CountedFile, period: Period) -> bool:
        day = file.page.closed_on if file.page.prevented else file.agreed_on
        return file.prevented == code and day in period

    return counts


COUNTS: Mapping[str, Counts] = MappingProxyType(
    {
        "registered": lambda file, period: file.page.registered_on in period,
        "screened": lambda file, period: file.page.lead and file.page.registered_on in period,
        "accepted": lambda file, period: file.accepted_on in period,
        "application": _accepted_from("application"),
        "own_motion": _accepted_from("own_motion"),
        "entrusted": _accepted_from("entrusted"),
        "hard": lambda file, period: file.hard and file.accepted_on in period,
        "succeeded": _agreed,
        "failed": _failed,
        "written": lambda file, period: file.written and _agreed(file, period),
        "oral": lambda file, period: not file.written and _agreed(file, period),
        "performed": _performed,
        "unperformed": _unperformed,
        "court_applied": lambda file, period: file.applied_to_court_on in period,
        "confirmed": lambda file, period: file.confirmed_on in period,
        "refused": _ended("refused"),
        "withdrawn": _ended("withdrawn"),
        "referred": _ended("referred"),
        "joined": _ended("joined"),
        "lapsed": _ended("lapsed"),
        "pending": _pending,
        "suicide": _prevented("suicide"),
        "crime": _prevented("crime"),
        "petition": _prevented("petition"),
        "brawl": _prevented("brawl"),
        "set_aside": lambda file, period: file.set_aside_on in period,
        "payment_order": lambda file, period: (
            file.page.closure_reason == "payment_order" and file.page.closed_on in period
        ),
    }
)
"""Code of a count -> whether a file counts in a period."""

SPANS: Mapping[str, tuple[Callable[[CountedFile], date | None], Callable[[CountedFile], date | None]]] = (
    MappingProxyType(
        {
            "to_accept": (lambda file: file.page.registered_on, lambda file: file.accepted_on),
            "to_session": (lambda file: file.page.registered_on, lambda file: file.first_session_on),
            "to_settle": (lambda file: file.accepted_on, lambda file: file.agreed_on),
        }
    )
)
"""Code of a span -> its first and its last day; it is counted in the period of the last."""


@cache
def words() -> Mapping[str, Any]:
    """Return names and meanings; the file is read on the first call."""
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("measures.yaml").read_text("utf-8"))
    return MappingProxyType(loaded)


def count_name(code: str) -> str:
    """Return how people call a count, a sum or a rate."""
    for section in ("counts", "sums", "rates", "spans"):
        if code in words()[section]:
            return str(words()[section][code]["name"])
    return code


def meaning_of(code: str) -> str:
    """Return how a count, a sum, a rate or a span is counted; empty for an unknown one."""
    for section in ("counts", "sums", "rates", "spans"):
        if code in words()[section]:
            return str(words()[section][code]["meaning"])
    return ""
