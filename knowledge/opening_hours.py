"""Opening hours of an organisation, and whether it is open at a moment, holidays and working weekends included."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.working_days import DayKind, day_kind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAKEUP_DAY = "makeup_day"
CHINA = ZoneInfo("Asia/Shanghai")

_WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_PERIOD = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_SEARCH_DAYS = 60


class ImpossibleHoursError(ValueError):
    """The text of opening hours makes no sense; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of one day, local time in China; `closes` is exclusive (`time.max` means midnight)."""

    opens: time
    closes: time

    def __str__(self) -> str:
        closes = "24:00" if self.closes == time.max else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}—{closes}"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Periods by weekday (and `makeup_day`), sorted; a missing day is closed.

    Attributes:
        periods: Weekday name of `WEEKDAYS` or `makeup_day` to its periods.
        open_on_holidays: Whether public holidays change nothing, as in a police station.
    """

    periods: Mapping[str, tuple[Period, ...]]
    open_on_holidays: bool = False

    @classmethod
    def parse(cls, raw: Mapping[str, Any], *, open_on_holidays: bool = False) -> "OpeningHours":
        """Read hours as they stand in a directory file: ``{monday: ["09:00-12:00", "13:30-17:30"]}``.

        Raises:
            ImpossibleHoursError: Unknown day, a time that does not exist, an end before the start, or an overlap.
        """
        periods: dict[str, tuple[Period, ...]] = {}
        for day, texts in raw.items():
            if day not in (*WEEKDAYS, MAKEUP_DAY):
                raise ImpossibleHoursError(f"不认识的日子“{day}”，应该是 monday 到 sunday 或者 makeup_day")
            if not isinstance(texts, list):
                raise ImpossibleHoursError(f'{day} 的时间要写成列表，例如 ["09:00-12:00"]')
            periods[day] = _parse_day(day, texts)
        return cls(MappingProxyType(periods), open_on_holidays)

    def on(self, day: date) -> tuple[Period, ...]:
        """Return the periods of a day, empty where it is closed."""
        kind = day_kind(day)
        weekday = WEEKDAYS[day.weekday()]
        if kind is DayKind.HOLIDAY and not self.open_on_holidays:
            return ()
        if kind is DayKind.MAKEUP_DAY:
            # whoever works on that weekend day anyway is not open for less than usual
            makeup = self.periods.get(MAKEUP_DAY, self.periods.get("monday", ()))
            return makeup or self.periods.get(weekday, ())
        return self.periods.get(weekday, ())

    def is_open(self, moment: datetime) -> bool:
        """Tell whether it is open; a moment without time zone is local time in China."""
        local = _local(moment)
        return any(period.opens <= local.time() < period.closes for period in self.on(local.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return the first moment from `moment` on at which it is open (`moment` itself where it is open now).

        None where it does not open within sixty days. With time zone where `moment` has one, then in China's.
        """
        if self.is_open(moment):
            return moment
        local = _local(moment)
        for ahead in range(_SEARCH_DAYS):
            day = local.date() + timedelta(days=ahead)
            for period in self.on(day):
                opening = datetime.combine(day, period.opens, tzinfo=local.tzinfo)
                if opening > local:
                    return opening
        return None

    def describe(self) -> str:
        """Say the hours in Chinese: 周一至周五 09:00—12:00、13:30—17:30；周六 09:00—12:00."""
        groups: list[tuple[list[int], tuple[Period, ...]]] = []
        for number, name in enumerate(WEEKDAYS):
            periods = self.periods.get(name, ())
            if not periods:
                continue
            if groups and groups[-1][1] == periods and groups[-1][0][-1] == number - 1:
                groups[-1][0].append(number)
            else:
                groups.append(([number], periods))
        said = "；".join(f"{_days(days)} {'、'.join(map(str, periods))}" for days, periods in groups)
        return said + ("（节假日照常）" if self.open_on_holidays else "（法定节假日休息，调休上班日照常）")


def _days(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return _WEEKDAY_NAMES[numbers[0]]
    return f"{_WEEKDAY_NAMES[numbers[0]]}{'至' if len(numbers) > 2 else '、'}{_WEEKDAY_NAMES[numbers[-1]]}"


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(CHINA)


def _parse_day(day: str, texts: list[Any]) -> tuple[Period, ...]:
    parsed = sorted((_parse_period(day, text) for text in texts), key=lambda period: period.opens)
    for earlier, later in itertools.pairwise(parsed):
        if later.opens < earlier.closes:
            raise ImpossibleHoursError(f"{day} 的时间重叠：{earlier} 和 {later}")
    return tuple(parsed)


def _parse_period(day: str, text: Any) -> Period:
    found = _PERIOD.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ImpossibleHoursError(f"{day}：“{text}”不是时间，请写成 09:00-12:00")
    opens = time(int(found[1]), int(found[2]))
    if int(found[3]) == 24:
        if found[4] != "00":
            raise ImpossibleHoursError(f"{day}：没有“{text}”这个时间，一天到 24:00 为止")
        closes = time.max
    else:
        closes = time(int(found[3]), int(found[4]))
    if closes <= opens:
        raise ImpossibleHoursError(f"{day}：“{text}”结束早于开始")
    return Period(opens, closes)
