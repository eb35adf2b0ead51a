"""Calculators as forms: what each asks for, and one computed by its name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.calculators.calculate import committed_figures
from knowledge.calculators.facts import Facts
from knowledge.calculators.figures import Figures
from knowledge.calculators.inputs import Input, all_inputs, read_input
from knowledge.calculators.last_days import last_day_of, limits_with_length, time_limit_words
from knowledge.calculators.numbers import Number
from knowledge.calculators.rules import Rule, all_rules

LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator as a form shows it.

    Attributes:
        name: Its code.
        what: What it computes, in Chinese.
        unit: The unit of its result.
        group: The field of life it belongs to, in Chinese.
        inputs: The fields, in order.
    """

    name: str
    what: str
    unit: str
    group: str
    inputs: tuple[Input, ...]


def calculators() -> tuple[Calculator, ...]:
    """Every calculator that has something to compute, in the order of the data file, the last day of a limit first."""
    return (_last_day_form(), *(_form(rule) for rule in all_rules() if not rule.fixed))


def stated_numbers() -> tuple[tuple[str, Number], ...]:
    """The numbers that the law itself states, each with its group."""
    nothing = Facts({}, date.min)
    return tuple((rule.group, rule.compute(nothing, Figures())) for rule in all_rules() if rule.fixed)


def compute(name: str, typed: Mapping[str, Any], today: date, figures: Figures | None = None) -> Number:
    """One calculator on what was typed into its fields.

    Args:
        name: The code of the calculator.
        typed: Text or plain values by field; unknown names are ignored, empty ones are missing.
        today: The day of asking.
        figures: The operator's figures; by default the committed ones.

    Raises:
        KeyError: There is no such calculator.
        UnreadableInputError: A field cannot be read.
    """
    if name == LAST_DAY:
        form = _last_day_form()
        values = {field.name: read_input(field, typed.get(field.name)) for field in form.inputs}
        return last_day_of(values["time_limit"], values["start"])
    rule = {rule.name: rule for rule in all_rules() if not rule.fixed}[name]
    values = {field.name: read_input(field, typed.get(field.name)) for field in _form(rule).inputs}
    known = {field: value for field, value in values.items() if value is not None}
    return rule.compute(Facts(known, today), figures or committed_figures())


def _form(rule: Rule) -> Calculator:
    inputs = all_inputs()
    return Calculator(rule.name, rule.what, rule.unit, rule.group, tuple(inputs[name] for name in rule.inputs))


def _last_day_form() -> Calculator:
    inputs, words = all_inputs(), time_limit_words()
    choices = tuple((limit.id, f"{limit.name}（{limit.length}，{limit.starts}）") for limit in limits_with_length())
    fields = (replace(inputs["time_limit"], choices=choices), inputs["start"])
    return Calculator(LAST_DAY, words["title"], words["unit"], words["group"], fields)
