"""Items of damages for injury and death, and shares in a road accident."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.figures import Figures
from knowledge.calculators.numbers import Number, Wording

FULL_YEARS, OLD_AGE, VERY_OLD_AGE, LEAST_YEARS = 20, 60, 75, 5
"""人身损害解释 12, 15."""
DAYS_A_MONTH = 30
FUNERAL_MONTHS = 6
"""人身损害解释 14."""
WHOLE = 100
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
    income = _local_income(facts, figures)
    if income is None:
        return wording.refuse(years=years_of(age))
    value = income * years_of(age)
    return wording.number(value, [wording.say("sum", income=income, years=years_of(age), value=value)])


def disability_compensation(facts: Facts, wording: Wording, figures: Figures) -> Number:
    """残疾赔偿金: years times the local income times the degree of disability (人身损害解释 12)."""
    age, grade, told = facts.number("age"), facts.grade("injury_grade"), facts.number("disability_percent")
    percent = told if told is not None else None if grade is None else 10 * (11 - grade)
    if age is None or percent is None:
        known = {"age": age, "injury_grade": percent}
        return wording.ask(*(name for name, value in known.items() if value is None), steps=[wording.say("rule")])
    income, years = _local_income(facts, figures), years_of(age)
    share = [wording.say("told", percent=percent) if told is not None else wording.say("grade", percent=percent)]
    if income is None:
        return wording.refuse(share, years=years, percent=percent)
    value = income * years * percent / 100
    return wording.number(value, [wording.say("sum", income=income, years=years, percent=percent, value=value), *share])


def funeral(facts: Facts, wording: Wording, figures: Figures) -> Number:
    """丧葬费: six months of the local average wage of the year before (人身损害解释 14)."""
    wage = facts.number("average_local_wage_yuan") or figures.of_year(facts.today.year - 1, "average_monthly_wage")
    if wage is None:
        return wording.refuse([wording.say("rule")])
    value = wage * FUNERAL_MONTHS
    return wording.number(value, [wording.say("sum", wage=wage, value=value)])


def nursing(facts: Facts, wording: Wording) -> Number:
    """护理费 by the carer's income or the local pay of a carer (人身损害解释 8)."""
    names = ("nurse_monthly_yuan", "nursing_days")
    monthly, days = (facts.number(name) for name in names)
    if monthly is None or days is None:
        return wording.ask(*(n for n in names if facts.number(n) is None), steps=[wording.say("rule")])
    value = monthly / DAYS_A_MONTH * days
    return wording.number(value, [wording.say("sum", wage=monthly, days=days, value=value), wording.say("rule")])


def hospital_meals(facts: Facts, wording: Wording) -> Number:
    """住院伙食补助费: days in hospital at the local daily allowance (人身损害解释 10)."""
    names = ("hospital_days", "meal_allowance_yuan")
    days, allowance = (facts.number(name) for name in names)
    if days is None or allowance is None:
        return wording.ask(*(n for n in names if facts.number(n) is None), steps=[wording.say("rule")])
    value = days * allowance
    return wording.number(value, [wording.say("sum", days=days, allowance=allowance, value=value), wording.say("rule")])


def _local_income(facts: Facts, figures: Figures) -> float | None:
    """The local income of the year before: as told, else as the office has entered it."""
    return facts.number("local_income_yuan") or figures.of_year(facts.today.year - 1, "local_urban_income")


def traffic_share(facts: Facts, wording: Wording) -> Number:
    """What follows from the finding of blame; main and minor blame are refused (道路交通安全法 76)."""
    liability, claimed = facts.get("liability"), facts.first_number("claimed_yuan", "amount_yuan")
    told = facts.number("share_percent")
    share = told if told is not None and told <= WHOLE else SHARES.get(liability)
    if share is None and liability in {"main", "minor"}:
        return wording.refuse([wording.say("order")])
    if share is None or claimed is None:
        known = {"claimed_yuan": claimed, "liability": share}
        return wording.ask(*(name for name, value in known.items() if value is None), steps=[wording.say("order")])
    value = claimed * share / 100
    return wording.number(value, [wording.say("order"), wording.say("sum", claimed=claimed, share=share, value=value)])
