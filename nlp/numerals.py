"""Numbers as people write them: 三千五, 1.2万, 两万五, 十几万, 3万5."""

import re
from dataclasses import dataclass

DIGITS = {
    **dict(zip("零〇一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)),
    "两": 2,
    "俩": 2,
    "仨": 3,
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1_000, "拾": 10, "佰": 100, "仟": 1_000}
_LARGE_UNITS = {"万": 10_000, "亿": 100_000_000}

_CHARACTER = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBER = (
    r"(?:\d{1,12}(?:\.\d{1,4})?"
    r"(?:[几多余来]?[十百千万亿]{1,2}(?:零?[一二两三四五六七八九][十百千]?|零\d[十百千]?|\d{1,4}千?(?![年月号日天个岁人\d]))?)?"
    rf"|(?:上(?=[百千万])|好(?=[几十百千万]))?[{_CHARACTER}](?:[{_CHARACTER}]|[几多来余](?=[十百千万亿])){{0,14}})"
)
"""Regular expression of a number: digits, Chinese numerals or both (3万5, 两千三, 十几万)."""

_TOKEN = re.compile(rf"\d+(?:\.\d+)?|[{_CHARACTER}几多来余俩仨]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read.

    Attributes:
        value: The number; the lower one of a range such as 两三千.
        approximate: Said as about so much (十几万, 两千多, 三四个).
    """

    value: float
    approximate: bool = False

    @property
    def plain(self) -> int | float:
        """The value, as a whole number where it is one."""
        return int(self.value) if float(self.value).is_integer() else round(self.value, 4)


def parse_number(text: str) -> Number | None:
    """Read one number.

    Args:
        text: What `NUMBER` matched, or the same followed by 多, 来 or 余.

    Returns:
        The number, or None where the text holds no digit and no unit.
    """
    tokens = _TOKEN.findall(text)
    if not tokens:
        return None
    if (
        len(tokens) > 1
        and all(token in DIGITS for token in tokens)
        and (len(tokens) > 2 or "零" in text or "〇" in text)
    ):
        return Number(float("".join(str(DIGITS[token]) for token in tokens)))
    return _Reading().read(tokens)


class _Reading:
    """Reads tokens from left to right: digits wait for their unit, sections for 万 and 亿."""

    def __init__(self) -> None:
        self.total = 0.0
        self.section = 0.0
        self.waiting: float | None = None
        self.last_unit = 1
        self.approximate = False
        self.seen = False

    def read(self, tokens: list[str]) -> Number | None:
        for token in tokens:
            self._take(token)
        if self.waiting is not None:
            # 三千五 and 3万5 leave out the unit that follows the last one.
            left_out = self.last_unit >= 100 and self.waiting < 10 and self.waiting.is_integer()
            self.section += self.waiting * (self.last_unit / 10 if left_out else 1)
        return Number(self.total + self.section, self.approximate) if self.seen else None

    def _take(self, piece: str) -> None:
        if piece in "几多来余":
            self.approximate = True
        elif piece in _SMALL_UNITS:
            unit = _SMALL_UNITS[piece]
            self.section += (1.0 if self.waiting is None else self.waiting) * unit
            self._close(unit)
        elif piece in _LARGE_UNITS:
            unit = _LARGE_UNITS[piece]
            self.section += self.waiting or 0.0
            self.total += (self.section or 1.0) * unit
            self.section = 0.0
            self._close(unit)
        elif piece in "零〇":
            self.last_unit = 1
            self.seen = True
            self.waiting = self.waiting or (0.0 if not self.section and not self.total else None)
        elif self.waiting:
            # 两三千: the lower one holds.
            self.approximate = True
        else:
            self.waiting = float(DIGITS[piece]) if piece in DIGITS else float(piece)
            self.seen = True

    def _close(self, unit: int) -> None:
        self.waiting = None
        self.last_unit = unit
        self.seen = True
