"""Lengths of time, lists and claims as people write and read them."""

import re
from collections.abc import Iterable
from datetime import date

from nlp.facts import amounts
from nlp.facts.message import Message
from nlp.lexicon import patterns
from nlp.normalise import normalise

DAYS_A_MONTH = 30.4
_ENDS = re.compile("[；;。！？!?]$")
_NO_DAY = date(2000, 1, 1)
_FOR_EACH = re.compile("每[个]?(?:[天日月年季周次人户]|星期|学期|平方|平米)|每人")


def in_months(months: float) -> str:
    """Write a length of time: 2个月, 1.5个月, and under a month in days, since 0.1个月 tells nobody anything."""
    if months >= 1:
        return f"{months:.1f}".rstrip("0").rstrip(".") + "个月"
    days = round(months * DAYS_A_MONTH)
    return f"{days}天" if days else "不到一天"


def months_between(begun: date, ended: date) -> float:
    """Give the months from one day to another; under a month exactly enough to tell the days."""
    months = max(0, (ended - begun).days) / DAYS_A_MONTH
    return round(months, 1 if months >= 1 else 2)


def after(item: str) -> str:
    """Give what stands between an item of a list and the next: nothing where the item ends as a sentence does."""
    return "" if _ENDS.search(item) else "；"


def in_a_row(items: Iterable[str]) -> str:
    """Write items one behind the other."""
    return "".join(item + after(item) for item in items).removesuffix("；")


def claim_of(request: str) -> float | None:
    """Give the sum that a claim asks for: its only one, or the one that it calls the total; two answers are none."""
    message = Message(normalise(request), _NO_DAY)
    found = list(amounts.sums(message))
    called_total = patterns("fact_roles")["total"]
    totals = {each.number.plain for each in found if called_total.search(message.before(each.start, 16))}
    if not totals and not _FOR_EACH.search(message.text):
        totals = {each.number.plain for each in found}
    return float(totals.pop()) if len(totals) == 1 else None
