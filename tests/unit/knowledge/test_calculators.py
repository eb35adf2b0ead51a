"""A hundred questions about numbers against the calculators, and what they refuse."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.calculators import Figures, calculate
from knowledge.calculators.court_fees import fee_parts
from knowledge.calculators.facts import Facts, add_months, span
from knowledge.calculators.labour_end import severance_months
from knowledge.calculators.rules import all_rules
from knowledge.citations import parse_ref
from knowledge.statutes import CITABLE, StatuteLibrary

TODAY = date(2026, 11, 25)
QUESTIONS = yaml.safe_load((Path(__file__).parent / "number_questions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", QUESTIONS, ids=[f"{n}-{case['rule']}" for n, case in enumerate(QUESTIONS)])
def test_number_question(case):
    numbers = calculate(case["category"], case["subtype"], case["facts"], TODAY, text=case["q"])
    found = {number.rule: number for number in numbers}
    assert case["rule"] in found, [number.rule for number in numbers]
    number = found[case["rule"]]
    expected = tuple(case["value"]) if isinstance(case["value"], list) else case["value"]
    assert number.value == (pytest.approx(expected) if not isinstance(expected, str) else expected)
    assert number.unit == case["unit"]
    assert parse_ref(case["article"]) in number.articles
    assert number.steps
    assert numbers[0].rule == case["rule"], [number.rule for number in numbers]


def test_there_are_a_hundred_questions():
    assert len(QUESTIONS) >= 100


def test_every_article_of_every_rule_is_in_force():
    library = StatuteLibrary.open()
    cited = {ref for rule in all_rules() for ref in rule.compute(Facts({}, TODAY), Figures()).articles}
    assert len(cited) > 60
    assert {str(ref): library.state(ref, TODAY) for ref in cited if library.state(ref, TODAY) not in CITABLE} == {}


def test_missing_facts_are_asked_for():
    (number, *_) = calculate("labour", "dismissal", {"monthly_wage_yuan": 8000}, TODAY, text="经济补偿怎么算")
    assert number.value is None
    assert set(number.missing) == {"employment_months"}


def test_without_being_asked_only_known_numbers_come():
    assert all(number.known for number in calculate("labour", "dismissal", {}, TODAY))
    rules = [
        n.rule for n in calculate("labour", "dismissal", {"monthly_wage_yuan": 8000, "employment_months": 60}, TODAY)
    ]
    assert "severance" in rules


def test_interest_cap_is_refused_without_the_lpr_and_told_with_it():
    facts = {"amount_yuan": 100000, "interest_monthly_percent": 3, "months": 12, "start_date": "2025-06-01"}
    (number, *_) = calculate("contract", "loan", facts, TODAY, text="月息3分利息多少")
    assert (number.rule, number.value) == ("loan_interest", None)
    assert "LPR" in number.refusal
    figures = Figures(lpr_percent={date(2025, 1, 20): 3.1, date(2025, 5, 20): 3.0})
    (number, *_) = calculate("contract", "loan", facts, TODAY, text="月息3分利息多少", figures=figures)
    assert number.value == 12000


@pytest.mark.parametrize(
    ("text", "rule"), [("工亡能赔多少", "work_death"), ("他60岁被撞死了，死亡赔偿金多少", "death_compensation")]
)
def test_figures_that_nobody_entered_are_refused(text, rule):
    numbers = {n.rule: n for n in calculate("traffic", "compensation", {"age": 60}, TODAY, text=text)}
    assert numbers[rule].value is None
    assert numbers[rule].refusal


def test_high_wages_are_capped_where_the_local_average_is_entered():
    figures = Figures(local={2025: {"average_monthly_wage": 8000}})
    facts = {"monthly_wage_yuan": 50000, "employment_months": 180}
    (number, *_) = calculate("labour", "dismissal", facts, TODAY, text="经济补偿多少", figures=figures)
    assert number.value == 24000 * 12


def test_main_and_minor_blame_have_no_national_share():
    numbers = calculate("traffic", "compensation", {"claimed_yuan": 50000}, TODAY, text="对方主责能赔多少")
    assert numbers[0].rule == "traffic_share"
    assert numbers[0].refusal
    full = calculate("traffic", "compensation", {"claimed_yuan": 50000}, TODAY, text="对方全责能赔多少")
    assert full[0].value == 50000


@pytest.mark.parametrize(
    ("months", "days", "n"), [(0, 5, 0.5), (5, 29, 0.5), (6, 0, 1), (12, 0, 1), (12, 1, 1.5), (17, 30, 1.5), (18, 0, 2)]
)
def test_months_of_severance(months, days, n):
    assert severance_months(months, days) == n


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), (12, 0)),
        (date(2025, 1, 31), date(2025, 2, 28), (1, 1)),
        (date(2024, 2, 29), date(2025, 2, 28), (12, 1)),
        (date(2025, 3, 15), date(2025, 3, 20), (0, 6)),
    ],
)
def test_span_counts_both_days(start, end, expected):
    assert span(start, end) == expected


def test_add_months_stays_in_the_month():
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("claim", "fee"),
    [
        (1, 50),
        (10000, 50),
        (100000, 2300),
        (200000, 4300),
        (500000, 8800),
        (1000000, 13800),
        (2000000, 22800),
        (5000000, 46800),
        (10000000, 81800),
        (20000000, 141800),
        (30000000, 191800),
    ],
)
def test_court_fee_at_every_step(claim, fee):
    assert sum(part for _, part in fee_parts(claim)) == pytest.approx(fee)


@pytest.mark.parametrize(
    ("text", "facts", "asked"),
    [
        ("经济补偿多少", {"monthly_wage_yuan": -5, "employment_months": 12}, "monthly_wage_yuan"),
        ("经济补偿多少", {"monthly_wage_yuan": "很多", "employment_months": 12}, "monthly_wage_yuan"),
        ("经济补偿多少", {"monthly_wage_yuan": 1, "start_date": "昨天"}, "employment_months"),
        (
            "双倍工资",
            {"monthly_wage_yuan": 1, "start_date": "2026-01-01", "end_date": "2020-01-01"},
            "employment_months",
        ),
        ("工伤伤残补助金", {"monthly_wage_yuan": 1, "injury_grade": "serious"}, "injury_grade"),
        ("抚养费多少", {"monthly_wage_yuan": True}, "monthly_wage_yuan"),
    ],
)
def test_odd_facts_are_missing_facts(text, facts, asked):
    (number, *_) = calculate("labour", "dismissal", facts, TODAY, text=text)
    assert number.value is None
    assert asked in number.missing


def test_no_question_no_number():
    assert calculate("neighbour", "leak", {}, TODAY, text="楼上漏水把我家泡了") == ()


def test_last_day_moves_past_holidays_and_names_its_start():
    # one year from 2024-10-01 is the national holiday of 2025, which ran from 1 to 8 October
    facts = {"end_date": "2024-10-01"}
    (number, *_) = calculate("labour", "unpaid_wages", facts, TODAY, text="我的劳动仲裁最后一天是哪天")
    assert number.rule.startswith("last_day_")
    assert number.value == "2025-10-09"
    assert "2024-10-01" in number.steps[0]


def test_last_day_asks_for_its_start_and_warns_of_a_year_without_calendar():
    (number, *_) = calculate("labour", "unpaid_wages", {}, TODAY, text="仲裁最晚哪天申请")
    assert number.value is None
    assert number.missing
    (number, *_) = calculate("labour", "unpaid_wages", {"end_date": "2040-03-01"}, TODAY, text="仲裁最晚哪天申请")
    assert "2041" in number.steps[1]


def test_the_operators_folder_of_figures_goes_before_the_committed_ones(tmp_path):
    assert Figures.load(tmp_path) == Figures.load()
    (tmp_path / "lpr.yaml").write_text("one_year:\n  2025-05-20: 3.0\n", encoding="utf-8")
    (tmp_path / "local_figures.yaml").write_text("years:\n  2025: {average_monthly_wage: 9000}\n", encoding="utf-8")
    figures = Figures.load(tmp_path)
    assert figures.lpr_on(date(2025, 6, 1)) == 3.0
    assert figures.lpr_on(date(2025, 5, 19)) is None
    assert figures.of_year(2025, "average_monthly_wage") == 9000
