"""Deposits (定金): double return, and how much may be agreed."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number, Wording

CAP_SHARE = 0.2
"""民法典 586."""


def double_return(facts: Facts, wording: Wording) -> Number:
    """Twice the deposit from a receiver in breach, nothing to a payer in breach (民法典 587)."""
    deposit, breach = facts.first_number("deposit_yuan", "amount_yuan"), facts.get("breach_by")
    both = [wording.say("self"), wording.say("earnest"), wording.say("choose")]
    if deposit is None or breach not in {"self", "other"}:
        known = {"amount_yuan": deposit, "breach_by": breach if breach in {"self", "other"} else None}
        return wording.ask(*(name for name, value in known.items() if value is None), steps=both)
    if breach == "self":
        return wording.number(0, both)
    value = 2 * deposit
    said = wording.say("other", amount=deposit, value=value)
    return wording.number(value, [said, wording.say("earnest"), wording.say("choose")])


def cap(facts: Facts, wording: Wording) -> Number:
    """A fifth of the contract's sum (民法典 586)."""
    total = facts.first_number("contract_yuan", "amount_yuan")
    if total is None:
        return wording.ask("contract_yuan")
    value = total * CAP_SHARE
    return wording.number(value, [wording.say("sum", total=total, value=value)])
