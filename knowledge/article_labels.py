"""Labels of articles (第三十条, 第一百二十条之一) and the numbers in them."""

import re

NUMERAL = "[0-9０-９零〇一二三四五六七八九十百千两]{1,12}"
_LABEL = re.compile(rf"^第\s*({NUMERAL})\s*条(?:之\s*({NUMERAL}))?$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
LARGEST_NUMBER = 9999
_DIGITS = "零一二三四五六七八九"
_ONE = "[一二三四五六七八九]"
_SPELT = re.compile(
    rf"(?!零)(?:(?P<thousand>{_ONE})千)?(?:零(?={_ONE}))?(?:(?P<hundred>{_ONE})百)?(?:零(?={_ONE}))?"
    rf"(?P<tens>(?P<ten>{_ONE})?十)?(?:零(?={_ONE}))?(?P<one>{_ONE})?"
)
_LEFT_OUT = re.compile(rf"([千百])({_ONE})$")


def read_number(numeral: str) -> int | None:
    """Value of an Arabic or Chinese numeral, or None where it is none (二二十 and 百百 are none)."""
    plain = numeral.strip().translate(_FULL_WIDTH).replace("〇", "零").replace("两", "二")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) <= len(str(LARGEST_NUMBER)) else None
    if plain and all(letter in _DIGITS for letter in plain):
        # people write 第一四三八条 digit by digit
        value = int("".join(str(_DIGITS.index(letter)) for letter in plain))
        return value if value <= LARGEST_NUMBER else None
    match = _SPELT.fullmatch(plain)
    if match is None or not plain:
        return None
    value = sum(_digit(match[unit]) * worth for unit, worth in (("thousand", 1000), ("hundred", 100), ("one", 1)))
    value += 10 * (_digit(match["ten"]) or 1) if match["tens"] else 0
    # 一百二 is a hundred and twenty, 一百零二 a hundred and two
    left_out = _LEFT_OUT.search(plain)
    return value + _digit(left_out[2]) * (99 if left_out[1] == "千" else 9) if left_out else value


def _digit(letter: str | None) -> int:
    return _DIGITS.index(letter) if letter else 0


def chinese_number(number: int) -> str:
    """The numeral as statutes print it: 10 is 十, 15 is 十五, 110 is 一百一十; up to `LARGEST_NUMBER`."""
    if number == 0:
        return "零"
    written, gap, rest = "", False, number
    for worth, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, worth)
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + unit
        gap = not digit
    return written[1:] if written.startswith("一十") else written


def label(number: int, inserted: int | None = None) -> str:
    """The label of an article: 30 → 第三十条; 120 and 1 → 第一百二十条之一."""
    return f"第{chinese_number(number)}条" + (f"之{chinese_number(inserted)}" if inserted else "")


def read_label(written: str) -> tuple[int, int | None] | None:
    """Number and inserted number of a written label: 第120条之一 → (120, 1); None where it is no label."""
    match = _LABEL.match(written.strip())
    if match is None:
        return None
    number = read_number(match[1])
    inserted = read_number(match[2]) if match[2] else None
    if number is None or (match[2] and not inserted):
        return None
    return number, inserted


def canonical_label(written: str) -> str:
    """The label as statutes print it; what is no label (条目三, 全文) comes back as it is, without spaces around."""
    read = read_label(written)
    return label(*read) if read else written.strip()
