"""Reading what a search asks for, from an address, from JSON or from a command line, with the same rules."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.errors import BadInput
from bot.service.search_cases import CaseQuery
from case_library.case_index import CaseFilter
from case_library.case_year import EARLIEST_YEAR, can_be_of, latest_year
from case_library.importers.cell_values import UnreadableCellError, sum_of
from case_library.precedent import Origin
from case_library.wording import origin_mark, outcome_names
from knowledge.organisations import organisation_kinds
from nlp.taxonomy import taxonomy

FIELDS = ("q", "kind", "outcome", "organisation_kind", "year", "least", "most", "method", "origin", "unpublished")
_LARGEST_YUAN = 1e12
_LONGEST_METHOD = 40
_LONGEST_PAGE = 6


def query_of(values: Mapping[str, Any], today: date) -> CaseQuery:
    """Read the fields of a search; `kind` is a category or category/subtype.

    Args:
        values: The fields by name.
        today: The day whose year is the latest that a case can have.

    Raises:
        BadInput: A code is unknown or a number cannot be read; the message names the field, the hint the codes.
    """
    category, subtype = _kind(_text(values, "kind"))
    kinds = {code: kind.name for code, kind in organisation_kinds().items()}
    wanted = CaseFilter(
        category=category,
        subtype=subtype,
        outcome=_code(values, "outcome", outcome_names(), "结局"),
        organisation_kind=_code(values, "organisation_kind", kinds, "调解组织"),
        year=_year(values, today),
        amount=_amount(values),
        method=_text(values, "method")[:_LONGEST_METHOD] or None,
        origin=_code(values, "origin", {each.value: origin_mark(each.value) for each in Origin}, "来源"),
    )
    return CaseQuery(_text(values, "q"), wanted, unpublished=_text(values, "unpublished") in ("yes", "true", "True"))


def page_of(values: Mapping[str, Any]) -> int:
    """Read which page of the results is asked for.

    Raises:
        BadInput: It is no number from 1 on.
    """
    text = _text(values, "page") or "1"
    if not text.isascii() or not text.isdigit() or int(text[:_LONGEST_PAGE]) < 1:
        raise BadInput("页码应该是从 1 开始的整数。")
    return int(text[:_LONGEST_PAGE])


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value).strip()


def _kind(written: str) -> tuple[str | None, str | None]:
    category, stroke, subtype = written.partition("/")
    if not written:
        return None, None
    known = taxonomy().categories.get(category)
    if known is None:
        names = {code: each.name for code, each in taxonomy().categories.items()}
        raise BadInput("纠纷类型不认识。", hint=_usable(names))
    if stroke and subtype not in known.subtypes:
        raise BadInput("纠纷类型不认识。", hint=f"{category}（{known.name}）的小类，{_usable(known.subtypes)}")
    return category, subtype or None


def _code(values: Mapping[str, Any], name: str, known: Mapping[str, str], called: str) -> str | None:
    code = _text(values, name)
    if code and code not in known:
        raise BadInput(f"{called}不认识。", hint=_usable(known))
    return code or None


def _usable(names: Mapping[str, str]) -> str:
    return "可用的有：" + "、".join(f"{code}（{name}）" for code, name in names.items()) + "。"


def _year(values: Mapping[str, Any], today: date) -> int | None:
    text = _text(values, "year")
    if not text:
        return None
    if not re.fullmatch("[0-9]{4}", text) or not can_be_of(int(text), today):
        raise BadInput(f"年份请写{EARLIEST_YEAR}到{latest_year(today)}之间的四位数字。")
    return int(text)


def _amount(values: Mapping[str, Any]) -> tuple[float, float] | None:
    ends = [_text(values, "least"), _text(values, "most")]
    if not any(ends):
        return None
    try:
        read = [sum_of("金额", end) if end else None for end in ends]
    except UnreadableCellError:
        raise BadInput("金额请写数字，单位是元，例如 8000 或者 1.5万。") from None
    least, most = (default if end is None else end for end, default in zip(read, (0.0, _LARGEST_YUAN), strict=True))
    if not 0 <= least <= most <= _LARGEST_YUAN:
        raise BadInput("金额的范围不对。", hint="下限不能是负数，也不能比上限大。")
    return least, most
