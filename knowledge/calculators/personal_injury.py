"""Items of damages for injury and death, and shares in a road accident."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.figures import Figures
from knowledge.calculators.numbers import Number, Wording

FULL_YEARS, OLD_AGE, VERY_OLD_AGE, LEAST_YEARS = 20, 60, 75, 5
"""人身损害解释 12, 15."""
DAYS_A_MONTH = 30
SHARES = {"full": 100, "equal": 50}
"""Only these follow from the finding alone; main and minor blame have no national share."""


def years_of(age: float) -> int:
    """Years counted: 20, one less for each year above 60, 5 from 75 on."""
    if age >= VERY_OLD_AGE:
        return LEAST_YEARS
    return FULL_YEARS - max(0, int(age) - OLD_AGE)


def lost_income(facts: Facts, wording: Wording) -> Number:
    """误工费 by the income really lost (人身损害解释 7)."""
    wage, days = facts.number("monthly_wage_yuan"), facts.number("days")
    if wage is None or days is None:
        known = {"monthly_wage_yuan": wage, "days": days}
        return wording.ask(*(name for name, value in known.items() if value is None), steps=[wording.say("proof")])
    value = wage / DAYS_A_MONTH * days
    return wording.number(value, [wording.say("sum", wage=wage, days=days, value=value), wording.say("proof")])


def disability_years(facts: Facts, wording: Wording) -> Number:
    """Years that a disability or death counts for (人身损害解释 12, 15)."""
    age = facts.number("age")
    if age is None:
        return wording.ask("age", steps=[wording.say("table"), wording.say("income")])
    value = years_of(age)
    yours = wording.say("yours", age=age, value=value)
    return wording.number(value, [wording.say("table"), yours, wording.say("income")])


def death_compensation(facts: Facts, wording: Wording, figures: Figures) -> Number:
    """死亡赔偿金, only where the operator has entered the local income (人身损害解释 15)."""
    age = facts.number("age")
    if age is None:
        return wording.ask("age")
    income = figures.of_year(facts.today.year - 1, "local_urban_income")
    if income is None:
        return wording.refuse(years=years_of(age))
    value = income * years_of(age)
    return wording.number(value, [wording.say("sum", income=income, years=years_of(age), value=value)])


def traffic_share(facts: Facts, wording: Wording) -> Number:
    """What follows from the finding of blame; main and minor blame are refused (道路交通安全法 76)."""
    liability, claimed = facts.get("liability"), facts.first_number("claimed_yuan", "amount_yuan")
    if liability in {"main", "minor"}:
        return wording.refuse([wording.say("order")])
    if liability not in SHARES or claimed is None:
        known = {"claimed_yuan": claimed, "liability": liability if liability in SHARES else None}
        return wording.ask(*(name for name, value in known.items() if value is None), steps=[wording.say("order")])
    share = SHARES[liability]
    value = claimed * share / 100
    return wording.number(value, [wording.say("order"), wording.say("sum", claimed=claimed, share=share, value=value)])
