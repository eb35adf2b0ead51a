"""Cells as people fill them: sums in words, dates of all kinds, lists in one cell, names instead of codes."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from case_library.importers.columns import outcomes_by_name
from case_library.precedent import Outcome
from case_library.source_kinds import source_kinds
from case_library.wording import import_words, wording
from knowledge.organisations import organisation_kinds
from nlp import taxonomy
from nlp.numerals import parse_number

LISTS = ("disputed", "methods", "terms", "legal_basis", "tags", "parties")
_BETWEEN = re.compile(r"[;；\n]+")
_BETWEEN_SHORT = re.compile(r"[;；\n、,，]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
CHINESE_NUMBER = "[零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
_SUM = re.compile(rf"^(?:约|共计?|合计|人民币|￥|¥)*\s*([\d,，.]+|{CHINESE_NUMBER})\s*(万|亿)?余?\s*(?:元|块|圆)?整?$")
_MONTHS = re.compile(r"^([\d.]+)\s*(个月|月|天|日)?$")
_DAYS_A_MONTH = 30
_LARGE = {"万": 10_000, "亿": 100_000_000}


class UnreadableCellError(ValueError):
    """A cell cannot be understood; the message says so in Chinese."""


def _complain(key: str, **places: Any) -> UnreadableCellError:
    return UnreadableCellError(import_words(key, **places))


def sum_of(field: str, cell: Any) -> float | None:
    """Read yuan: 30000, 3万元, 1,200.50, 三万五千."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = str(cell).strip()
    if not (found := _SUM.match(text)):
        raise _complain("unreadable_sum", field=field, value=text)
    number, unit = found.groups()
    if number[0].isdigit():
        try:
            value = float(number.replace(",", "").replace("，", ""))
        except ValueError:
            raise _complain("unreadable_sum", field=field, value=text) from None
    else:
        read = parse_number(number + (unit or ""))
        return float(read.value) if read else None
    value *= _LARGE.get(unit, 1)
    return int(value) if value.is_integer() else value


def months_of(field: str, cell: Any) -> float | None:
    """Read months: 1.5, 2个月, 20天."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = str(cell).strip()
    if not (found := _MONTHS.match(text)):
        raise _complain("unreadable_number", field=field, value=text)
    try:
        number = float(found[1])
    except ValueError:
        raise _complain("unreadable_number", field=field, value=text) from None
    return round(number / _DAYS_A_MONTH, 2) if found[2] in ("天", "日") else number


def year_of(field: str, cell: Any) -> int:
    """Read the year of a number, a date, or words such as 2023年5月."""
    if isinstance(cell, date):
        return cell.year
    if isinstance(cell, int | float) and not isinstance(cell, bool) and float(cell).is_integer():
        return int(cell)
    if found := _YEAR.search(str(cell)):
        return int(found[1])
    raise _complain("unreadable_year", field=field, value=cell)


def list_of(field: str, cell: Any) -> list[str]:
    """Cut a cell into items; short ones also at commas."""
    if isinstance(cell, list):
        return cell
    between = _BETWEEN_SHORT if field in ("tags", "parties", "methods") else _BETWEEN
    return [item.strip() for item in between.split(str(cell)) if item.strip()]


def outcome_of(cell: Any) -> str:
    """Read an outcome: our code, our name, or what others call it."""
    text = str(cell).strip()
    if text in list(Outcome):
        return text
    for code, name in wording()["outcomes"].items():
        if text == name:
            return code
    known = outcomes_by_name()
    if text not in known:
        raise _complain("unreadable_outcome", value=text)
    return known[text]


def category_of(cell: Any) -> str | None:
    """Read a category: our code, our name, or a kind that stands for one; None where it is something else."""
    text = str(cell).strip()
    if text in taxonomy.MEDIABLE:
        return text
    bare = text.removesuffix("纠纷")
    for code in taxonomy.MEDIABLE:
        name = taxonomy.CATEGORIES[code]
        if bare == name.name or bare == name.report != "其他":
            return code
    kinds = source_kinds().get(text) or source_kinds().get(f"{bare}纠纷")
    return kinds[0] if kinds and len(kinds) == 1 else None


def kind_of(cell: Any) -> tuple[str | None, str | None]:
    """Read a category, or the name of a subtype that only one category has (房屋租赁): its category and itself."""
    if category := category_of(cell):
        return category, None
    text = str(cell).strip()
    for name in (text, text.removesuffix("纠纷"), text.removesuffix("纠纷").removesuffix("合同")):
        if kind := _subtypes_by_name().get(name):
            return kind
    return None, None


@cache
def _subtypes_by_name() -> Mapping[str, tuple[str, str]]:
    pairs = [
        (name, (category, code))
        for category in taxonomy.MEDIABLE
        for code, name in taxonomy.CATEGORIES[category].subtypes.items()
        if code != "other"
    ]
    often = Counter(name for name, _ in pairs)
    return MappingProxyType({name: kind for name, kind in pairs if often[name] == 1})


def subtype_of(category: str, cell: Any) -> str:
    """Read a subtype: our code or our name; what is neither stays as it is and is complained of later."""
    text = str(cell).strip()
    names: Mapping[str, str] = taxonomy.CATEGORIES[category].subtypes if category in taxonomy.MEDIABLE else {}
    for each in (text, text.removesuffix("纠纷"), text.removesuffix("纠纷").removesuffix("合同")):
        if code := next((code for code, name in names.items() if each in (code, name)), None):
            return code
    return text


def organisation_kind_of(cell: Any) -> str:
    """Read a kind of organisation: our code or our name; what is neither stays as it is and is complained of later."""
    text = str(cell).strip()
    return next((code for code, kind in organisation_kinds().items() if text in (code, kind.name)), text)
