"""Calculators as forms: every field is described, what is typed is read, what is odd is refused in plain words."""

from datetime import date

import pytest

from knowledge.calculators import UnreadableInputError, calculators, compute, stated_numbers
from knowledge.calculators.figures import Figures
from knowledge.calculators.inputs import Input, InputKind, all_inputs, read_input
from knowledge.statutes import CITABLE, StatuteLibrary

TODAY = date(2026, 11, 25)


def test_every_calculator_describes_itself_and_every_field_is_used():
    forms = calculators()
    assert len(forms) >= 33
    assert all(form.what and form.unit and form.group and form.inputs for form in forms)
    used = {field.name for form in forms for field in form.inputs}
    assert used == set(all_inputs())


def test_what_a_calculator_asks_for_is_a_field_of_its_form():
    for form in calculators():
        number = compute(form.name, {}, TODAY)
        assert number.value is not None or number.missing or number.refusal
        assert set(number.missing) <= {field.name for field in form.inputs}, form.name


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("severance", {"monthly_wage_yuan": "8,000", "start_date": "2020-03-01", "end_date": "2026-09-30"}, 56000),
        ("severance", {"monthly_wage_yuan": "八千", "employment_months": "60"}, 40000),
        ("severance_plus_one", {"monthly_wage_yuan": 7000, "last_month_wage_yuan": 8000, "employment_months": 30}, 29000),
        ("loan_interest", {"amount_yuan": "10万", "interest_monthly_percent": "3", "months": 12, "lpr_percent": 3}, 12000),
        ("loan_interest", {"amount_yuan": 1, "interest_monthly_percent": 0, "months": ""}, 0),
        ("deposit_double", {"deposit_yuan": 150000, "breach_by": "other", "contract_yuan": 500000}, 250000),
        ("deposit_double", {"deposit_yuan": 150000, "breach_by": "self", "contract_yuan": 500000}, 50000),
        ("contract_penalty", {"loss_yuan": 100000, "penalty_yuan": 200000}, 130000),
        ("disability_compensation", {"age": 62, "injury_grade": "8", "local_income_yuan": 50000}, 270000),
        ("disability_compensation", {"age": 40, "disability_percent": 12, "local_income_yuan": 50000}, 120000),
        ("nursing", {"nurse_monthly_yuan": 4500, "nursing_days": 30}, 4500),
        ("hospital_meals", {"hospital_days": 15, "meal_allowance_yuan": 100}, 1500),
        ("traffic_share", {"claimed_yuan": 100000, "liability": "main", "share_percent": 70}, 70000),
        ("maternity_leave", {"difficult_birth": "是", "babies": "2"}, 128),
        ("last_day", {"time_limit": "civil_appeal", "start": "2026-11-20"}, "2026-12-07"),
    ],
)  # fmt: skip
def test_forms_compute(name, typed, value):
    assert compute(name, typed, TODAY).value == value


def test_what_nobody_can_know_is_refused():
    assert compute("traffic_share", {"claimed_yuan": 100000, "liability": "main"}, TODAY).refusal
    assert compute("funeral", {}, TODAY).refusal
    figures = Figures(local={2025: {"average_monthly_wage": 9000}})
    assert compute("funeral", {}, TODAY, figures).value == 54000
    asked = compute("last_day", {"start": "2026-11-20"}, TODAY)
    assert (asked.value, set(asked.missing)) == (None, {"time_limit"})


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (InputKind.MONEY, "很多"),
        (InputKind.MONEY, "-5"),
        (InputKind.MONEY, "1e999"),
        (InputKind.MONEY, "9999999999999"),
        (InputKind.MONEY, "8000元到9000元"),
        (InputKind.DATE, "昨天"),
        (InputKind.DATE, "2026-02-30"),
        (InputKind.YES_NO, "也许"),
        (InputKind.CHOICE, "11"),
    ],
)
def test_what_cannot_be_read_is_said_in_chinese(kind, typed):
    field = Input("x", "某栏", kind, choices=(("1", "一级"),) if kind is InputKind.CHOICE else ())
    with pytest.raises(UnreadableInputError, match="“某栏”"):
        read_input(field, typed)


def test_the_stated_numbers_cite_articles_in_force():
    library = StatuteLibrary.open()
    numbers = stated_numbers()
    assert len(numbers) > 60
    assert all(group for group, _ in numbers)
    assert {library.state(ref, TODAY) for _, number in numbers for ref in number.articles} <= CITABLE


def test_an_unknown_calculator_is_no_calculator():
    with pytest.raises(KeyError):
        compute("nothing", {}, TODAY)
