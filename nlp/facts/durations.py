"""How long: months and days, and how long somebody has worked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns
from nlp.numerals import NUMBER, parse_number

_LONGEST_YEARS = 80
_SURELY_A_YEAR = 60
_DURATION = re.compile(
    rf"(?<![\d第二两三四五六七八九十.年月])(?<!上(?=半年))(?<!下(?=半年))(?:"
    rf"(?P<years>{NUMBER})(?P<years_more>多|来)?年(?P<half_year>半)?(?:[零又]?(?P<plus_months>{NUMBER})个?(?:多)?月(?![\d初底号]|份(?!的?工资)))?(?![级纪\d代初底末前头])"
    rf"|(?P<half>半)(?:个)?(?P<half_unit>年|月)(?![前底])"
    rf"|(?P<months>{NUMBER})(?P<months_more>多|来)?个(?P<half_month>半|多)?月(?!前)"
    rf"|(?P<bare_months>[俩仨]|(?:[一二两三四五六七八九十]|\d{{1,2}})(?=多?月的?(?:工资|房租|没发|没给)))(?P<bare_more>多)?月"
    rf"|(?P<days>{NUMBER})(?P<days_more>多|来)?天(?![前后])"
    rf"|(?P<weeks>{NUMBER})(?P<weeks_more>多|来)?(?:个(?:星期|礼拜|周)|周)(?![前末年岁一二三四五六日]))"
)
_PER_MONTH = re.compile(
    rf"^(?:工资|到手|房租|给|发|拿|开|才|就|挣|是|只有|的|纯?收入|不足|不到|赚|我|他|她|你)*{NUMBER}"
)


def _is_calendar_year(text: str, match: re.Match[str]) -> bool:
    """Say whether 08年, 95年 or 17年3月 names a year and no length of time."""
    written = match.group("years")
    if len(written) > 3 or written[0] in "零〇":
        return True
    two_digits = written.isdigit() and len(written) == 2
    return two_digits and (
        written[0] == "0" or int(written) >= _SURELY_A_YEAR or text[match.end() : match.end() + 1].isdigit()
    )


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: months or days, one of them 0."""

    months: float
    days: float
    start: int
    end: int
    approximate: bool


def durations(message: Message) -> Iterator[Duration]:
    """Yield the lengths of time in order; ages and calendar dates are none."""
    for match in _DURATION.finditer(message.text):
        groups = match.groupdict()
        months = days = 0.0
        about = any(groups[name] for name in ("years_more", "months_more", "days_more", "weeks_more", "bare_more"))
        if groups["half"]:
            months, days = (6.0, 0.0) if groups["half_unit"] == "年" else (0.0, 15.0)
        elif groups["years"]:
            number = parse_number(groups["years"])
            if number is None or not 0 < number.value <= _LONGEST_YEARS or _is_calendar_year(message.text, match):
                continue
            months = number.value * 12 + (6 if groups["half_year"] else 0)
            if groups["plus_months"] and (plus := parse_number(groups["plus_months"])):
                months += plus.value
            about = about or number.approximate
        elif groups["months"] or groups["bare_months"]:
            number = parse_number(groups["months"] or groups["bare_months"])
            # 一万二一个月 is a sum for each month, and no length of time
            if number is None or not 0 < number.value <= _LONGEST_YEARS * 12:
                continue
            months = number.value + (0.5 if groups["half_month"] == "半" else 0)
            about = about or number.approximate or groups["half_month"] == "多"
        else:
            number = parse_number(groups["days"] or groups["weeks"])
            if number is None or not number.value:
                continue
            days = number.value * (1 if groups["days"] else 7)
            about = about or number.approximate
        yield Duration(months, days, match.start(), match.end(), bool(about))


def find(message: Message) -> list[Fact]:
    """Return months, employment_months and days, each at most once.

    `months` prefers what is owed or overdue to how long somebody worked. Terms of punishment and of guarantee are not
    counted.
    """
    table = patterns("fact_roles")
    best: dict[str, tuple[int, Duration]] = {}
    for duration in durations(message):
        before, after = message.before(duration.start, 8), message.after(duration.end, 6)
        if table["duration_not"].search(before[-5:]) or table["duration_not"].search(after[:4]):
            continue
        if table["duration_of_a_baby"].search(before):
            continue
        if (duration.months in {1, 12} or duration.days == 1) and table["duration_of_a_price"].match(
            message.text[duration.end :]
        ):
            # 一年六千 is a price
            continue
        if duration.months == 1 and _PER_MONTH.match(message.text[duration.end :]):
            continue
        if duration.days:
            best.setdefault("days", (0, duration))
            continue
        employed = table["duration_employment"].search(before) is not None or after.startswith(("工龄", "的工龄"))
        owed = table["duration_arrears"].search(before + after) is not None
        if employed and not owed:
            best.setdefault("employment_months", (1, duration))
        rank = 2 if owed else 1
        if "months" not in best or rank > best["months"][0]:
            best["months"] = (rank, duration)
    return [
        message.fact(
            name,
            _plain(duration.days if name == "days" else duration.months),
            duration.start,
            duration.end,
            approximate=duration.approximate,
        )
        for name, (_, duration) in best.items()
    ]


def _plain(value: float) -> int | float:
    return int(value) if value.is_integer() else value
