"""What only the context shows to be misread in a message.

Numbers of dates, a child's age taken for the speaker's, a bare number taken for an age, an IOU taken for a labour
contract, one length read twice, months of something else, a share taken for the sum.
"""

import re
from dataclasses import replace

from bot.dialogue.wording import wording
from bot.domain.conversation import Conversation
from nlp.findings import Fact, Understanding
from nlp.numerals import NUMBER

_CHILD = 14
"""Years."""
_SUMS = frozenset({"claimed_yuan", "amount_yuan"})
_MONTHS_OWED = frozenset({"labour", "property_service"})
"""Kinds of dispute in which the months are those for which wages or fees are owed."""
_SHORT_ANSWER = 12


def without_misreadings(heard: Understanding, conversation: Conversation) -> Understanding:
    """Drop what only the context shows to be misread, and name a sum as the kind of dispute does."""
    heard = _without_numbers_of_dates(_with_ages_of_children(heard, conversation), conversation)
    heard = _as_spent(_as_claimed_by_workers(heard, conversation), conversation)
    dropped = _in_a_family(heard, conversation) | _bare_age(heard, conversation)
    dropped |= _sum_for_each(heard) | _months_of_something_else(heard, conversation)
    contract, served = heard.facts.get("written_contract"), heard.facts.get("employment_months")
    labour = _category(heard, conversation) == "labour"
    if contract is not None and labour and re.search(wording().patterns["no_labour_contract"], contract.span.text):
        dropped.add("written_contract")
    if served is not None and "months" in heard.facts and heard.facts["months"].span == served.span:
        dropped.add("months")
    if not dropped:
        return heard
    return replace(heard, facts={name: fact for name, fact in heard.facts.items() if name not in dropped})


def _with_ages_of_children(heard: Understanding, conversation: Conversation) -> Understanding:
    """Read a bare 五岁 in a talk about a child as the child's age: whoever tells of a dispute is seldom five."""
    age = heard.facts.get("age")
    if age is None or conversation.awaiting == "age" or not isinstance(age.value, int | float):
        return heard
    own = re.search(wording().patterns["own_age"], heard.text[: age.span.start]) is not None
    if own or age.value >= _CHILD or conversation.subject.category is None:
        return heard
    facts = {name: other for name, other in heard.facts.items() if name != "age"}
    return replace(heard, facts={"children_ages": replace(age, name="children_ages", value=[age.value]), **facts})


def _without_numbers_of_dates(heard: Understanding, conversation: Conversation) -> Understanding:
    """Drop a number that is read out of a date (上个月25号, 去年三月) only because a number was asked for."""
    awaited = conversation.awaiting or ""
    fact = heard.facts.get(awaited)
    if fact is None or awaited.endswith("_date"):
        return heard
    days = [other.span for name, other in heard.facts.items() if name.endswith("_date")]
    within = any(span.start < fact.span.end and fact.span.start < span.end for span in days)
    if not within or re.search(wording().patterns["money_unit"], fact.span.text):
        return heard
    return replace(heard, facts={name: other for name, other in heard.facts.items() if name != awaited})


def _category(heard: Understanding, conversation: Conversation) -> str:
    return conversation.subject.category or heard.category


def _as_claimed_by_workers(heard: Understanding, conversation: Conversation) -> Understanding:
    """Call the sum of an answer what the sum of a labour dispute is called: one sum is not kept under two names."""
    owed = next((heard.facts[name] for name in ("amount_yuan", "claimed_yuan") if name in heard.facts), None)
    if _category(heard, conversation) != "labour" or owed is None or conversation.awaiting in _SUMS:
        return heard
    name = "monthly_wage_yuan" if _is_for_a_month(heard, owed) else "claimed_yuan"
    facts = {other: fact for other, fact in heard.facts.items() if other not in _SUMS or fact.span != owed.span}
    return replace(heard, facts={name: replace(owed, name=name), **facts})


def _is_for_a_month(heard: Understanding, fact: Fact) -> bool:
    """Whether 一个月 stands before or behind a sum: that is the pay, and not what is owed."""
    before, after = heard.text[: fact.span.start], heard.text[fact.span.end :]
    patterns = wording().patterns
    return (
        re.search(patterns["monthly_before"], before) is not None
        or re.match(patterns["monthly_after"], after) is not None
    )


def _as_spent(heard: Understanding, conversation: Conversation) -> Understanding:
    """Call 还了两万 what was paid, where the sum of the matter is known already, and 手术花了四万 the medical cost."""
    name = next((name for name in sorted(_SUMS) if name in heard.facts), None)
    if name is None or (conversation.awaiting or "").endswith("_yuan"):
        return heard
    patterns, spent = wording().patterns, heard.facts[name]
    before = heard.text[: spent.span.start]
    if re.search(patterns["medical_before"], before):
        called = "medical_cost_yuan"
    elif _SUMS & set(conversation.subject.facts) and re.search(patterns["paid_before"], before):
        called = "paid_yuan"
    else:
        return heard
    facts = {other: fact for other, fact in heard.facts.items() if other not in _SUMS or fact.span != spent.span}
    return replace(heard, facts={called: replace(spent, name=called), **facts})


def _in_a_family(heard: Understanding, conversation: Conversation) -> set[str]:
    """Support that is not paid is nobody's income, and who needs money for medicine is not injured."""
    if _category(heard, conversation) != "family":
        return set()
    patterns, facts = wording().patterns, heard.facts
    dropped = set()
    if "monthly_wage_yuan" in facts and re.search(patterns["support_owed"], heard.text):
        dropped.add("monthly_wage_yuan")
    if "injured" in facts and re.search(patterns["only_costs"], facts["injured"].span.text):
        dropped.add("injured")
    return dropped


def _bare_age(heard: Understanding, conversation: Conversation) -> set[str]:
    """A number and nothing else (30) is an age only where one was asked for."""
    age = heard.facts.get("age")
    alone = age is not None and age.span.text == heard.text.strip() and conversation.awaiting != "age"
    return set({"age"} if alone and _is_number(heard.text) else ())


def _is_number(text: str) -> bool:
    return re.fullmatch(NUMBER, text.strip()) is not None


def _sum_for_each(heard: Understanding) -> set[str]:
    """我们人均两万 is a share of the sum and not the sum."""
    if re.search(wording().patterns["for_each"], heard.text) is None:
        return set()
    sums = [name for name in heard.facts if name in _SUMS]
    return set(sums if len(sums) == 1 else ())


def _months_of_something_else(heard: Understanding, conversation: Conversation) -> set[str]:
    """Where months are those for which money is owed, a story that says of no money that it is owed counts others."""
    counted = _category(heard, conversation) in _MONTHS_OWED and "months" in heard.facts
    awaited = conversation.awaiting
    if not counted or awaited == "months" or "months" in conversation.subject.facts:
        return set()
    if re.search(wording().patterns["owed"], heard.text) is not None:
        return set()
    return {"months"} if awaited is not None or len(heard.text) > _SHORT_ANSWER else set()
