"""How the numbers move: month by month, hot places, and sudden rises against a place's own history."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.counting.counted_files import CountedFile
from bot.domain.counting.measures import COUNTS, Period
from bot.domain.counting.report import report_type

SERIES = ("registered", "accepted", "succeeded", "failed")
MONTHS = 13
"""Months of a trend: the present one and the year before it."""
FEWEST = 3
"""Fewer disputes than this in a month are no rise worth a warning."""
SHORTEST_HISTORY = 3
"""Months of history without which nothing is sudden."""
RARE = 0.01
"""A warning is given where so many would come by chance less often than this."""


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """Counts of one month by code."""

    period: Period
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class HotPlace:
    """A place with the disputes registered there this month, and the monthly mean of the months before."""

    place: str
    files: tuple[str, ...]
    usual: float


@dataclass(frozen=True, slots=True)
class SuddenRise:
    """A sudden rise of one type of dispute at one place.

    Attributes:
        place: Where.
        type_name: Type of the report.
        files: Ids of this month's.
        usual: Monthly mean of the history.
        chance: How likely so many or more would be, had nothing changed.
    """

    place: str
    type_name: str
    files: tuple[str, ...]
    usual: float
    chance: float


def month_by_month(files: Sequence[CountedFile], period: Period, months: int = MONTHS) -> tuple[MonthlyCounts, ...]:
    """Return the counts of so many months up to the period's, the oldest first."""
    spans = [period.before(back) for back in range(months - 1, -1, -1)]
    return tuple(
        MonthlyCounts(span, {code: sum(COUNTS[code](file, span) for file in files) for code in SERIES})
        for span in spans
    )


def hot_places(files: Sequence[CountedFile], period: Period, most: int = 10) -> tuple[HotPlace, ...]:
    """Return the places with the most disputes registered in the period, the hottest first."""
    months, history = _history(files, period)
    now: dict[str, list[str]] = defaultdict(list)
    for file in files:
        if file.page.place and file.page.registered_on in period:
            now[file.page.place].append(file.page.id)
    usual = Counter(file.page.place for file in history)
    found = [HotPlace(place, tuple(ids), usual[place] / months if months else 0.0) for place, ids in now.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.files), each.place))[:most])


def early_warnings(files: Sequence[CountedFile], period: Period) -> tuple[SuddenRise, ...]:
    """Return sudden rises by place and type, the least likely first.

    What is usual is learned from the twelve months before, or as many of them as there are, and from no other place.
    The chance is that of so many or more under a Poisson law whose mean is itself uncertain (Gamma, Jeffreys'
    prior), so that a short history warns less easily.
    """
    months, history = _history(files, period)
    if months < SHORTEST_HISTORY:
        return ()
    usual = Counter(_cell(file) for file in history)
    now: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in files:
        if file.page.place and file.page.registered_on in period:
            now[_cell(file)].append(file.page.id)
    found = []
    for (place, type_name), ids in now.items():
        chance = chance_of_at_least(len(ids), usual[place, type_name], months)
        if len(ids) >= FEWEST and chance < RARE:
            found.append(SuddenRise(place, type_name, tuple(ids), usual[place, type_name] / months, chance))
    return tuple(sorted(found, key=lambda each: (each.chance, each.place, each.type_name)))


def chance_of_at_least(number: int, before: int, months: int) -> float:
    """Return how likely `number` or more are in a month after `before` in so many months.

    The predictive law is negative binomial with r = before + 1/2 and p = months / (months + 1).
    """
    shape, stay = before + 0.5, months / (months + 1)
    below = sum(
        math.exp(
            math.lgamma(shape + k)
            - math.lgamma(shape)
            - math.lgamma(k + 1)
            + shape * math.log(stay)
            + k * math.log(1 - stay)
        )
        for k in range(number)
    )
    return max(0.0, 1.0 - below)


def _cell(file: CountedFile) -> tuple[str, str]:
    return file.page.place, report_type(file.page.category)


def _history(files: Sequence[CountedFile], period: Period) -> tuple[int, list[CountedFile]]:
    """Whole months of history (twelve at most) and the files registered in them."""
    earliest = min((file.page.registered_on for file in files), default=period.first)
    months = min(MONTHS - 1, _months_between(earliest, period.first))
    if months <= 0:
        return 0, []
    span = Period(period.before(months).first, period.before(1).last)
    return months, [file for file in files if file.page.registered_on in span]


def _months_between(earlier: date, later: date) -> int:
    """Whole calendar months from the first full one."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if earlier.day == 1 else months - 1
