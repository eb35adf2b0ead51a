"""Lengths of time, lists and claims as people write and read them."""

from datetime import date

import pytest

from case_library.plain_figures import claim_of, in_a_row, in_months, months_between


@pytest.mark.parametrize(
    ("months", "words"),
    [(0, "不到一天"), (0.03, "1天"), (0.5, "15天"), (0.67, "20天"), (1, "1个月"), (1.5, "1.5个月"), (12.04, "12个月")],
)
def test_lengths_of_time(months: float, words: str) -> None:
    assert in_months(months) == words


def test_months_tell_every_day_of_the_first() -> None:
    for days in range(31):
        told = in_months(months_between(date(2026, 3, 1), date.fromordinal(date(2026, 3, 1).toordinal() + days)))
        assert told == ("不到一天" if not days else f"{days}天"), days
    assert months_between(date(2026, 1, 1), date(2026, 3, 2)) == 2
    assert months_between(date(2026, 3, 2), date(2026, 3, 1)) == 0


def test_items_that_end_as_sentences_get_no_second_mark() -> None:
    assert in_a_row(("先付一万；", "再付两万；")) == "先付一万；再付两万"
    assert in_a_row(("先付一万。", "再付两万。")) == "先付一万。再付两万。"
    assert in_a_row(("先付一万", "再付两万")) == "先付一万；再付两万"
    assert in_a_row(()) == ""


@pytest.mark.parametrize(
    ("request_", "claimed"),
    [
        ("要求支付工资一万八千元", 18000),
        ("支付拖欠的工资18000元", 18000),
        ("赔医药费3200元，误工费1800元，合计5000元", 5000),
        ("要回三个月工资，每月6000元，共18000元", 18000),
        ("返还借款本金5万元及利息", 50000),
        ("退全款3万", 30000),
        ("要回工资3000元、经济补偿6000元", None),
        ("每月支付抚养费1500元", None),
        ("按每月两千元补发六个月工资", None),
        ("请求对方停止施工", None),
        ("", None),
    ],
)
def test_the_sum_of_a_claim(request_: str, claimed: float | None) -> None:
    assert claim_of(request_) == claimed
