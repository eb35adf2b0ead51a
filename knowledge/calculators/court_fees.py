"""Court fees: suits over money, divorce, payment orders."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number, Wording

BASE, BASE_UP_TO = 50, 10_000
TIERS = (
    (100_000, 0.025),
    (200_000, 0.02),
    (500_000, 0.015),
    (1_000_000, 0.01),
    (2_000_000, 0.009),
    (5_000_000, 0.008),
    (10_000_000, 0.007),
    (20_000_000, 0.006),
    (float("inf"), 0.005),
)
"""Up to how much, at what share (诉讼费用交纳办法 13(一))."""
DIVORCE = (50.0, 300.0)
DIVORCE_FREE_UP_TO, DIVORCE_SHARE = 200_000, 0.005


def fee_parts(claim: float) -> list[tuple[float, float]]:
    """Parts of a claim in yuan with the fee for each."""
    parts: list[tuple[float, float]] = [(min(claim, BASE_UP_TO), BASE)]
    lower = float(BASE_UP_TO)
    for upper, share in TIERS:
        if claim <= lower:
            break
        part = min(claim, upper) - lower
        parts.append((part, part * share))
        lower = upper
    return parts


def money_suit(facts: Facts, wording: Wording) -> Number:
    """The fee for a claim in money, by tiers (诉讼费用交纳办法 13)."""
    claim = facts.first_number("claimed_yuan", "amount_yuan")
    if claim is None:
        return wording.ask("claimed_yuan")
    parts = fee_parts(claim)
    value = sum(fee for _, fee in parts)
    steps = [wording.say("tier", part=part, fee=fee) for part, fee in parts]
    said = wording.say("sum", claimed=claim, value=value)
    return wording.number(value, [*steps, said, wording.say("half", half=value / 2)])


def divorce(facts: Facts, wording: Wording) -> Number:
    """50 to 300 yuan, and half a per cent of common property above 200,000 (诉讼费用交纳办法 13(二))."""
    shared = facts.number("shared_property_yuan")
    if shared is None or shared <= DIVORCE_FREE_UP_TO:
        return wording.number(DIVORCE, [wording.say("base"), wording.say("small")])
    extra = (shared - DIVORCE_FREE_UP_TO) * DIVORCE_SHARE
    low, high = DIVORCE
    return wording.number((low + extra, high + extra), [wording.say("base"), wording.say("property", extra=extra)])


def payment_order(facts: Facts, wording: Wording) -> Number:
    """A third of the fee of a suit (诉讼费用交纳办法 14(三))."""
    claim = facts.first_number("claimed_yuan", "amount_yuan")
    if claim is None:
        return wording.ask("claimed_yuan")
    fee = sum(part_fee for _, part_fee in fee_parts(claim))
    return wording.number(fee / 3, [wording.say("sum", fee=fee, value=fee / 3)])
