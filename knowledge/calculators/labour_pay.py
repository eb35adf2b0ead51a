"""Wages and leave: overtime, probation, surcharge on overdue wages, annual and maternity leave, non-competition pay."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number, Wording

WAGE = "monthly_wage_yuan"
PAID_DAYS_A_MONTH = 21.75
"""(365 − 104) ÷ 12: rest days are unpaid, holidays are paid (企业职工带薪年休假实施办法 11)."""
HOURS_A_DAY = 8
OVERTIME_RATES = {"workday": 1.5, "rest_day": 2.0, "holiday": 3.0}
"""劳动法 44."""
LEAVE_DAYS = ((20, 15), (10, 10), (1, 5), (0, 0))
"""Years of work → days (职工带薪年休假条例 3)."""
PROBATION_MONTHS = ((36, 6), (12, 2), (3, 1), (0, 0))
"""Months of contract → longest probation (劳动合同法 19)."""
MATERNITY_DAYS, EXTRA_DAYS = 98, 15
"""女职工劳动保护特别规定 7."""


def overtime(facts: Facts, wording: Wording) -> Number:
    """Overtime pay by kind of day (劳动法 44)."""
    wage, kind = facts.number(WAGE), facts.get("overtime_kind")
    days = facts.number("days")
    hours = facts.number("overtime_hours") or (None if days is None else days * HOURS_A_DAY)
    if wage is None or kind not in OVERTIME_RATES or hours is None:
        known = {WAGE: wage, "overtime_kind": kind if kind in OVERTIME_RATES else None, "overtime_hours": hours}
        return wording.ask(*(name for name, value in known.items() if value is None))
    hourly = wage / PAID_DAYS_A_MONTH / HOURS_A_DAY
    value = hours * hourly * OVERTIME_RATES[kind]
    steps = [wording.say("hour", wage=wage, hourly=hourly)]
    return wording.number(value, [*steps, wording.say(kind, hours=hours, hourly=hourly, value=value)])


def probation(facts: Facts, wording: Wording) -> Number:
    """Longest probation for a length of contract (劳动合同法 19)."""
    months = facts.number("contract_months")
    if months is None:
        return wording.ask("contract_months", steps=[wording.say("table")])
    value = _step(PROBATION_MONTHS, months)
    return wording.number(value, [wording.say("table"), wording.say("yours", months=months, value=value)])


def probation_pay(facts: Facts, wording: Wording) -> Number:
    """Least pay on probation: 80 per cent (劳动合同法 20)."""
    wage = facts.number(WAGE)
    if wage is None:
        return wording.ask(WAGE, steps=[wording.say("floor")])
    value = wage * 0.8
    return wording.number(value, [wording.say("sum", wage=wage, value=value), wording.say("floor")])


def overdue_wage_surcharge(facts: Facts, wording: Wording) -> Number:
    """50 to 100 per cent after an order that was not obeyed (劳动合同法 85)."""
    owed = facts.first_number("claimed_yuan", "amount_yuan")
    if owed is None:
        return wording.ask("claimed_yuan", steps=[wording.say("when")])
    low, high = owed * 0.5, owed
    return wording.number((low, high), [wording.say("sum", owed=owed, low=low, high=high), wording.say("when")])


def noncompete_pay(facts: Facts, wording: Wording) -> Number:
    """30 per cent of the average wage where no pay was agreed (劳动争议解释一 36)."""
    wage = facts.number(WAGE)
    if wage is None:
        return wording.ask(WAGE, steps=[wording.say("floor")])
    value = wage * 0.3
    return wording.number(value, [wording.say("sum", wage=wage, value=value), wording.say("floor")])


def annual_leave(facts: Facts, wording: Wording) -> Number:
    """Days of annual leave by years of work for all employers (职工带薪年休假条例 3)."""
    years = facts.number("work_years")
    if years is None:
        return wording.ask("work_years", steps=[wording.say("table")])
    value = _step(LEAVE_DAYS, years)
    return wording.number(value, [wording.say("table"), wording.say("yours", years=years, value=value)])


def unused_leave(facts: Facts, wording: Wording) -> Number:
    """Three daily wages for each day of leave not taken, one of them paid already (职工带薪年休假条例 5)."""
    wage, days = facts.number(WAGE), facts.first_number("unused_leave_days", "days")
    if wage is None or days is None:
        known = {WAGE: wage, "unused_leave_days": days}
        return wording.ask(*(name for name, value in known.items() if value is None))
    daily = wage / PAID_DAYS_A_MONTH
    value, extra = daily * days * 3, daily * days * 2
    steps = [wording.say("sum", wage=wage, days=days, value=value), wording.say("included", extra=extra)]
    return wording.number(value, steps)


def maternity_leave(facts: Facts, wording: Wording) -> Number:
    """98 days, 15 more for a difficult birth and for each further child (女职工规定 7); provinces add days."""
    value, steps = MATERNITY_DAYS, [wording.say("base")]
    if facts.get("difficult_birth"):
        value += EXTRA_DAYS
        steps.append(wording.say("difficult"))
    babies = int(facts.number("babies") or 1)
    if babies > 1:
        extra = EXTRA_DAYS * (babies - 1)
        value += extra
        steps.append(wording.say("twins", extra=extra))
    return wording.number(value, [*steps, wording.say("local")])


def _step(table: tuple[tuple[int, int], ...], amount: float) -> int:
    return next(value for least, value in table if amount >= least)
