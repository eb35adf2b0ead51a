"""Workbooks with several sheets: none with cases is dropped, none without is dropped in silence."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from case_library.errors import CaseLibraryError
from case_library.importers.import_file import import_file, preview_file
from case_library.importers.import_report import left_out_told
from case_library.library import CaseLibrary

STORIES = (
    "包工头拖欠六名瓦工四个月工钱，春节前不接电话。",
    "张某卖给李某的冰箱三天后不制冷，李某要求退货。",
    "王某订做的木门尺寸不对，装不上去，店家不肯重做。",
    "赵某租的鱼塘被上游的养殖场排污，死了两千斤鱼。",
    "两家为谁家的秧苗被牛吃掉争了一个月，差点动手。",
)


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    book.create_chartsheet("图")
    book.save(path)
    return path


def table(*numbers: int) -> list[list[Any]]:
    rows = [[at, "合同纠纷", STORIES[number]] for at, number in enumerate(numbers, 1)]
    return [["序号", "纠纷类型", "案情简介"], *rows]


def test_all_sheets_that_tell_cases_are_read_and_the_others_named(library: CaseLibrary, tmp_path: Path) -> None:
    names = [["姓名", "电话"], ["张某", 1], ["李某", 2]]
    other = [["类别", "事情经过", "备注"], ["劳动争议", STORIES[0], "x"], ["劳动争议", "", "y"]]
    sheets = {"人员": names, "一月": table(1, 2), "空": [["案情简介"]], "二月": table(3, 4, 1), "三月": other}
    path = workbook(tmp_path / "a.xlsx", **sheets)
    preview = preview_file(path, limit=1)
    assert (preview.left_out, preview.unused_columns) == ({"人员": 2}, ("备注",))
    assert preview.columns["案情简介"] == preview.columns["事情经过"] == "story"
    report = import_file(path, library)
    assert (report.rows, report.added, report.left_out) == (7, 6, {"人员": 2})
    assert [problem.place for problem in report.problems] == ["工作表“三月”第 3 行"]
    assert left_out_told(report).startswith("另有工作表没有读：人员（2行）。")
    assert len(report.near_duplicates) == 1, "one case stands on two sheets"
    assert import_file(path, library).unchanged == 6
    with pytest.raises(CaseLibraryError, match="没有名为“什么”的栏目"):
        import_file(path, library, columns={"什么": "story"})
    assert import_file(path, library, columns={"备注": "comment"}).updated == 1


def test_one_sheet_is_read_as_before_and_a_chosen_column_makes_a_sheet_one_of_cases(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 甲=[["说了啥"], ["甲乙两家为围墙争吵。"]], 乙=[["数"], [1], [2]])
    assert preview_file(path).left_out == {"乙": 2}
    preview = preview_file(path, columns={"说了啥": "story"})
    assert [problem.place for problem in preview.problems] == ["第 2 行"]
    assert left_out_told(preview_file(workbook(tmp_path / "b.xlsx", 甲=table(1)))) == ""


def test_a_number_given_twice_names_the_sheet_of_the_first(library: CaseLibrary, tmp_path: Path) -> None:
    first, second = table(1), table(2)
    first[1][0] = second[1][0] = "调2024-17"
    report = import_file(workbook(tmp_path / "a.xlsx", 甲=first, 乙=second), library)
    (problem,) = report.problems
    assert (problem.place, problem.reasons) == (
        "工作表“乙”第 2 行",
        ("编号“调2024-17”和工作表“甲”第2行重复",),
    )
