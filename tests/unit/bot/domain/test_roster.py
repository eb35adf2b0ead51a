"""Who is to be where at a moment: weekly patterns, single days, leave, holidays, working weekends, clashes."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.roster import DAY_END, MAKEUP_WEEKDAY, Leave, Roster, Shift, clashing, clock, moment_of
from knowledge.opening_hours import CHINA
from knowledge.working_days import DayKind, day_kind

MONDAY = date(2026, 11, 23)
NATIONAL_DAY = date(2026, 10, 1)
MORNING, NOON, EVENING = 9 * 60, 12 * 60, 17 * 60 + 30


def weekly(weekday: int, starts: int = MORNING, ends: int = EVENING, *, who: str = "chen", at: str = "room") -> Shift:
    return Shift(f"{who}-{at}-{weekday}-{starts}", who, at, starts, ends, weekday=weekday)


def single(day: date, starts: int = MORNING, ends: int = EVENING, *, who: str = "chen", at: str = "room") -> Shift:
    return Shift(f"{who}-{at}-{day}-{starts}", who, at, starts, ends, day=day)


def hours(roster: Roster, day: date) -> list[str]:
    return [f"{s.staff_id}@{s.organisation_id} {s.starts:%H:%M}-{s.ends:%H:%M}" for s in roster.on_day(day)]


def a_day_of_kind(kind: DayKind) -> date:
    return next(day for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(365)) if day_kind(day) is kind)


def test_the_start_counts_and_the_end_does_not() -> None:
    roster = Roster((weekly(0),))
    assert not roster.at(datetime(2026, 11, 23, 8, 59, tzinfo=CHINA))
    assert roster.at(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))
    assert roster.at(datetime(2026, 11, 23, 17, 29, tzinfo=CHINA))
    assert not roster.at(datetime(2026, 11, 23, 17, 30, tzinfo=CHINA))
    assert not roster.at(datetime(2026, 11, 24, 10, 0, tzinfo=CHINA))


def test_a_shift_until_midnight_ends_with_the_day() -> None:
    roster = Roster((weekly(0, 20 * 60, DAY_END),))
    assert roster.at(datetime(2026, 11, 23, 23, 59, tzinfo=CHINA))
    assert not roster.at(datetime(2026, 11, 24, 0, 0, tzinfo=CHINA))
    assert clock(DAY_END) == "24:00"


def test_holidays_rest_unless_the_shift_says_otherwise_and_a_single_day_always_counts() -> None:
    assert day_kind(NATIONAL_DAY) is DayKind.HOLIDAY
    pattern = weekly(NATIONAL_DAY.weekday())
    assert hours(Roster((pattern,)), NATIONAL_DAY) == []
    always = Shift("a", "li", "district", 0, DAY_END, weekday=NATIONAL_DAY.weekday(), on_holidays=True)
    assert hours(Roster((pattern, always)), NATIONAL_DAY) == ["li@district 00:00-00:00"]
    assert hours(Roster((pattern, single(NATIONAL_DAY, MORNING, NOON))), NATIONAL_DAY) == ["chen@room 09:00-12:00"]


def test_a_working_weekend_takes_its_own_rule_else_the_weekends_else_mondays() -> None:
    makeup = a_day_of_kind(DayKind.MAKEUP_DAY)
    monday, weekend = weekly(0), weekly(makeup.weekday(), MORNING, NOON)
    own_rule = weekly(MAKEUP_WEEKDAY, 13 * 60, EVENING)
    assert hours(Roster((monday,)), makeup) == ["chen@room 09:00-17:30"]
    assert hours(Roster((monday, weekend)), makeup) == ["chen@room 09:00-12:00"]
    assert hours(Roster((monday, weekend, own_rule)), makeup) == ["chen@room 13:00-17:30"]
    assert hours(Roster((own_rule,)), MONDAY) == []


def test_a_pattern_holds_only_while_it_is_valid() -> None:
    shift = Shift("s", "chen", "room", MORNING, NOON, weekday=0, valid_from=MONDAY, valid_until=MONDAY)
    assert hours(Roster((shift,)), MONDAY)
    for other in (MONDAY - timedelta(7), MONDAY + timedelta(7)):
        assert hours(Roster((shift,)), other) == []


def test_leave_takes_days_or_a_piece_out_of_a_day() -> None:
    shift = weekly(0)
    assert hours(Roster((shift,), (Leave("l", "chen", MONDAY, MONDAY),)), MONDAY) == []
    assert hours(Roster((shift,), (Leave("l", "li", MONDAY, MONDAY),)), MONDAY) == ["chen@room 09:00-17:30"]
    piece = Leave("l", "chen", MONDAY - timedelta(3), MONDAY, NOON, 14 * 60)
    assert hours(Roster((shift,), (piece,)), MONDAY) == ["chen@room 09:00-12:00", "chen@room 14:00-17:30"]


def test_the_next_duty_passes_over_holidays_and_says_when_it_runs_now() -> None:
    roster = Roster(tuple(weekly(day) for day in range(5)))
    now = datetime(2026, 9, 30, 18, 0, tzinfo=CHINA)
    found = roster.next_duty({"room"}, now)
    assert found is not None
    assert day_kind(found.starts.date()) in {DayKind.WORKDAY, DayKind.MAKEUP_DAY}
    assert found.starts > datetime(2026, 10, 7, tzinfo=CHINA)
    during = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
    running = roster.next_duty({"room"}, during)
    assert running is not None
    assert running.starts <= during < running.ends
    assert roster.next_duty({"elsewhere"}, now) is None


def test_a_shift_that_has_just_ended_is_known() -> None:
    roster = Roster((weekly(0, MORNING, NOON), weekly(0, 14 * 60, EVENING)))
    assert roster.ended_today("chen", datetime(2026, 11, 23, 10, tzinfo=CHINA)) is None
    at_lunch = roster.ended_today("chen", datetime(2026, 11, 23, 12, 30, tzinfo=CHINA))
    assert at_lunch is not None
    assert at_lunch.ends.hour == 12
    assert roster.ended_today("chen", datetime(2026, 11, 23, 15, tzinfo=CHINA)) is None
    assert roster.ended_today("li", datetime(2026, 11, 23, 18, tzinfo=CHINA)) is None


def test_nobody_is_in_two_places() -> None:
    room = weekly(0)
    assert clashing(weekly(0, 17 * 60, 18 * 60, at="window"), [room]) == room
    assert clashing(weekly(0, EVENING, 20 * 60, at="window"), [room]) is None
    assert clashing(weekly(1, at="window"), [room]) is None
    assert clashing(weekly(0, who="li", at="window"), [room]) is None
    assert clashing(single(MONDAY, NOON, 14 * 60, at="window"), [room]) == room
    assert clashing(single(MONDAY, NOON, 20 * 60), [room]) is None  # a longer day at the same place
    holiday = single(NATIONAL_DAY, at="window")
    assert clashing(holiday, [weekly(NATIONAL_DAY.weekday())]) is None  # the pattern rests on that day
    apart = Shift("x", "chen", "window", MORNING, NOON, weekday=0, valid_from=date(2027, 1, 1))
    assert (
        clashing(apart, [Shift("y", "chen", "room", MORNING, NOON, weekday=0, valid_until=date(2026, 12, 31))]) is None
    )


minutes = st.integers(0, DAY_END - 1)


@given(st.lists(st.tuples(minutes, minutes), max_size=4), st.tuples(minutes, minutes))
def test_leave_never_adds_time_and_takes_off_exactly_what_overlaps(
    leaves: list[tuple[int, int]], hours_of: tuple[int, int]
) -> None:
    starts, ends = sorted(hours_of)
    if starts == ends:
        return
    shift = Shift("s", "chen", "room", starts, ends, weekday=0)
    away = tuple(
        Leave(str(number), "chen", MONDAY, MONDAY, min(pair), max(pair))
        for number, pair in enumerate(leaves)
        if pair[0] != pair[1]
    )
    there = {
        minute
        for slot in Roster((shift,), away).on_day(MONDAY)
        for minute in range(
            int((slot.starts - moment_of(MONDAY, 0)).total_seconds() // 60),
            int((slot.ends - moment_of(MONDAY, 0)).total_seconds() // 60),
        )
    }
    gone = {minute for leave in away for minute in range(leave.starts, leave.ends)}
    assert there == set(range(starts, ends)) - gone
