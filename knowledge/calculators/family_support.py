"""Child support as a share of income."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number, Wording

LOW, HIGH_ONE, HIGH_SEVERAL = 0.2, 0.3, 0.5
"""婚姻家庭编解释（一） 49."""


def child_support(facts: Facts, wording: Wording) -> Number:
    """A fifth to three tenths of the monthly income, up to a half for several children."""
    income = facts.number("monthly_wage_yuan")
    if income is None:
        return wording.ask("monthly_wage_yuan", steps=[wording.say("free")])
    ages = facts.get("children_ages")
    children = int(facts.number("children") or (len(ages) if isinstance(ages, list | tuple) else 1) or 1)
    low, high = income * LOW, income * (HIGH_ONE if children == 1 else HIGH_SEVERAL)
    step = wording.say("one" if children == 1 else "several", low=low, high=high, children=children)
    return wording.number((low, high), [step, wording.say("free")])
