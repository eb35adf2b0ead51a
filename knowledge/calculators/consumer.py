"""Punitive damages for consumers and what is left on a prepaid card."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number, Wording

FRAUD_MULTIPLE, FRAUD_LEAST = 3, 500
"""消费者权益保护法 55."""
FOOD_MULTIPLE, FOOD_LOSS_MULTIPLE, FOOD_LEAST = 10, 3, 1000
"""食品安全法 148."""


def fraud(facts: Facts, wording: Wording) -> Number:
    """Three times the price, at least 500 yuan (消费者权益保护法 55)."""
    price = facts.number("amount_yuan")
    if price is None:
        return wording.ask("amount_yuan", steps=[wording.say("floor")])
    value = max(FRAUD_MULTIPLE * price, FRAUD_LEAST)
    steps = [wording.say("sum", price=price, triple=FRAUD_MULTIPLE * price), wording.say("floor")]
    return wording.number(value, [*steps, wording.say("total", total=value + price)])


def food(facts: Facts, wording: Wording) -> Number:
    """Ten times the price or three times the loss, at least 1,000 yuan (食品安全法 148)."""
    price, loss = facts.number("amount_yuan"), facts.number("loss_yuan")
    if price is None:
        return wording.ask("amount_yuan", steps=[wording.say("floor"), wording.say("exception")])
    value = max(FOOD_MULTIPLE * price, FOOD_LOSS_MULTIPLE * (loss or 0), FOOD_LEAST)
    steps = [wording.say("price", price=price, ten=FOOD_MULTIPLE * price)]
    if loss:
        steps.append(wording.say("loss", loss=loss, triple=FOOD_LOSS_MULTIPLE * loss))
    return wording.number(value, [*steps, wording.say("floor"), wording.say("exception")])


def prepaid_balance(facts: Facts, wording: Wording) -> Number:
    """What has not been used can be asked back (预付式消费解释 15)."""
    balance = facts.number("balance_yuan")
    if balance is None:
        return wording.ask("balance_yuan")
    return wording.number(balance, [wording.say("sum", value=balance)])
