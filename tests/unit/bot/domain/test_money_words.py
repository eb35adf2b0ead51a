"""Money in words, as contracts in China write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money_words import in_capitals, in_figures

WRITTEN = {
    "0": "零元整",
    "0.01": "壹分",
    "0.30": "叁角",
    "2.03": "贰元零叁分",
    "10": "壹拾元整",
    "105.60": "壹佰零伍元陆角",
    "1000": "壹仟元整",
    "1001": "壹仟零壹元整",
    "10010": "壹万零壹拾元整",
    "30000": "叁万元整",
    "100500": "壹拾万零伍佰元整",
    "12345678.90": "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角",
    "100000001": "壹亿零壹元整",
    "1000000000000000000": "壹佰京元整",
}


@pytest.mark.parametrize(("amount", "words"), WRITTEN.items())
def test_amounts_are_written_as_people_write_them(amount: str, words: str) -> None:
    assert in_capitals(Decimal(amount)) == words


def test_a_billion_billion_has_no_exponent_in_figures() -> None:
    assert in_figures(Decimal("1e18")) == "1,000,000,000,000,000,000.00"


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1e20"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        in_capitals(Decimal(amount))


_VALUES = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_GROUPS = {"京": 10**16, "万亿": 10**12, "亿": 10**8, "万": 10**4}


def _read_back(words: str) -> int:
    """An independent reading of capital numerals, to hold the writer against."""
    total, words = 0, words.removesuffix("整").removesuffix("元")
    for sign, size in _GROUPS.items():
        head, found, tail = words.partition(sign)
        if found:
            total += _small(head) * size
            words = tail
    return total + _small(words)


def _small(words: str) -> int:
    total = digit = 0
    for letter in words:
        if letter in _UNITS:
            total += digit * _UNITS[letter]
            digit = 0
        else:
            digit = _VALUES[letter]
    return total + digit


@given(st.integers(min_value=1, max_value=10**20 - 1))
def test_what_is_written_reads_back_as_the_same_sum(yuan: int) -> None:
    words = in_capitals(Decimal(yuan))
    assert _read_back(words) == yuan
    assert "零零" not in words
