"""Choose the rules that a question or a dispute asks for, and compute them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from knowledge.calculators.details import details
from knowledge.calculators.facts import Facts
from knowledge.calculators.figures import Figures
from knowledge.calculators.last_days import last_days
from knowledge.calculators.numbers import Number
from knowledge.calculators.rules import Rule, all_rules

MOST_NUMBERS = 4


@cache
def committed_figures() -> Figures:
    """The figures that come with the package (empty until the operator enters some)."""
    return Figures.load()


def calculate(
    category: str,
    subtype: str,
    facts: Mapping[str, Any],
    today: date,
    *,
    text: str = "",
    figures: Figures | None = None,
) -> tuple[Number, ...]:
    """Numbers for a dispute, those that the words ask for first.

    Args:
        category: Category code of the taxonomy.
        subtype: Subtype code.
        facts: Facts by name; plain values or found facts that have a `value`.
        today: The day of asking.
        text: What the citizen wrote; without it only what the kind of dispute suggests is computed.
        figures: The operator's figures (LPR, wages, incomes); by default the committed ones, which are empty.

    Returns:
        At most four numbers. One that was asked for comes even without a value and then says what is missing or why
        it cannot be told; one that was not asked for comes only with its value.
    """
    known = {**details(text), **{name: value for name, value in facts.items() if value is not None}}
    asked = (
        sorted(((rule.trigger.strength(text), rule) for rule in all_rules()), key=lambda pair: -pair[0]) if text else []
    )
    wanted: list[tuple[Rule, bool]] = [(rule, True) for strength, rule in asked if strength]
    named = {rule.name for rule, _ in wanted}
    wanted += [
        (rule, False) for rule in all_rules() if rule.name not in named and rule.trigger.meets(category, subtype)
    ]
    numbers = list(last_days(category, subtype, Facts(known, today), text))
    for rule, was_asked in wanted:
        number = rule.compute(Facts(known, today), figures or committed_figures())
        if was_asked or number.known:
            numbers.append(number)
    return tuple(numbers[:MOST_NUMBERS])
