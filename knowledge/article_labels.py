"""Labels of articles (第三十条, 第一百二十条之一) and the numbers in them."""

import re

import cn2an

NUMERAL = "[0-9０-９零〇一二三四五六七八九十百千两]{1,12}"
_LABEL = re.compile(rf"^第\s*({NUMERAL})\s*条(?:之\s*({NUMERAL}))?$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
LARGEST_NUMBER = 9999


def read_number(numeral: str) -> int | None:
    """Value of an Arabic or Chinese numeral, or None where it is none (二二 and 百百 are none)."""
    plain = numeral.strip().translate(_FULL_WIDTH).replace("〇", "零").replace("两", "二")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) <= len(str(LARGEST_NUMBER)) else None
    if plain == "零":
        return 0
    try:
        value = int(cn2an.cn2an(plain, "smart"))
    except (ValueError, KeyError, IndexError):
        return _digit_by_digit(plain)
    return value if value <= LARGEST_NUMBER else None


def _digit_by_digit(plain: str) -> int | None:
    """People write 第一四三八条 digit by digit; the library refuses some of these."""
    digits = "零一二三四五六七八九"
    if plain and all(letter in digits for letter in plain):
        value = int("".join(str(digits.index(letter)) for letter in plain))
        return value if value <= LARGEST_NUMBER else None
    return None


def chinese_number(number: int) -> str:
    """The numeral as statutes print it: 10 is 十, 15 is 十五, 110 is 一百一十."""
    written = str(cn2an.an2cn(number, "low"))
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
