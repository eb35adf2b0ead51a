"""Names of columns as offices have them: what is known, what waits for a better one, questions with yes and no."""

from pathlib import Path

import pytest

from case_library.importers.columns import CHOICES, column_name, columns_of, field_of
from case_library.importers.import_file import import_file, preview_file
from case_library.importers.import_report import Preview
from case_library.library import CaseLibrary

STORY = "包工头拖欠张某三个月工资不给，张某要求付清。"


def read(path: Path, names: str, *rows: str) -> Preview:
    """Write a sheet and look at it."""
    path.write_text("\n".join((names, *rows)), "utf-8")
    return preview_file(path)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("办结年度", "year"),
        ("结案年度（年）", "year"),
        ("立案日期", "year"),
        ("是否履行", "outcome"),
        ("经过情形", "story"),
        ("事情经过", "story"),
        ("基本案情", "story"),
        ("案件简介", "story"),
        ("纠纷小类", "subtype"),
        ("协议涉及金额(元)", "settled_yuan"),
        ("涉及金额", "claimed_yuan"),
        ("处理过程", "methods"),
        ("典型意义", "comment"),
    ],
)
def test_names_that_offices_have_are_known(name: str, field: str) -> None:
    assert field_of(name) == field


def test_the_usual_name_of_every_field_is_read_as_this_field() -> None:
    names = {column_name(field): field for field in CHOICES}
    assert dict(columns_of(names)) == names


def test_what_says_less_waits_for_what_says_more() -> None:
    columns = columns_of(["登记日期", "是否履行", "经过情形", "办结日期", "是否成功"])
    assert dict(columns) == {"经过情形": "story", "办结日期": "year", "是否成功": "outcome"}
    assert columns_of(["登记日期", "是否履行"]) == {"登记日期": "year", "是否履行": "outcome"}


@pytest.mark.parametrize(
    ("asks", "answer", "result", "outcome"),
    [
        ("是否履行", "是", "", "performed"),
        ("是否履行", "√", "", "performed"),
        ("是否履行", "否", "", "defaulted"),
        ("是否履行", "否", "双方达成协议。", "defaulted"),
        ("是否履行", "否", "双方未能达成一致意见。", "failed"),
        ("是否履行", "否", "不成功", "failed"),
        ("是否履行", "部分履行", "", "agreed"),
        ("是否履行", "", "", "unknown"),
        ("是否达成协议", "×", "", "failed"),
        ("是否成功", "是", "", "agreed"),
        ("是否司法确认", "是", "", "confirmed"),
        ("是否司法确认", "否", "双方达成协议。", "agreed"),
        ("履行情况", "已履行", "", "performed"),
        ("备注", "", "已履行", "performed"),
    ],
)
def test_a_question_is_answered_by_yes_and_no(
    tmp_path: Path, asks: str, answer: str, result: str, outcome: str
) -> None:
    preview = read(tmp_path / "a.csv", f"类别,经过情形,处理结果,{asks}", f"劳动争议,{STORY},{result},{answer}")
    assert preview.problems == ()
    assert preview.entries[0].outcome == outcome


def test_a_report_tells_the_columns_that_were_not_used(library: CaseLibrary, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    preview = read(path, "类别,经过情形,办结年度,备注,承办人,", f"劳动争议,{STORY},2023,存档,老张,")
    assert preview.unused_columns == ("备注", "承办人")
    assert preview.entries[0].year == 2023
    report = import_file(path, library, columns={"承办人": ""})
    assert report.unused_columns == ("备注",), "what a person has left out is not told"


def test_the_version_of_our_own_format_is_no_column(library: CaseLibrary, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"schema_version": 1, "title": "a", "category": "labour", "story": "b", "备注": 1}\n', "utf-8")
    assert preview_file(path).unused_columns == ("备注",)
    assert import_file(path, library).unused_columns == ("备注",)
