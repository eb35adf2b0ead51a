"""Reading one row of a roster sheet: names, days and times as people write them, each mistake named with its column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.roster import DAY_END, MAKEUP_WEEKDAY

COLUMNS = ("姓名", "单位", "类型", "星期", "日期", "开始", "结束", "有效起", "有效止", "节假日照常", "备注")
NEEDED = ("姓名", "开始", "结束")
_DUTY, _LEAVE = frozenset({"", "值班", "班"}), frozenset({"请假", "休假", "假", "外出"})
_YES, _NO = frozenset({"是", "y", "1", "√", "true"}), frozenset({"", "否", "n", "0", "false"})
_WEEKDAYS = "一二三四五六日"
_DAY_NAME = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天末])")
_RANGE = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])(?:至|到|-|—|–|~|～)(?:星期|周|礼拜)?([一二三四五六日天])")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(次日)?\s*(\d{1,2})\s*[:：时点]\s*(\d{0,2})\s*分?")


class WrongCellError(ValueError):
    """A cell cannot be used; says which column and why, in words for whoever made the sheet."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}：{reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time of a row, on one weekday or on one day."""

    starts: int
    ends: int
    weekday: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What a row says; a leave has days, a shift has stretches."""

    name: str
    organisation: str
    stretches: tuple[Stretch, ...] = ()
    leave: tuple[date, date, int, int] | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    on_holidays: bool = False
    note: str = ""


def read_row(cells: Mapping[str, Any]) -> SheetRow:
    """Read a row.

    Raises:
        WrongCellError: The first cell that cannot be used.
    """
    name = _text(cells, "姓名")
    if not name:
        raise WrongCellError("姓名", "没有写")
    kind = _text(cells, "类型")
    note = _text(cells, "备注")[:200]
    if kind in _LEAVE:
        return SheetRow(name, _text(cells, "单位"), leave=_leave(cells), note=note)
    if kind not in _DUTY:
        raise WrongCellError("类型", f"“{kind}”不认识，写 值班 或 请假")
    starts, ends, overnight = _hours(cells)
    valid_from, valid_until = _date(cells, "有效起"), _date(cells, "有效止")
    if valid_from and valid_until and valid_until < valid_from:
        raise WrongCellError("有效止", "比“有效起”还早")
    holidays = _text(cells, "节假日照常").lower()
    if holidays not in _YES | _NO:
        raise WrongCellError("节假日照常", "写 是 或 否")
    return SheetRow(
        name=name,
        organisation=_text(cells, "单位"),
        stretches=tuple(_stretches(cells, starts, ends, overnight=overnight)),
        valid_from=valid_from,
        valid_until=valid_until,
        on_holidays=holidays in _YES,
        note=note,
    )


def read_minutes(value: Any, column: str = "时间") -> tuple[int, bool]:
    """Read a time of day as minutes from midnight; the second value says that it lies on the next day.

    Raises:
        WrongCellError: It is no time of day.
    """
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return value.hour * 60 + value.minute, False
    if isinstance(value, timedelta):
        value = value / timedelta(days=1)
    if isinstance(value, float) and 0 <= value <= 1:  # a spreadsheet keeps a time as part of a day
        return round(value * DAY_END), False
    text = str(value).strip()
    found = _TIME.fullmatch(text)
    if found is None:
        raise WrongCellError(column, f"“{text}”不是时间，要写成 09:00")
    hours, minutes = int(found[2]), int(found[3] or 0)
    if minutes > 59 or hours * 60 + minutes > DAY_END:
        raise WrongCellError(column, f"没有 {text} 这个时间")
    return hours * 60 + minutes, found[1] is not None


def _hours(cells: Mapping[str, Any]) -> tuple[int, int, bool]:
    for column in ("开始", "结束"):
        if cells.get(column) in ("", None):
            raise WrongCellError(column, "没有写")
    starts, next_day = read_minutes(cells["开始"], "开始")
    if next_day or starts == DAY_END:
        raise WrongCellError("开始", "开始时间要写在当天")
    ends, overnight = read_minutes(cells["结束"], "结束")
    if overnight and ends == 0:
        return starts, DAY_END, False
    if overnight and ends > starts:
        raise WrongCellError("结束", "一个班不能超过 24 小时")
    if not overnight and ends <= starts:
        raise WrongCellError("结束", "不能早于或等于开始；跨夜的班请写成 次日06:00")
    return starts, ends, overnight


def _stretches(cells: Mapping[str, Any], starts: int, ends: int, *, overnight: bool) -> list[Stretch]:
    days = cells.get("日期") not in ("", None)
    weekly = _text(cells, "星期")
    if days == bool(weekly):
        raise WrongCellError("星期", "“星期”和“日期”要写一个，也只能写一个")
    found: list[Stretch] = []
    if days:
        first, last = _days(cells, "日期")
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            found.append(Stretch(starts, DAY_END if overnight else ends, day=day))
            if overnight:
                found.append(Stretch(0, ends, day=day + timedelta(days=1)))
        return found
    for weekday in read_weekdays(weekly):
        found.append(Stretch(starts, DAY_END if overnight else ends, weekday=weekday))
        if overnight:
            if weekday == MAKEUP_WEEKDAY:
                raise WrongCellError("结束", "调休日的夜班请按日期写")
            found.append(Stretch(0, ends, weekday=(weekday + 1) % 7))
    return found


def read_weekdays(text: str) -> tuple[int, ...]:
    """Read weekdays: 周一, 周一至周五, 周二、周四, 周末, 调休 (the weekend days that are worked).

    Raises:
        WrongCellError: They are no weekdays.
    """
    days: list[int] = []
    rest = text.replace(" ", "")
    while (found := _RANGE.search(rest)) is not None:
        first, last = _number(found[1]), _number(found[2])
        if last < first:
            raise WrongCellError("星期", f"“{found[0]}”前后倒了")
        days += range(first, last + 1)
        rest = rest.replace(found[0], "", 1)
    while (one := _DAY_NAME.search(rest)) is not None:
        days += (5, 6) if one[1] == "末" else (_number(one[1]),)
        rest = rest.replace(one[0], "", 1)
    if "调休" in rest:
        days.append(MAKEUP_WEEKDAY)
        rest = rest.replace("调休日", "").replace("调休", "")
    if rest.strip("、,，;；和") or not days:
        raise WrongCellError("星期", f"“{text}”不认识，写成 周一、周一至周五 或 调休")
    return tuple(sorted(set(days)))


def _leave(cells: Mapping[str, Any]) -> tuple[date, date, int, int]:
    first, last = _days(cells, "日期")
    if cells.get("开始") in ("", None) and cells.get("结束") in ("", None):
        return first, last, 0, DAY_END
    starts, ends, overnight = _hours(cells)
    if overnight:
        raise WrongCellError("结束", "请假跨夜请按两天写")
    return first, last, starts, ends


def _days(cells: Mapping[str, Any], column: str) -> tuple[date, date]:
    value = cells.get(column)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return day, day
    text = str(value or "").strip()
    parts = _DATE.findall(text)
    between = _DATE.sub("", text).strip()
    if not 1 <= len(parts) <= 2 or between not in ({""} if len(parts) == 1 else {"至", "到", "-", "—", "~", "～", "–"}):
        raise WrongCellError(column, f"“{text}”不是日期，写成 2026-12-01 或 2026-12-01至2026-12-05")
    days = [_calendar_day(part, column) for part in parts]
    if days[-1] < days[0]:
        raise WrongCellError(column, "结束的日子比开始的还早")
    if (days[-1] - days[0]).days > 366:
        raise WrongCellError(column, "一行最多写一年")
    return days[0], days[-1]


def _date(cells: Mapping[str, Any], column: str) -> date | None:
    return None if cells.get(column) in ("", None) else _days(cells, column)[0]


def _calendar_day(parts: tuple[str, str, str], column: str) -> date:
    try:
        return date(*map(int, parts))
    except ValueError:
        raise WrongCellError(column, f"没有 {'-'.join(parts)} 这一天") from None


def _number(name: str) -> int:
    return 6 if name == "天" else _WEEKDAYS.index(name)


def _text(cells: Mapping[str, Any], column: str) -> str:
    value = cells.get(column)
    return "" if value is None else str(value).strip()
