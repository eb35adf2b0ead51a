"""Trends and early warnings: a sudden rise is found, a busy or a seasonal place is left alone."""

from datetime import date

import pytest

from bot.domain.counting.counted_files import CountedFile, FirstPage
from bot.domain.counting.measures import Period
from bot.domain.counting.trends import chance_of_at_least, early_warnings, hot_places, month_by_month

NOVEMBER = Period.month(2026, 11)


def files(place: str, counts: dict[int, int], category: str = "neighbour") -> list[CountedFile]:
    """So many files registered in each month of 2026."""
    return [
        CountedFile(
            FirstPage(
                f"{place}{month}-{n}", "a", category, "walk_in", "application", date(2026, month, 1 + n % 28), place
            )
        )
        for month, count in counts.items()
        for n in range(count)
    ]


STEADY = files("甲村", dict.fromkeys(range(1, 12), 5))


def test_months_are_counted_one_by_one() -> None:
    months = month_by_month(STEADY, NOVEMBER)
    assert len(months) == 13
    assert months[0].period == Period.month(2025, 11)
    assert [each.counts["registered"] for each in months] == [0, 0, *[5] * 11]


def test_a_sudden_rise_at_a_quiet_place_is_found_and_a_steady_one_left_alone() -> None:
    risen = files("乙村", {3: 1, 11: 5}, "labour")
    warnings = early_warnings([*STEADY, *risen], NOVEMBER)
    assert [(each.place, each.type_name, len(each.files)) for each in warnings] == [("乙村", "劳动争议", 5)]
    assert warnings[0].usual == pytest.approx(0.1)
    assert warnings[0].chance < 0.01


def test_two_are_no_rise_and_a_new_office_does_not_warn() -> None:
    assert early_warnings([*STEADY, *files("乙村", {11: 2})], NOVEMBER) == ()
    assert early_warnings(files("乙村", {10: 1, 11: 9}), NOVEMBER) == ()
    assert early_warnings([], NOVEMBER) == ()


def test_a_busy_place_needs_more_than_a_quiet_one() -> None:
    busy = files("丙村", {**dict.fromkeys(range(1, 11), 20), 11: 26})
    assert early_warnings(busy, NOVEMBER) == ()
    assert early_warnings(files("丙村", {**dict.fromkeys(range(1, 11), 20), 11: 45}), NOVEMBER)


def test_a_place_nobody_named_never_warns_nor_is_hot() -> None:
    nameless = files("", {1: 1, 11: 30})
    assert early_warnings(nameless, NOVEMBER) == ()
    assert hot_places(nameless, NOVEMBER) == ()


def test_the_hottest_place_comes_first_with_what_is_usual_there() -> None:
    places = hot_places([*STEADY, *files("乙村", {1: 1, 11: 9})], NOVEMBER)
    assert [(each.place, len(each.files)) for each in places] == [("乙村", 9), ("甲村", 5)]
    assert places[1].usual == pytest.approx(5)


@pytest.mark.parametrize(("number", "before", "months"), [(0, 5, 12), (3, 0, 12), (10, 60, 12), (500, 100, 12)])
def test_the_chance_is_that_of_the_law_summed_the_long_way(number: int, before: int, months: int) -> None:
    shape, stay, term, below = before + 0.5, months / (months + 1), 1.0, 0.0
    term = stay**shape
    for k in range(number):
        below += term
        term *= (shape + k) / (k + 1) * (1 - stay)
    assert chance_of_at_least(number, before, months) == pytest.approx(1 - below, abs=1e-9)
