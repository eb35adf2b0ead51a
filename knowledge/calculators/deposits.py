"""Deposits (定金): double return and how much may be agreed; penalties (违约金) that are too high."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number, Wording

CAP_SHARE = 0.2
"""民法典 586."""
PENALTY_LINE = 1.3
"""合同编通则解释 65."""


def double_return(facts: Facts, wording: Wording) -> Number:
    """Twice the deposit from a receiver in breach, nothing to a payer in breach (民法典 587)."""
    deposit, breach = facts.first_number("deposit_yuan", "amount_yuan"), facts.get("breach_by")
    both = [wording.say("self"), wording.say("earnest"), wording.say("choose")]
    if deposit is None or breach not in {"self", "other"}:
        known = {"deposit_yuan": deposit, "breach_by": breach if breach in {"self", "other"} else None}
        return wording.ask(*(name for name, value in known.items() if value is None), steps=both)
    if breach == "self":
        return _lost(facts, wording, deposit, both)
    total = facts.number("contract_yuan")
    counted = deposit if total is None else min(deposit, CAP_SHARE * total)
    value = deposit + counted
    if counted < deposit:
        said = wording.say(
            "over", amount=deposit, total=total or 0, counted=counted, rest=deposit - counted, value=value
        )
    else:
        said = wording.say("other", amount=deposit, value=value)
    return wording.number(value, [said, wording.say("earnest"), wording.say("choose")])


def _lost(facts: Facts, wording: Wording, deposit: float, steps: list[str]) -> Number:
    """What a payer in breach gets back: only what was paid above the fifth that counts as a deposit (民法典 586)."""
    total = facts.number("contract_yuan")
    rest = 0.0 if total is None else max(0.0, deposit - CAP_SHARE * total)
    return wording.number(rest, [wording.say("rest", rest=rest), *steps] if rest else steps)


def penalty(facts: Facts, wording: Wording) -> Number:
    """Above which sum a penalty is as a rule held too high: the loss and three tenths (合同编通则解释 65)."""
    loss, agreed = facts.number("loss_yuan"), facts.number("penalty_yuan")
    if loss is None:
        return wording.ask("loss_yuan", steps=[wording.say("rule")])
    line = loss * PENALTY_LINE
    steps = [wording.say("rule"), wording.say("sum", loss=loss, value=line)]
    if agreed is not None:
        steps.append(wording.say("above" if agreed > line else "within", agreed=agreed, value=line))
    return wording.number(line, [*steps, wording.say("judge")])


def cap(facts: Facts, wording: Wording) -> Number:
    """A fifth of the contract's sum (民法典 586)."""
    total = facts.first_number("contract_yuan", "amount_yuan")
    if total is None:
        return wording.ask("contract_yuan")
    value = total * CAP_SHARE
    return wording.number(value, [wording.say("sum", total=total, value=value)])
