"""Interest on private loans and the sum really lent."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.figures import Figures
from knowledge.calculators.numbers import Number, Wording

CAP_MULTIPLE = 4
"""Times the one-year LPR on the day of the contract (民间借贷规定 25)."""


def interest(facts: Facts, wording: Wording, figures: Figures) -> Number:
    """Interest that a court protects: as agreed up to four times the LPR; none where none was agreed (民法典 680)."""
    rate = facts.number("interest_monthly_percent")
    if rate == 0:
        return wording.number(0, [wording.say("none")])
    principal, months = facts.first_number("amount_yuan", "claimed_yuan"), facts.number("months")
    if rate is None or principal is None or months is None:
        known = {"amount_yuan": principal, "interest_monthly_percent": rate, "months": months}
        return wording.ask(*(name for name, value in known.items() if value is None), steps=[wording.say("none")])
    agreed = principal * rate / 100 * months
    steps = [wording.say("agreed", principal=principal, rate=rate, months=months, agreed=agreed)]
    agreed_on = facts.day("start_date") or facts.day("event_date") or facts.today
    lpr = facts.number("lpr_percent") or figures.lpr_on(agreed_on)
    if lpr is None:
        return wording.refuse(steps)
    annual, cap = rate * 12, CAP_MULTIPLE * lpr
    if annual <= cap:
        return wording.number(agreed, [*steps, wording.say("within", annual=annual, lpr=lpr, cap=cap)])
    value = principal * cap / 100 * months / 12
    return wording.number(value, [*steps, wording.say("above", annual=annual, lpr=lpr, cap=cap, value=value)])


def principal(facts: Facts, wording: Wording) -> Number:
    """Interest cut off in advance is no principal (民法典 670)."""
    written, deducted = facts.number("amount_yuan"), facts.number("deducted_yuan")
    if written is None or deducted is None:
        known = {"amount_yuan": written, "deducted_yuan": deducted}
        return wording.ask(*(name for name, value in known.items() if value is None))
    value = max(0.0, written - deducted)
    return wording.number(value, [wording.say("sum", principal=written, deducted=deducted, value=value)])
