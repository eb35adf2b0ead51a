"""Interest, brought to per cent a month."""

import re
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import lexicon
from nlp.numerals import NUMBER, parse_number

_DAYS_A_MONTH = 30
_MONTHS_A_YEAR = 12
_PERCENT_OF_UNIT = {"分": 1.0, "厘": 0.1, "毛": 10.0, "角": 10.0}
_YEARLY_FEN = 10
_SPOKEN = re.compile(rf"(?P<fen>{NUMBER})(?P<unit>[分厘])(?P<rest>[一二三四五六七八九半\d])(?!\d)")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expression.replace("{N}", NUMBER)) for expression in lexicon("interest").values())


def find(message: Message) -> list[Fact]:
    """Return interest_monthly_percent.

    分 means one per cent a month in speech (月息三分 = 3), 厘 a tenth of that, 毛 ten; a yearly rate is divided by
    twelve, a daily one multiplied by thirty. 年息一分 is ten per cent a year by custom.
    """
    for pattern in _patterns():
        if match := pattern.search(message.text):
            percent = round(_monthly_percent(match.groupdict()), 4)
            return [message.fact("interest_monthly_percent", percent, match.start(), match.end())]
    return []


def spoken(message: Message) -> Fact | None:
    """Return a rate such as 一分五, which says what it is only to whoever has asked for it."""
    match = _SPOKEN.search(message.text)
    if match is None:
        return None
    percent = round((_value(match["fen"]) + _tenths(match["rest"])) * _PERCENT_OF_UNIT[match["unit"]], 4)
    return message.fact("interest_monthly_percent", percent, match.start(), match.end())


def _monthly_percent(groups: dict[str, str | None]) -> float:
    period = groups.get("period")
    if groups.get("fen"):
        percent = (_value(groups["fen"]) + _tenths(groups["rest"])) * _PERCENT_OF_UNIT[groups["unit"] or "分"]
        if period == "年":
            percent *= _YEARLY_FEN
    else:
        percent = _value(groups.get("percent") or groups.get("hundredth"))
        percent += _value(groups.get("thousandth")) / 10 + _value(groups.get("tenthousandth")) / 100
    if period == "年" or groups.get("yearly") is not None:
        return percent / _MONTHS_A_YEAR
    return percent * _DAYS_A_MONTH if period == "日" or groups.get("daily") is not None else percent


def _tenths(rest: str | None) -> float:
    return 0.5 if rest == "半" else _value(rest) / 10


def _value(text: str | None) -> float:
    number = parse_number(text) if text else None
    return number.value if number else 0.0
