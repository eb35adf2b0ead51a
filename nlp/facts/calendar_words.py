"""Days as people name them: 去年腊月, 上个月20号, 前天, 2023年5月, 三年前."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from nlp.lexicon import lexicon
from nlp.numerals import DIGITS, NUMBER, parse_number

_DAYS_A_LUNAR_MONTH = 29.53
_CENTURY_TURN = 50
_SURELY_NO_YEAR, _SURELY_A_YEAR = 9, 60


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day named in the text.

    Attributes:
        day: The day; the first one where only a month or a year was named.
        approximate: Only a month, a year, a season or a lunar month was named.
        start: Where it begins in the normalised text.
        end: Where it ends, exclusive.
        year_said: The year was said or follows from the words; where not, the most recent such day was taken.
    """

    day: date
    approximate: bool
    start: int
    end: int
    year_said: bool = True


@cache
def _words() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = lexicon("calendar")
    return loaded


def _any(names: Mapping[str, Any]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|初?[一二三四五六七八九]|初十"
    r"|廿[一二三四五六七八九]?)"
)


@cache
def _pattern() -> re.Pattern[str]:
    words = _words()
    festivals = {**words["lunar_days"], **words["solar_days"]}
    named = _any(festivals)
    alone = _any({name: day for name, day in festivals.items() if name not in words["only_with_year"]})
    return re.compile(
        rf"(?P<iso>(?<!\d)(?:19|20)\d\d[-./](?:1[0-2]|0?[1-9])[-./](?:3[01]|[12]\d|0?[1-9])(?!\d))"
        rf"|(?P<dotted>(?<![\d.])(?:19|20)\d\d\.(?:1[0-2]|0?[1-9])(?![\d.元万块]))"
        rf"|(?:(?P<year>(?<!\d)(?:19|20)?\d\d|二[零〇][零〇一二][零〇一二三四五六七八九]|[零〇][一二三四五六七八九])年|(?P<spoken_year>{_any(words['years'])}))的?"
        rf"(?:(?P<lunar>农历|阴历)?(?P<ymonth>{_MONTH})月(?:份)?(?:(?P<yday>{_DAY})[日号]?|(?P<ypart>底|初|中旬|上旬|下旬|末))?"
        rf"|(?P<named>{named})(?P<named_day>{_DAY})?|(?P<part>{_any(words['year_parts'])}))?"
        rf"|(?P<spoken_month>{_any(words['months'])})(?:(?P<sday>{_DAY})[日号]|(?P<spart>底|初|中旬|月底|月初|末))?"
        rf"|(?P<spoken_week>{_any(words['weeks'])})(?P<weekday>[一二三四五六日天末])?"
        rf"|(?<!每)(?<!逢)(?<!每个)(?:周|星期|礼拜)(?P<bare_weekday>[一二三四五六日天])"
        rf"|(?P<spoken_day>{_any(words['days'])})"
        rf"|(?P<lunar2>农历|阴历)?(?<![\d个第几半.])(?P<month>{_MONTH})月(?!底?薪|租|供|息|经|嫂|子)(?:(?P<day>{_DAY})(?!月)[日号]?|份|(?P<mpart>底|初|中旬|上旬|下旬|末)|(?=(?:就|才|被|刚)?(?:满|被|入|离|借|签|买|开|摔|撞|交|退|办|出|结|领|进|到期|辞|搬|租|生)))"
        rf"|(?P<ago>{NUMBER}|半)(?P<ago_more>多|来)?个?(?P<ago_half>半)?(?P<unit>年|月|天|日|周|星期|礼拜)(?:多)?(?:之前|以前|前)(?!面)"
        rf"|(?:再过|还有|过|还剩|只剩|剩)(?:下)?(?P<ahead>{NUMBER})(?P<ahead_unit>天|个月|周)(?:后|之后)?"
        rf"|(?P<later>{NUMBER})(?P<later_unit>天|个月|周)(?:后|之后|以后)(?=要?(?:开庭|到期|截止|搬|拆|交))"
        rf"|(?<![\d月\-./])(?P<only_day>3[01]|[12]\d|[1-9])[号日](?![楼线院房门令文铺店馆车机馆桌床码])"
        rf"|(?P<named_alone>{alone})(?!快乐|放假|加班|期间加)"
    )


def named_days(text: str, today: date) -> Iterator[NamedDay]:
    """Yield the days that `text` names, in order.

    Args:
        text: Normalised text.
        today: The day from which relative days are counted.
    """
    for match in _pattern().finditer(text):
        found = _Reader(match.groupdict(), today, text[match.end() : match.end() + 12]).read()
        if found is not None:
            day, approximate, year_said = found
            end = match.start() + len(match.group(0).rstrip("的"))
            yield NamedDay(day, approximate, match.start(), end, year_said)


class _Reader:
    """Turns one match into a day."""

    def __init__(self, groups: Mapping[str, str | None], today: date, following: str) -> None:
        self.groups = groups
        self.today = today
        self.following = following
        self.words = _words()

    def read(self) -> tuple[date, bool, bool] | None:
        try:
            for reader in (self._full, self._with_year, self._month_or_week, self._relative, self._without_year):
                found = reader()
                if found is not None:
                    return found
        except (ValueError, OverflowError):
            # 2月30号 and the like name no day.
            return None
        return None

    def _full(self) -> tuple[date, bool, bool] | None:
        if self.groups["iso"]:
            year, month, day = map(int, re.split(r"[-./]", self.groups["iso"]))
            return date(year, month, day), False, True
        if self.groups["dotted"]:
            year, month = map(int, self.groups["dotted"].split("."))
            return date(year, month, 1), True, True
        return None

    def _with_year(self) -> tuple[date, bool, bool] | None:
        groups = self.groups
        if groups["year"]:
            bare = not (groups["ymonth"] or groups["named"] or groups["part"])
            if (
                bare
                and len(groups["year"]) == 2
                and groups["year"].isdigit()
                and _SURELY_NO_YEAR < int(groups["year"]) < _SURELY_A_YEAR
            ):
                # 干了15年 is a length of time.
                return None
            year = self._year(groups["year"])
        elif groups["spoken_year"]:
            if re.match(r"[^，。]{0,4}岁", self.following):
                return None
            year = self.today.year + self.words["years"][groups["spoken_year"]]
        else:
            return None
        if groups["ymonth"]:
            month = _number(groups["ymonth"])
            if groups["lunar"]:
                return self._lunar(year, month, _day(groups["yday"]) or 1), True, True
            if groups["yday"]:
                return date(year, month, _day(groups["yday"])), False, True
            return date(year, month, _part_day(groups["ypart"], year, month)), True, True
        if groups["named"]:
            return (*self._festival(groups["named"], year, groups["named_day"]), True)
        month = self.words["year_parts"].get(groups["part"] or "", 1)
        return date(year, month, 1), True, True

    def _month_or_week(self) -> tuple[date, bool, bool] | None:
        groups = self.groups
        if groups["spoken_month"]:
            year, month = _shift(self.today, self.words["months"][groups["spoken_month"]])
            if groups["sday"]:
                return date(year, month, _day(groups["sday"])), False, True
            return date(year, month, _part_day((groups["spart"] or "").removeprefix("月"), year, month)), True, True
        monday = self.today - timedelta(days=self.today.weekday())
        if groups["spoken_week"]:
            week = monday + timedelta(weeks=self.words["weeks"][groups["spoken_week"]])
            if groups["weekday"]:
                return week + timedelta(days=self.words["weekdays"][groups["weekday"]]), False, True
            return week, True, True
        if groups["bare_weekday"]:
            day = monday + timedelta(days=self.words["weekdays"][groups["bare_weekday"]])
            return day, False, True
        return None

    def _relative(self) -> tuple[date, bool, bool] | None:
        groups = self.groups
        if groups["spoken_day"]:
            return self.today + timedelta(days=self.words["days"][groups["spoken_day"]]), False, True
        if groups["ago"]:
            number = 0.5 if groups["ago"] == "半" else _value(groups["ago"])
            number += 0.5 if groups["ago_half"] else 0
            unit = groups["unit"] or ""
            exact = unit in "天日" and not groups["ago_more"]
            return self._back(number, unit), not exact, True
        for name, unit_name in (("ahead", "ahead_unit"), ("later", "later_unit")):
            if groups[name]:
                unit = (groups[unit_name] or "").removeprefix("个")
                return self._back(-_value(groups[name]), unit), unit != "天", True
        return None

    def _without_year(self) -> tuple[date, bool, bool] | None:
        groups = self.groups
        if groups["month"]:
            month, day = _number(groups["month"]), _day(groups["day"])
            if groups["lunar2"]:
                day_of_year = self._lunar(self.today.year, month, day or 1)
                return (
                    (day_of_year if day_of_year <= self.today else self._lunar(self.today.year - 1, month, day or 1)),
                    True,
                    False,
                )
            wanted = day or _part_day(groups["mpart"], self.today.year, month)
            return self._nearest(month, wanted), not day, False
        if groups["only_day"]:
            day = int(groups["only_day"])
            year, month = self.today.year, self.today.month
            if day > self.today.day and not self._ahead():
                year, month = _shift(self.today, -1)
            return date(year, month, day), False, False
        if groups["named_alone"]:
            day_of_year, approximate = self._festival(groups["named_alone"], self.today.year, None)
            if day_of_year > self.today and not self._ahead():
                day_of_year, approximate = self._festival(groups["named_alone"], self.today.year - 1, None)
            return day_of_year, approximate, False
        return None

    def _ahead(self) -> bool:
        return re.search(r"前(?!天)|之前|开庭|截止|到期|要|必须|最后", self.following) is not None

    def _nearest(self, month: int, day: int) -> date:
        this_year = date(self.today.year, month, day)
        if this_year > self.today and not self._ahead():
            return date(self.today.year - 1, month, day)
        if this_year < self.today and self._ahead() and (self.today - this_year).days > 180:
            return date(self.today.year + 1, month, day)
        return this_year

    def _back(self, number: float, unit: str) -> date:
        if unit in "天日":
            return self.today - timedelta(days=round(number))
        if unit in {"周", "星期", "礼拜"}:
            return self.today - timedelta(weeks=number)
        months = round(number * (12 if unit == "年" else 1))
        if number == 0.5 and unit == "月":
            return self.today - timedelta(days=15)
        year, month = _shift(self.today, -months)
        return date(year, month, min(self.today.day, calendar.monthrange(year, month)[1]))

    def _year(self, written: str) -> int:
        if not written.isdigit():
            if len(written) == 2:
                # 零八年
                return 2000 + DIGITS[written[1]]
            number = parse_number(written)
            return int(number.value) if number else self.today.year
        year = int(written)
        if len(written) == 2:
            year += 2000 if year < _CENTURY_TURN else 1900
        return year

    def _festival(self, name: str, year: int, day: str | None) -> tuple[date, bool]:
        if name in self.words["solar_days"]:
            month, day_of_month = self.words["solar_days"][name]
            return date(year, month, day_of_month), False
        if not day and (real := self.words["festival_days"].get(name.removesuffix("节"), {}).get(year)):
            return real, False
        month, day_of_month = self.words["lunar_days"][name]
        return self._lunar(year, month, _day(day) or day_of_month), True

    def _lunar(self, year: int, month: int, day: int) -> date:
        """Count from the lunar new year, to a day or two: always approximate."""
        first: date | None = self.words["lunar_new_year"].get(year)
        if first is None:
            raise ValueError(f"no lunar calendar for {year}")
        if month >= 11 and (following := self.words["lunar_new_year"].get(year + 1)):
            # 冬月 and 腊月 come after any leap month: counting back from the next new year is exact to a day.
            start: date = following
            return start - timedelta(days=round((13 - month) * _DAYS_A_LUNAR_MONTH)) + timedelta(days=day - 1)
        leap = self.words["leap_months"].get(year, 13)
        passed = month - 1 + (month > leap)
        return first + timedelta(days=round(passed * _DAYS_A_LUNAR_MONTH) + day - 1)


def _value(written: str | None) -> float:
    number = parse_number(written) if written else None
    if number is None:
        raise ValueError(f"no number in {written!r}")
    return number.value


def _number(written: str) -> int:
    return int(_value(written))


def _day(written: str | None) -> int:
    """Return the day of the month, 0 where none was said."""
    if not written:
        return 0
    return _number(written.replace("廿", "二十").replace("初", ""))


def _part_day(part: str | None, year: int, month: int) -> int:
    if part in {"底", "末"}:
        return calendar.monthrange(year, month)[1]
    return {"中旬": 11, "下旬": 21}.get(part or "", 1)


def _shift(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1
