"""Sums of money: what is claimed, what is earned a month, and any other sum."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns
from nlp.numerals import NUMBER, Number, parse_number


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum of money in the text: its number and its place in the normalised text."""

    number: Number
    start: int
    end: int


@cache
def _sum() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d第.])(?P<number>{NUMBER})(?P<about>多|来|余|几)?(?P<unit>万)?(?P<more>多)?个?"
        rf"(?P<money>{patterns('fact_roles')['money_units'].pattern})?(?P<rest>[一二两三四五六七八九]?(?:毛|角))?"
        rf"(?!\d|(?:{patterns('fact_roles')['not_money_units'].pattern}))"
    )


def sums(message: Message) -> Iterator[Sum]:
    """Yield the sums of money in order."""
    cues = patterns("fact_roles")["money_cues"]
    for match in _sum().finditer(message.text):
        written = match.group("number")
        number = parse_number(written + (match.group("unit") or ""))
        if number is None or number.value <= 0:
            continue
        if match.group("money") is None:
            has_unit = written[-1] in "百千万亿" or match.group("unit") or re.search(r"[百千万]", written)
            large = number.value >= (100 if written[0].isdigit() else 1000)
            near = message.around(match.start(), match.end(), 8)
            if not (has_unit or written.isdigit() or "." in written) or not large or cues.search(near) is None:
                continue
            if written.isdigit() and (len(written) >= 7 or (1950 <= number.value <= 2035 and not has_unit)):
                continue
        about = bool(match.group("about") or match.group("more"))
        end = match.end() - (1 if message.text[match.end() - 1] == "个" else 0)
        yield Sum(Number(number.value, number.approximate or about), match.start(), end)


def find(message: Message) -> list[Fact]:
    """Return claimed_yuan, monthly_wage_yuan and amount_yuan, each at most once, in yuan.

    A total (一共) goes before a single claim, and that before any other sum.
    """
    best: dict[str, tuple[int, Sum]] = {}
    for money in sums(message):
        name, rank = _role(message, money)
        if name and (name not in best or rank > best[name][0]):
            best[name] = (rank, money)
    return [
        message.fact(name, money.number.plain, money.start, money.end, approximate=money.number.approximate)
        for name, (_, money) in best.items()
    ]


def _role(message: Message, money: Sum) -> tuple[str, int]:
    before, after = message.before(money.start, 14), message.after(money.end, 8)
    table = patterns("fact_roles")
    wide = message.text[max(0, money.start - 24) : money.start]
    is_wage = table["wage"].search(before) or table["wage_after"].search(after)
    owed = table["claim"].search(before) and table["monthly"].search(before + after) is None
    if is_wage and not owed and table["rent"].search(before + after) is None:
        if table["wage_tells"].search(wide + after):
            return "monthly_wage_yuan", 1
        return "amount_yuan", 0
    if table["total"].search(before[-5:]):
        return "claimed_yuan", 3
    if table["claim"].search(before + after[:6]):
        return "claimed_yuan", 2
    return "amount_yuan", 1
