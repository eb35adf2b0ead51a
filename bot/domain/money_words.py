"""Sums of money as Chinese contracts write them: in figures with two places, and in capital numerals."""

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿", "京")
"""10 to the power of 0, 4, 8, 12, 16."""
LARGEST = Decimal(10) ** 20
"""From here on there is no group for it."""


def in_figures(amount: Decimal) -> str:
    """Write yuan in figures with thousands parted: 30,000.00."""
    return f"{_in_cents(amount):,.2f}"


def in_capitals(amount: Decimal) -> str:
    """Write yuan in capital numerals: 叁万元整, 壹佰零伍元陆角, 贰元零叁分.

    Raises:
        ValueError: The amount is negative, not a number, or `LARGEST` or more.
    """
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        raise ValueError("no amount of money that can be written in words")
    yuan, cents = divmod(int(_in_cents(amount) * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = _whole(yuan) + "元" if yuan else ""
    if not cents:
        return (words or "零元") + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif words:
        words += _DIGITS[0]
    return words + (_DIGITS[fen] + "分" if fen else "")


def _in_cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _whole(number: int) -> str:
    groups: list[int] = []
    while number:
        number, rest = divmod(number, 10_000)
        groups.append(rest)
    words, skipped = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            skipped = bool(words)
            continue
        if words and (skipped or group < 1000):
            words += _DIGITS[0]
        words, skipped = words + _group(group) + _GROUPS[place], False
    return words


def _group(number: int) -> str:
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += (_DIGITS[0] if zero else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = bool(words)
    return words
