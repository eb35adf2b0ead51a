"""Sums of money: what the matter is about, what somebody demands, what is earned a month."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns
from nlp.numerals import DIGITS, NUMBER, Number, parse_number

_SMALL_CHANGE = re.compile(
    r"(?P<tenths>[一二三四五六七八九\d])(?:毛|角)?(?![\d个百千万毛角块元人天年月户号分直共起次])"
)
_WRITTEN_LARGE = re.compile(r"[百千万亿]")
_YEAR_LIKE = range(1950, 2036)
_LONGEST_SUM = 7
"""More digits in a row, without a unit, are a number of something."""

_PERIODIC, _PAID_PART, _MENTIONED, _OFFERED, _TOTAL, _REST = 0, 1, 2, 3, 4, 5
"""How well a sum answers what the matter is about: a rent only where it is alone, an unpaid rest before all."""

_DEMANDED, _WANTED_BACK = 2, 3
"""The same for a claim."""

_RAISED = 3
"""Pay that was raised later is the pay."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum of money in the text: its number and its place in the normalised text."""

    number: Number
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sum with what it stands for: the names of the facts, each with the rank among sums that could be that fact."""

    money: Sum
    ranks: Mapping[str, int]


@cache
def _sum() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.:/-])(?P<number>{NUMBER})(?P<about>多|来|余|几)?(?P<unit>万)?(?P<more>多)?个?整?"
        rf"(?P<money>{patterns('fact_roles')['money_units'].pattern})?(?![\d/:]|\.\d|\-\d)"
    )


def sums(message: Message) -> Iterator[Sum]:
    """Yield the sums of money in order. A range (五六千) is too vague to be a sum."""
    table = patterns("fact_roles")
    for match in _sum().finditer(message.text):
        written = match.group("number")
        number = parse_number(written + (match.group("unit") or ""))
        if number is None or number.value <= 0 or table["range"].search(written):
            continue
        value, end = number.value, match.end()
        if match.group("money") is None:
            if not _is_money(message, match, value):
                continue
            end -= 1 if message.text[end - 1] == "个" else 0
        elif change := _SMALL_CHANGE.match(message.text, end):
            tenths = change.group("tenths")
            value += float(DIGITS.get(tenths, tenths)) / 10
            end = change.end()
        about = number.approximate or bool(match.group("about") or match.group("more"))
        yield Sum(Number(value, about), match.start(), end)


def _is_money(message: Message, match: re.Match[str], value: float) -> bool:
    """Say whether a number without 元 or 块 is a sum: large as written (三千五, 2.4万), or beside words of money."""
    table = patterns("fact_roles")
    written = match.group("number") + (match.group("unit") or "")
    after = message.text[match.end() : match.end() + 4]
    if re.match(rf"(?:{table['not_money_units'].pattern})", after) or table["no_money_words"].search(written):
        return False
    if table["not_money_before"].search(message.text[max(0, match.start() - 3) : match.start()]):
        return False
    if _WRITTEN_LARGE.search(written):
        return value >= 100
    if not written.replace(".", "").isdigit() or len(written) >= _LONGEST_SUM:
        return False
    year = value in _YEAR_LIKE and len(written) == 4
    if value < 100 or (year and not table["spent_before"].search(message.before(match.start()))):
        return False
    return table["money_cues"].search(message.around(match.start(), match.end(), 8)) is not None


def find(message: Message) -> list[Fact]:
    """Return amount_yuan, claimed_yuan and monthly_wage_yuan, each at most once, in yuan.

    `amount_yuan` is what the matter is about (lent, paid, owed, lost, the unpaid rest before the whole), `claimed_yuan`
    what either side demands. To want back a sum is both. Rents and other periodic sums count only where alone.
    """
    best: dict[str, tuple[int, Sum]] = {}
    for reading in (_read(message, money) for money in sums(message)):
        ranks = dict(reading.ranks)
        if ranks.get("amount_yuan") == _TOTAL and best.get("claimed_yuan", (0,))[0] == _DEMANDED:
            # 我要误工费三千，医药费两千，一共五千: the total of the demands
            ranks = {"claimed_yuan": _DEMANDED + 1}
        for name, rank in ranks.items():
            if name not in best or rank > best[name][0]:
                best[name] = (rank, reading.money)
    return [
        message.fact(name, money.number.plain, money.start, money.end, approximate=money.number.approximate)
        for name, (_, money) in best.items()
    ]


def _read(message: Message, money: Sum) -> _Reading:
    table = patterns("fact_roles")
    before, after = message.before(money.start, 16), message.after(money.end, 8)
    # the demand may stand before the comma: 逼我离婚，要三十万
    wide = message.text[max(0, money.start - 16) : money.start]
    if (table["piecework"].search(before) or table["piecework_after"].search(after)) and not table["penalty"].search(
        before
    ):
        return _Reading(money, {})
    if table["cheap_thing"].search(before) or table["cheap_after"].search(after) or table["cut_pay"].search(before):
        return _Reading(money, {})
    if table["unit_price"].search(before):
        return _Reading(money, {})
    if periodic := _periodic(message, before, after):
        return _Reading(money, periodic)
    if table["claim_back"].search(before):
        return _Reading(money, {"claimed_yuan": _WANTED_BACK, "amount_yuan": _OFFERED})
    claimed = table["claim"].search(wide) or table["claim_after"].search(after)
    if table["total"].search(before):
        return _Reading(money, {"amount_yuan": _TOTAL})
    if table["rest"].search(before) or table["rest_after"].search(after):
        return _Reading(money, {"amount_yuan": _REST})
    demanded = table["claim_of_somebody"].search(before) is not None
    if demanded or (claimed and not table["offer"].search(before)):
        return _Reading(money, {"claimed_yuan": _DEMANDED})
    return _Reading(money, {"amount_yuan": _PAID_PART if table["paid_part"].search(before) else _MENTIONED})


def _periodic(message: Message, before: str, after: str) -> dict[str, int]:
    """Return what a sum for each month is: pay, or a rent, support, instalment; empty where it is none."""
    table = patterns("fact_roles")
    monthly = table["monthly_before"].search(before) or table["monthly_after"].search(after)
    paid = table["pay_words"].search(message.text) is not None
    if paid and table["from_pay"].search(before):
        return {"monthly_wage_yuan": 2}
    if paid and table["raised_pay"].search(before) and not table["no_pay_words"].search(before):
        return {"monthly_wage_yuan": _RAISED}
    if not monthly or table["wage_owed"].search(before):
        return {}
    near = before + after
    if table["no_pay_words"].search(near):
        demanded = table["claim"].search(before) is not None
        return {"claimed_yuan": _DEMANDED} if demanded else {"amount_yuan": _PERIODIC}
    if paid:
        return {"monthly_wage_yuan": 2 if table["pay_words"].search(near) else 1}
    return {"amount_yuan": _PERIODIC}
