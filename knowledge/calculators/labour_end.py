"""Money at the end of employment: N, N+1, 2N, the second wage without a contract, training penalty."""

from datetime import date, timedelta

from knowledge.calculators.facts import Facts, add_months, span
from knowledge.calculators.figures import Figures
from knowledge.calculators.numbers import Number, Wording

WAGE, TENURE = "monthly_wage_yuan", "employment_months"
LONGEST_YEARS_WHEN_CAPPED = 12
CAP_MULTIPLE = 3
MONTHS_OF_SECOND_WAGE = 11
LABOUR_CONTRACT_LAW_BEGINS = date(2008, 1, 1)


def severance_months(months: int, days: int) -> float:
    """Month wages owed: one a year, one for half a year and more, a half for less (劳动合同法 47)."""
    years, rest = divmod(months, 12)
    if rest >= 6:
        return years + 1
    return years + 0.5 if rest or days else float(years)


def severance(facts: Facts, wording: Wording, figures: Figures) -> Number:
    """经济补偿 N (劳动合同法 47; 实施条例 27)."""
    wage, employment = facts.number(WAGE), facts.employment()
    if wage is None or employment is None:
        return wording.ask(*_missing(wage, employment))
    value, steps = _severance(facts, wording, figures, wage, employment)
    return wording.number(value, steps)


def _severance(
    facts: Facts, wording: Wording, figures: Figures, wage: float, employment: tuple[int, int]
) -> tuple[float, list[str]]:
    months, days = employment
    count = severance_months(months, days)
    steps = [wording.say("tenure", years=months // 12, months=months % 12, n=count)]
    end = facts.day("end_date") or facts.today
    average = facts.number("average_local_wage_yuan") or figures.of_year(end.year - 1, "average_monthly_wage")
    if average is None:
        steps.append(wording.say("cap"))
    elif wage > CAP_MULTIPLE * average:
        wage, count = CAP_MULTIPLE * average, min(count, LONGEST_YEARS_WHEN_CAPPED)
        steps.append(wording.say("capped", average=average, wage=wage))
    value = count * wage
    steps.insert(1, wording.say("sum", n=count, wage=wage, value=value))
    start = facts.day("start_date")
    if start is not None and start < LABOUR_CONTRACT_LAW_BEGINS:
        steps.append(wording.say("split"))
    return value, steps


def severance_plus_one(facts: Facts, wording: Wording, base: Wording, figures: Figures) -> Number:
    """N+1: one more month at last month's wage where notice was due and not given (劳动合同法 40; 实施条例 20)."""
    wage, employment = facts.number(WAGE), facts.employment()
    if wage is None or employment is None:
        return wording.ask(*_missing(wage, employment))
    value, steps = _severance(facts, base, figures, wage, employment)
    last = facts.number("last_month_wage_yuan") or wage
    said = wording.say("sum", severance=value, wage=last, value=value + last)
    return wording.number(value + last, [*steps, said, wording.say("when")])


def unlawful_dismissal(facts: Facts, wording: Wording, base: Wording, figures: Figures) -> Number:
    """2N, instead of N and never beside it (劳动合同法 87; 实施条例 25)."""
    wage, employment = facts.number(WAGE), facts.employment()
    if wage is None or employment is None:
        return wording.ask(*_missing(wage, employment))
    value, steps = _severance(facts, base, figures, wage, employment)
    said = wording.say("sum", severance=value, value=2 * value)
    return wording.number(2 * value, [*steps, said, wording.say("when")])


def unsigned_contract(facts: Facts, wording: Wording) -> Number:
    """The second wage from month 2 to month 12 without a written contract (劳动合同法 82; 实施条例 6, 7)."""
    wage, employment = facts.number(WAGE), facts.employment()
    if wage is None or employment is None:
        return wording.ask(*_missing(wage, employment))
    months, days = _months_without_contract(facts, employment)
    value = months * wage
    steps = [wording.say("span", n=months), wording.say("sum", n=months, wage=wage, value=value)]
    if days:
        steps.append(wording.say("rest"))
    return wording.number(value, [*steps, wording.say("limit")])


def _months_without_contract(facts: Facts, employment: tuple[int, int]) -> tuple[int, int]:
    start = facts.day("start_date")
    if start is None:
        return max(0, min(employment[0] - 1, MONTHS_OF_SECOND_WAGE)), 0
    begins, last = add_months(start, 1), add_months(start, 12) - timedelta(days=1)
    signed = facts.day("contract_signed_date")
    ends = min(last, facts.day("end_date") or facts.today)
    if signed is not None:
        ends = min(ends, signed - timedelta(days=1))
    return span(begins, ends) if ends >= begins else (0, 0)


def training_penalty(facts: Facts, wording: Wording) -> Number:
    """At most the training fee's share of the service time left (劳动合同法 22)."""
    names = ("training_cost_yuan", "service_months", "served_months")
    cost, service, served = (facts.number(name) for name in names)
    if cost is None or not service or served is None:
        return wording.ask(*(name for name in names if not facts.number(name)))
    left = max(0.0, service - served)
    value = cost / service * left
    return wording.number(value, [wording.say("sum", cost=cost, service=service, left=left, value=value)])


def _missing(wage: float | None, employment: tuple[int, int] | None) -> tuple[str, ...]:
    return tuple(name for name, value in ((WAGE, wage), (TENURE, employment)) if value is None)
