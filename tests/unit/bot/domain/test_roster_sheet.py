"""Rows of a roster sheet as people write them; whatever is impossible is named with its column, and nothing crashes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.roster import DAY_END, MAKEUP_WEEKDAY
from bot.domain.roster_sheet import COLUMNS, Stretch, WrongCellError, read_minutes, read_row, read_weekdays
from knowledge.opening_hours import CHINA

DUTY = {"姓名": "陈静", "星期": "周一", "开始": "09:00", "结束": "12:00"}


def wrong(**cells: Any) -> str:
    with pytest.raises(WrongCellError) as caught:
        read_row({**DUTY, **cells})
    return caught.value.column


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一", (0,)),
        ("星期三、星期五", (2, 4)),
        ("周一至周五", tuple(range(5))),
        ("周一到五", tuple(range(5))),
        ("周末", (5, 6)),
        ("礼拜天", (6,)),
        ("调休", (MAKEUP_WEEKDAY,)),
        ("周二，调休日", (1, MAKEUP_WEEKDAY)),
        ("周一至周三、周五", (0, 1, 2, 4)),
    ],
)
def test_weekdays_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("9:05", 545),
        ("09：05", 545),
        ("9点", 540),
        ("24:00", DAY_END),
        (time(9, 5), 545),
        (datetime(2026, 1, 1, 9, 5, tzinfo=CHINA), 545),
        (timedelta(hours=9), 540),
        (0.375, 540),
    ],
)
def test_times_as_sheets_hold_them(value: Any, minutes: int) -> None:
    assert read_minutes(value) == (minutes, False)


def test_a_night_shift_lies_on_two_days() -> None:
    row = read_row({**DUTY, "星期": "周日", "开始": "22:00", "结束": "次日06:00"})
    assert row.stretches == (Stretch(1320, DAY_END, weekday=6), Stretch(0, 360, weekday=0))
    dated = read_row({**DUTY, "星期": "", "日期": "2026-12-31", "开始": "22:00", "结束": "次日06:00"})
    assert dated.stretches == (
        Stretch(1320, DAY_END, day=date(2026, 12, 31)),
        Stretch(0, 360, day=date(2027, 1, 1)),
    )


def test_leave_has_days_and_perhaps_hours() -> None:
    whole = read_row({"姓名": "陈静", "类型": "请假", "日期": "2026年12月1日至2026年12月3日"})
    assert whole.leave == (date(2026, 12, 1), date(2026, 12, 3), 0, DAY_END)
    part = read_row({**DUTY, "类型": "请假", "星期": "", "日期": date(2026, 12, 1)})
    assert part.leave == (date(2026, 12, 1), date(2026, 12, 1), 540, 720)


def test_what_is_impossible_is_named_with_its_column() -> None:
    assert wrong(姓名="") == "姓名"
    assert wrong(结束="08:00") == "结束"
    assert wrong(结束="09:00") == "结束"
    assert wrong(结束="25:00") == "结束"
    assert wrong(开始="09:61") == "开始"
    assert wrong(开始="上午") == "开始"
    assert wrong(开始="") == "开始"
    assert wrong(结束="次日10:00") == "结束"
    assert wrong(星期="周八") == "星期"
    assert wrong(星期="周五至周一") == "星期"
    assert wrong(星期="") == "星期"
    assert wrong(日期="2026-12-01") == "星期"  # both
    assert wrong(星期="", 日期="2026-02-30") == "日期"
    assert wrong(星期="", 日期="2026-12-05至2026-12-01") == "日期"
    assert wrong(星期="", 日期="明天") == "日期"
    assert wrong(有效起="2026-12-02", 有效止="2026-12-01") == "有效止"
    assert wrong(类型="玩") == "类型"
    assert wrong(节假日照常="也许") == "节假日照常"


cell = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["周一至周五", "09:00", "次日06:00", "24:00", "2026-12-01", "2026-12-01至2026-12-09", "请假", "是"]
    ),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.timedeltas(),
)


@given(st.dictionaries(st.sampled_from(COLUMNS), cell))
def test_any_cells_give_sound_stretches_or_one_named_reason(cells: dict[str, Any]) -> None:
    try:
        row = read_row(cells)
    except WrongCellError as problem:
        assert problem.column in COLUMNS
        assert problem.reason
        return
    assert row.leave is not None or row.stretches
    for stretch in row.stretches:
        assert 0 <= stretch.starts < stretch.ends <= DAY_END
        assert (stretch.weekday is None) != (stretch.day is None)
