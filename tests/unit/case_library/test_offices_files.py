"""Files as offices keep them: Word without heading styles, sheets with their own words, sums that stand in the text."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from case_library.importers.import_file import import_file, preview_file
from case_library.importers.import_report import Preview
from case_library.importers.plain_reading import fill_plainly, outcome_said
from case_library.library import CaseLibrary
from case_library.precedent import Outcome
from case_library.story_reader import StoryReader
from nlp.findings import Risk, RiskFinding, ScoredCategory, Understanding

KIND = "纠纷类型：道路交通事故纠纷"


def word(path: Path, paragraphs: Sequence[str]) -> Preview:
    """Write paragraphs without styles, and read them."""
    document = docx.Document()
    for text in paragraphs:
        bold = text.startswith("*")
        document.add_paragraph().add_run(text.strip("*")).bold = bold
    document.save(str(path))
    return preview_file(path)


def sheet(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def test_numbered_bold_lines_begin_cases(tmp_path: Path) -> None:
    paragraphs = (
        "*案例一：陈某与周某交通事故赔偿",
        KIND,
        "【案情简介】2023年5月，陈某骑电动车被周某轿车撞伤，要求赔偿3万元。",
        "【调解结果】双方达成协议，周某一次性支付2.1万元。",
        "*【案例2】",
        "谭某被撞一案",
        KIND,
        "【案情简介】谭某过马路被摩托车撞倒。案例一中的情形与此不同。",
        "【调解结果】调解不成，已引导诉讼。",
        "*典型案例（三）：牛某的三轮车",
        "牛某的三轮车在2021年被货车撞坏。",
        KIND,
    )
    first, second, third = word(tmp_path / "案例.docx", paragraphs).entries
    assert (first.title, first.year, first.outcome) == ("陈某与周某交通事故赔偿", 2023, Outcome.AGREED)
    assert (first.claimed_yuan, first.settled_yuan) == (30_000, 21_000)
    assert (second.title, second.outcome, second.settled_yuan) == ("谭某被撞一案", Outcome.FAILED, None)
    assert (third.title, third.story) == ("牛某的三轮车", "牛某的三轮车在2021年被货车撞坏。")


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("案例一：漏水", "漏水"),
        ("【案例 2】漏水", "漏水"),
        ("典型案例（三）、漏水", "漏水"),
        ("四、漏水", "漏水"),
        ("（五）漏水", "漏水"),
        ("6.漏水", "漏水"),
        ("3.5万元的漏水", "3.5万元的漏水"),
        ("三楼漏水", "三楼漏水"),
        ("2023年漏水", "2023年漏水"),
    ],
)
def test_a_heading_is_the_title_without_its_number(tmp_path: Path, heading: str, title: str) -> None:
    document = docx.Document()
    document.add_heading(heading, 1)
    for text in (KIND, "案情简介：楼上漏水。", "是否履行：是"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    preview = preview_file(tmp_path / "a.docx")
    assert [(entry.title, entry.outcome) for entry in preview.entries] == [(title, Outcome.PERFORMED)]
    assert list(preview.columns) == ["标题", "纠纷类型", "案情简介", "是否履行"], "people read the names of columns"


@pytest.mark.parametrize("before", [(), (KIND,)])
def test_a_second_story_begins_a_case_and_takes_the_line_above_for_its_title(
    tmp_path: Path, before: tuple[str, ...]
) -> None:
    paragraphs = (
        "*陈某与周某",
        KIND,
        "案情简介",
        "陈某被周某的车撞伤。",
        "后来矛盾加剧。",
        "调解结果",
        "周某赔了钱。",
        "*谭某与何某",
        *before,
        "案情简介",
        "谭某被何某的车撞伤。",
        "调解结果",
        "何某道歉。",
    )
    preview = word(tmp_path / "案例.docx", paragraphs)
    titles = [entry.title for entry in preview.entries]
    assert titles == (["陈某与周某", "谭某与何某"] if before else ["陈某与周某"])
    assert preview.entries[0].story == "陈某被周某的车撞伤。\n后来矛盾加剧。"
    assert preview.entries[0].result == "周某赔了钱。"
    assert len(preview.problems) == (0 if before else 1), "the second case says no kind, and stands alone"


def test_a_sheet_with_the_words_of_an_office(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "台账.xlsx",
        (
            ("编号", "案件名称", "类别", "案情简介", "调解结果", "索赔金额", "赔偿金额", "年份", "结果"),
            ("X0", "不退押金", "房屋租赁", "租客退租，房东不退押金。", "房东退还1500元。", 2000, 1500, 2023, "履行"),
            (
                "X1",
                "借钱不还",
                "民间借贷纠纷",
                "白某借钱不还。",
                "分期归还。",
                500,
                400,
                2023,
                "双方当场握手言和并道歉",
            ),
        ),
    )
    preview = preview_file(path)
    assert preview.problems == ()
    first, second = preview.entries
    assert (first.category, first.subtype, first.outcome) == ("contract", "lease", Outcome.PERFORMED)
    assert (first.claimed_yuan, first.settled_yuan) == (2000, 1500)
    assert (second.category, second.subtype) == ("contract", "loan")
    assert second.result == "分期归还。\n双方当场握手言和并道歉", "a sentence is no name of an outcome; nothing is lost"
    assert second.outcome is Outcome.AGREED


def test_a_category_in_the_offices_own_words_is_decided_by_the_story(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", (("标题", "类别", "案情"), ("狗叫", "小区里的事", "狗夜里叫个不停。")))
    assert preview_file(path).problems
    scored = (ScoredCategory("neighbour", 0.9),)
    read = Understanding("", "", scored, "pets", (), RiskFinding(Risk.GREEN), {})
    preview = preview_file(path, read=StoryReader(lambda text: read))
    (entry,) = preview.entries
    assert (entry.category, entry.source_kind) == ("neighbour", "小区里的事")


def reader(category: str, subtype: str) -> Understanding:
    """What a story was read for."""
    return Understanding("", "", (ScoredCategory(category, 0.9),), subtype, (), RiskFinding(Risk.GREEN), {})


def test_a_kind_that_the_file_does_not_name_stays_as_it_stands(library: CaseLibrary, tmp_path: Path) -> None:
    """The command and the console read with different means, and the means change with every version."""
    path = tmp_path / "a.jsonl"
    line = {"id": "狗1", "title": "狗叫", "story": "狗夜里叫个不停，楼下睡不着。"}
    path.write_text(json.dumps(line), "utf-8")
    import_file(path, library, read=StoryReader(lambda text: reader("neighbour", "pets")))
    again = import_file(path, library, read=StoryReader(lambda text: reader("family", "other")))
    assert (again.unchanged, again.updated) == (1, 0)
    path.write_text(json.dumps({**line, "category": "family"}), "utf-8")
    assert import_file(path, library).updated == 1, "a kind that the file names is taken"
    path.write_text(json.dumps({**line, "story": line["story"] + "还咬了人。"}), "utf-8")
    import_file(path, library, read=StoryReader(lambda text: reader("neighbour", "pets")))
    (case,) = (each for each in library.iterate() if each.external_id == "狗1")
    assert case.category == "neighbour", "another story is read anew"


@pytest.mark.parametrize("name", ["a.jsonl", "a.docx"])
def test_columns_that_come_and_go_are_those_of_all_rows(library: CaseLibrary, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    stories = [f"第{number}号：白某借给好友{number + 2}万元，{number + 5}个月没有归还。" for number in range(12)]
    if name == "a.jsonl":
        rows = [{"title": "借款", "category": "contract", "story": story} for story in stories]
        rows[1]["outcome"], rows[11]["点评"] = "performed", "写得清楚"
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    else:
        document = docx.Document()
        for number, story in enumerate(stories):
            document.add_heading(f"借款{number}", 1)
            for text in ("纠纷类型：合同纠纷", "【案情简介】", story):
                document.add_paragraph(text)
            if number in (1, 11):
                document.add_paragraph("结局：已履行" if number == 1 else "案例点评：写得清楚")
        document.save(str(path))
    preview = preview_file(path)
    assert len(preview.entries) == 10
    assert {"outcome", "comment"} <= set(preview.columns.values())
    chosen = dict(preview.columns) | dict.fromkeys(preview.unused_columns, "")
    report = import_file(path, library, columns=chosen)
    assert (report.added, report.problems) == (12, ())
    assert set(preview.columns) == set(report.columns)
    comments = [case.comment for case in library.iterate() if case.comment]
    assert comments == ["写得清楚"]
    assert [case.outcome for case in library.iterate() if "好友" in case.story].count(Outcome.PERFORMED) == 1


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("双方达成协议，一次性支付45000元。", "agreed"),
        ("双方自愿达成如下协议：甲退还押金。如不履行，乙可以起诉。", "agreed"),
        ("经调解，房东退还1500元，当场付清。", "performed"),
        ("达成协议，于2023年5月1日前履行完毕。", "agreed"),
        ("达成协议并经法院司法确认。", "confirmed"),
        ("达成协议，可以向法院申请司法确认。", "agreed"),
        ("达成协议后对方至今未履行。", "defaulted"),
        ("双方未能达成一致意见。", "failed"),
        ("第一次未达成协议，第二次双方达成协议。", None),
        ("调解不成的，可以起诉。", None),
        ("希望达成协议。", None),
        ("周某赔偿2.1万元。", None),
    ],
)
def test_how_it_ended_is_read_where_it_is_said_plainly(result: str, outcome: str | None) -> None:
    assert outcome_said(result) == outcome


@pytest.mark.parametrize(
    ("story", "result", "sums"),
    [
        ("花去医疗费12000元，要求赔偿60000元。", "一次性支付4.5万元。", (60_000, 45_000)),
        ("要求赔偿医疗费3000元，误工费2000元，共计5000元。", "支付三千元，支付两千元，合计五千元。", (5_000, 5_000)),
        ("要求赔偿医疗费3000元、误工费2000元。", "先付1000元，再付2000元。", (None, None)),
        ("要求每月支付抚养费800元。", "每月支付600元。", (None, None)),
        ("索赔一万元。", "调解员建议赔偿5000元，对方拒绝。", (10_000, None)),
        ("医疗费8600元。", "逾期支付的，另付违约金500元。", (None, None)),
    ],
)
def test_sums_are_read_where_they_stand_plainly(
    story: str, result: str, sums: tuple[float | None, float | None]
) -> None:
    fields: dict[str, Any] = {"story": story, "result": result}
    fill_plainly(fields)
    assert (fields.get("claimed_yuan"), fields.get("settled_yuan")) == sums


@pytest.mark.parametrize(
    ("story", "year"),
    [
        ("2022年6月受伤", 2022),
        ("2018年借款，2020年到期", None),
        ("1950年3月出生的牛某", None),
        ("租到2099年", None),
        ("1935年建的房子", None),
    ],
)
def test_the_year_is_read_where_there_is_one(story: str, year: int | None) -> None:
    fields: dict[str, Any] = {"story": story}
    fill_plainly(fields, date(2026, 11, 25))
    assert fields.get("year") == year


def test_what_the_file_says_stands(tmp_path: Path) -> None:
    fields: dict[str, Any] = {"story": "2022年索赔300元", "result": "支付100元", "year": 2024, "outcome": "failed"}
    fill_plainly(fields)
    assert (fields["year"], fields["claimed_yuan"], "settled_yuan" in fields) == (2024, 300, False)
