"""Working days by the State Council's plans of 2025 and 2026, and what is assumed beyond them."""

from datetime import date

import pytest

from knowledge.working_days import DayKind, day_kind, is_working_day, knows_year


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 1, 1), DayKind.HOLIDAY),
        (date(2026, 1, 4), DayKind.MAKEUP_DAY),  # Sunday, worked for the New Year's bridge
        (date(2026, 2, 14), DayKind.MAKEUP_DAY),  # Saturday before the Spring Festival
        (date(2026, 2, 21), DayKind.HOLIDAY),  # Saturday within the Spring Festival
        (date(2026, 2, 24), DayKind.WORKDAY),
        (date(2026, 5, 9), DayKind.MAKEUP_DAY),
        (date(2026, 9, 20), DayKind.MAKEUP_DAY),
        (date(2026, 10, 7), DayKind.HOLIDAY),
        (date(2026, 10, 10), DayKind.MAKEUP_DAY),
        (date(2026, 10, 11), DayKind.WEEKEND),
        (date(2026, 11, 25), DayKind.WORKDAY),
        (date(2025, 10, 11), DayKind.MAKEUP_DAY),
    ],
)
def test_the_kind_of_a_day(day, kind):
    assert day_kind(day) is kind
    assert is_working_day(day) is (kind in {DayKind.WORKDAY, DayKind.MAKEUP_DAY})


def test_an_unannounced_year_is_plain_weekdays():
    assert knows_year(2026)
    assert not knows_year(2035)
    assert day_kind(date(2035, 10, 1)) is DayKind.WORKDAY  # a Monday, National Day: nobody has announced it
    assert day_kind(date(2035, 10, 6)) is DayKind.WEEKEND
