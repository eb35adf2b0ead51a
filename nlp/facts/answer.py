"""A short answer to the question just asked: 三个, 去年, 没有."""

import re
from datetime import timedelta

from nlp.facts import counts, dates, durations, interest
from nlp.facts.calendar_words import named_days
from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns
from nlp.numerals import NUMBER, parse_number

_NUMBER = re.compile(NUMBER)
_WITH_UNIT = re.compile(rf"(?P<number>{NUMBER})(?P<about>多|来|余|几)?(?P<unit>万)?")
_NO_MONEY = re.compile(
    r"\s*(?:个|月|年|天|日|号|岁|个?人|次|楼|栋|平|%|厘|公里|米|个?小时|分钟|周|个?星期|个?礼拜|张|份|件|套|间|户|层|室|名|位|口|倍|亩|半|些|点(?!\d)|部|直|起|样|共|定|会|下|边|家|分钱?(?:都|也)?[没不未])"
    r"|[^，。]{0,2}(?:一个?月|每月)"
)
"""What follows a number that is no sum (三个月, 一半, 一分没还), or one for each month, which is another fact."""
_NO_AGE = re.compile(r"\s*(?:年级|年|月|个|班)")

AGES_OF_CHILDREN = frozenset({"child_age", "children_ages"})
"""Questions whose answer tells the age of a child that somebody else speaks of, not his own."""
_A_DAY = re.compile(r"(?:(?:一|每)天|日薪|一个?工|每个工)(?:的?(?:工资|工钱))?(?:是|算|给|开|讲好|说好)?$")
_OWED = frozenset({"claimed_yuan", "amount_yuan"})
_MOST_DIGITS = 9
_MOST_DAYS_AGO = 60
_LENGTHS = frozenset({"months", "days", "employment_months"})


def find(message: Message, awaiting: str, found: dict[str, Fact]) -> Fact | None:
    """Return the awaited fact where the message answers it, else None.

    Args:
        message: The answer.
        awaiting: Name of the fact that was asked for; what follows an @ in it is left out.
        found: What the extractors found without knowing the question.
    """
    name = awaiting.partition("@")[0]
    if name in found:
        return found[name]
    if name.endswith("_yuan"):
        return _money(message, name, found)
    if name.endswith("_date"):
        return _date(message, name, found)
    if name in _LENGTHS:
        return _length(message, name, found)
    if name == "children_ages":
        return _ages(message)
    if name == "interest_monthly_percent" and (said := interest.spoken(message)) is not None:
        return said
    if counts.is_counted(name):
        return counts.find(message, name)
    return _yes_or_no(message, name)


def _money(message: Message, name: str, found: dict[str, Fact]) -> Fact | None:
    for other in ("claimed_yuan", "amount_yuan", "monthly_wage_yuan"):
        if other in found:
            fact = found[other]
            return Fact(name, fact.value, fact.span, approximate=fact.approximate)
    if (product := _days_of_pay(message, name)) is not None:
        return product
    age = found.get("age")
    sums = (m for m in _WITH_UNIT.finditer(message.text) if _may_be_a_sum(message, m))
    if age is not None and not message.text.isdecimal():  # 我八十一了 is no sum, and 81 alone is one
        sums = (m for m in sums if message.normalised.span(m.start(), m.end()).start != age.span.start)
    match = next(sums, None)
    if match is None or (number := parse_number(match.group("number") + (match.group("unit") or ""))) is None:
        return None
    about = number.approximate or bool(match.group("about"))
    return message.fact(name, number.plain, match.start(), match.end(), approximate=about)


def _may_be_a_sum(message: Message, match: re.Match[str]) -> bool:
    """Whether nothing behind the number says otherwise, and it is no telephone number or the like."""
    if _NO_MONEY.match(message.text, match.end()) is not None:
        return False
    around = message.text[max(0, match.start() - 1) : match.end() + 1]
    return sum(c.isdigit() for c in around) <= _MOST_DIGITS


def _days_of_pay(message: Message, name: str) -> Fact | None:
    """Count 一天260，干了50天: pay for a day times the days, where both were said once."""
    rates = [m for m in _NUMBER.finditer(message.text) if _A_DAY.search(message.text[: m.start()])]
    days = [length for length in durations.durations(message) if length.days > 1]
    rate = parse_number(rates[0].group()) if len(rates) == 1 else None
    if rate is None or len(days) != 1 or name not in _OWED:
        return None
    start, end = min(rates[0].start(), days[0].start), max(rates[0].end(), days[0].end)
    return message.fact(name, int(rate.value * days[0].days), start, end, approximate=True)


def _date(message: Message, name: str, found: dict[str, Fact]) -> Fact | None:
    for fact in (*found.values(), *dates.find(message)):
        if fact.name.endswith("_date"):
            return Fact(name, fact.value, fact.span, approximate=fact.approximate)
    for day in named_days(message.text, message.today):
        return message.fact(name, day.day.isoformat(), day.start, day.end, approximate=day.approximate)
    return _days_ago(message, name)


def _days_ago(message: Message, name: str) -> Fact | None:
    """Read 收到三天了 as the day it was; of months and years that way too little is known for a day."""
    for length in durations.durations(message):
        if 0 < length.days <= _MOST_DAYS_AGO and message.text.startswith("了", length.end):
            day = message.today - timedelta(days=int(length.days))
            return message.fact(name, day.isoformat(), length.start, length.end, approximate=length.approximate)
    return None


def _length(message: Message, name: str, found: dict[str, Fact]) -> Fact | None:
    for length in durations.durations(message):
        value = length.days if name == "days" else length.months
        if name == "days" and not value:
            value = length.months * 30
        elif name != "days" and not value:
            value = round(length.days / 30, 1)
        plain = int(value) if float(value).is_integer() else value
        return message.fact(name, plain, length.start, length.end, approximate=length.approximate)
    if name in found:
        return found[name]
    return counts.find(message, name)


def _ages(message: Message) -> Fact | None:
    matches = [m for m in _NUMBER.finditer(message.text) if _NO_AGE.match(message.text, m.end()) is None]
    ages = [int(number.value) for match in matches if (number := parse_number(match.group(0))) is not None]
    if not ages:
        return None
    return message.fact("children_ages", ages, matches[0].start(), matches[-1].end())


def _yes_or_no(message: Message, name: str) -> Fact | None:
    for pattern, value in (("declined", False), ("agreed", True)):
        if match := patterns("answers")[pattern].match(message.text):
            return message.fact(name, value, match.start(), match.end())
    return None
