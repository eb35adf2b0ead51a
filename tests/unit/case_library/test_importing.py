"""Imports: every format, every broken row named, nothing twice, near-duplicates flagged."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from case_library.case_file import CaseFile
from case_library.case_index import CaseFilter
from case_library.errors import CaseFileError, CaseLibraryError
from case_library.export_file import export_file
from case_library.importers.import_file import import_file, preview_file
from case_library.library import CaseLibrary
from case_library.precedent import Outcome, ReviewState

STREETS = ("东", "南", "西", "北", "中")


def row(number: int) -> dict[str, Any]:
    """A good row; stories differ enough not to be taken for each other."""
    things = ("冰箱", "木门", "电动车", "玻璃", "水泵", "秧苗", "瓷砖", "招牌", "围墙", "鱼塘")
    thing, other = things[number % 10], things[number // 10 % 10]
    return {
        "external_id": f"r{number}",
        "title": f"{STREETS[number % 5]}街{thing}纠纷之{number}",
        "category": "contract",
        "story": f"第{number}号：张某卖给李某{thing}{number % 97}件，抵了{other}的账{number * 7}元，{number % 31}天后才发现有{number % 13}处毛病。",
        "claimed_yuan": number * 7,
    }


BREAKS = (
    ("not_json", lambda r: '{"title": '),
    ("no_title", lambda r: json.dumps({**r, "title": ""})),
    ("no_story", lambda r: json.dumps({key: r[key] for key in r if key != "story"})),
    ("category", lambda r: json.dumps({**r, "category": "弹劾"})),
    ("outcome", lambda r: json.dumps({**r, "outcome": "赢了"})),
    ("sum", lambda r: json.dumps({**r, "claimed_yuan": "很多钱"})),
    ("negative", lambda r: json.dumps({**r, "settled_yuan": -5})),
    ("year", lambda r: json.dumps({**r, "year": "上个世纪"})),
    ("twice", lambda r: json.dumps({**r, "external_id": "r0"})),
    ("not_object", lambda r: json.dumps([r["title"]])),
)


def write_lines(path: Path, lines: Iterator[str] | list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_ten_thousand_rows_of_which_five_hundred_are_broken_in_ten_ways(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        for number in range(10_000):
            at = number - 9_500
            good = row(number)
            yield BREAKS[at % 10][1](good) if at >= 0 else json.dumps(good, ensure_ascii=False)

    path = write_lines(tmp_path / "many.jsonl", lines())
    library = CaseLibrary.open(tmp_path)
    report = import_file(path, library)
    assert (report.rows, report.added, len(report.problems)) == (10_000, 9_500, 500)
    assert [problem.row for problem in report.problems] == list(range(9_501, 10_001))
    assert all(problem.reasons for problem in report.problems)
    assert len({problem.reasons[0] for problem in report.problems}) >= 10
    assert library.search("第77号 张某卖给李某", 3)[0].case.external_id is not None


def test_half_a_character_and_bad_bytes_are_named_and_the_rest_goes_in(library: CaseLibrary, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    good, half = json.dumps(row(1)).encode(), json.dumps({**row(2), "facts": {"place": "\ud83d"}}).encode()
    path.write_bytes(b"\n".join((good, half, b'{"title": "\xff\xfe"}', json.dumps(row(3)).encode())))
    report = import_file(path, library)
    assert (report.added, [problem.row for problem in report.problems]) == (2, [2, 3])


def test_the_same_file_again_changes_nothing(library: CaseLibrary, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "some.jsonl", [json.dumps(row(number)) for number in range(200)])
    import_file(path, library)
    before = library.store.revision()
    again = import_file(path, library)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 200)
    assert library.store.revision() == before


def test_a_crash_in_the_middle_leaves_nothing(library: CaseLibrary, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "some.jsonl", [json.dumps(row(number)) for number in range(20)])

    def power_cut(rows: Any) -> Iterator[Any]:
        for count, each in enumerate(rows):
            if count == 10:
                raise KeyboardInterrupt
            yield each

    before = library.count()
    with pytest.raises(KeyboardInterrupt):
        import_file(path, library, progress=power_cut)
    assert library.count() == before


def test_columns_of_an_office_table_are_guessed_and_cells_read(library: CaseLibrary, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(
        "编号,案件名称,纠纷类型,案情简介,调解结果,诉求金额（元）,协议金额,调解日期,是否成功,关键词\n"
        "2024-7,小区漏水,邻里纠纷,楼上王某家漏水泡坏李某家地板，双方争执不下。,赔偿并修好水管,1.2万元,八千元,2024年5月3日,调解成功,漏水、地板\n".encode(
            "gb18030"
        )
    )
    preview = preview_file(path)
    assert preview.columns["案件名称"] == "title"
    report = import_file(path, library)
    assert report.problems == ()
    case = library.search("漏水泡坏地板", wanted=CaseFilter(outcome="agreed"))[0].case
    assert (case.external_id, case.category, case.claimed_yuan, case.settled_yuan) == (
        "2024-7",
        "neighbour",
        12_000,
        8_000,
    )
    assert (case.year, case.outcome, case.tags) == (2024, Outcome.AGREED, ("漏水", "地板"))


def test_excel_with_given_columns(library: CaseLibrary, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["No", "什么事", "哪一类", "金额"])
    sheet.append([1, "工地包工头欠钢筋工陈某工钱三个月。", "劳动争议", 27000])
    sheet.append([2, "", "劳动争议", 5])
    book.save(path)
    columns = {"什么事": "story", "哪一类": "category"}
    preview = preview_file(path, columns=columns)
    assert preview.entries[0].title == "工地包工头欠钢筋工陈某工钱三个月"
    assert preview.problems[0].row == 3
    report = import_file(path, library, columns=columns)
    assert (report.added, [problem.row for problem in report.problems]) == (1, [3])
    with pytest.raises(CaseLibraryError, match="没有名为“哪个”"):
        import_file(path, library, columns={"哪个": "story"})


def test_word_with_headings(library: CaseLibrary, tmp_path: Path) -> None:
    path = tmp_path / "案例.docx"
    document = docx.Document()
    for title, story in (
        ("养狗扰民一案", "曾某家的狗夜里叫个不停，邻居许某多次投诉。"),
        ("借款不还一案", "白某借给好友五万元，两年没有归还。"),
    ):
        document.add_heading(title, 1)
        document.add_paragraph("纠纷类型：" + ("邻里纠纷" if "狗" in title else "合同纠纷"))
        document.add_paragraph("【案情简介】")
        document.add_paragraph(story)
        document.add_paragraph("后来矛盾加剧。")
        document.add_paragraph("二、调解结果")
        document.add_paragraph("双方握手言和。")
    document.save(str(path))
    assert import_file(path, library).added == 2
    case = library.search("狗夜里叫邻居投诉")[0].case
    assert case.title == "养狗扰民一案"
    assert case.story.endswith("\n后来矛盾加剧。")
    assert case.result == "双方握手言和。"
    assert case.category == "neighbour"


def test_promediconv_rows_keep_their_dialogue_unindexed(library: CaseLibrary, tmp_path: Path) -> None:
    values = {
        "id": "p-1",
        "event_type": "消费旅游纠纷",
        "event_description": "游客严某在景区买到假玉镯，要求退款，商家不肯。",
        "disputing_parties": "严某, 商家",
        "dialog": [{"text": "孔雀开屏了吗", "speaker": "sys", "strategy": "了解基本情况"}],
    }
    import_file(write_lines(tmp_path / "talks.jsonl", [json.dumps(values)]), library)
    case = library.search("假玉镯退款")[0].case
    assert (case.external_id, case.category, case.parties) == ("p-1", "consumer", ("严某", "商家"))
    assert case.dialogue[0].strategy == "了解基本情况"
    assert all(hit.case.external_id != "p-1" for hit in library.search("孔雀开屏"))


def test_near_duplicates_are_flagged_and_still_taken(library: CaseLibrary, tmp_path: Path) -> None:
    story = "承租人董某退租后，房东以墙面损坏为由扣下押金三千元，董某认为只是正常使用留下的痕迹，双方多次争吵没有结果。"
    rows = [{**row(1), "story": story}, {**row(2), "story": story.replace("董某", "姚某")}, row(3)]
    report = import_file(write_lines(tmp_path / "near.jsonl", [json.dumps(each) for each in rows]), library)
    assert report.added == 3
    (near,) = report.near_duplicates
    assert near.likeness >= 90


def test_one_id_for_two_different_cases_is_refused(library: CaseLibrary, tmp_path: Path) -> None:
    import_file(write_lines(tmp_path / "a.jsonl", [json.dumps(row(1))]), library)
    other = {**row(1), "story": "完全是另一件事：旅行社临时取消行程，游客要求退还全部团费和定金。"}
    path = write_lines(tmp_path / "b.jsonl", [json.dumps(other)])
    report = import_file(path, library)
    assert "另一个内容不同的案例" in report.problems[0].reasons[0]
    assert import_file(path, library, source="另一个单位").added == 1


def test_imports_begin_as_drafts_and_a_published_entry_stays_published(library: CaseLibrary, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [json.dumps({**row(1), "review_state": "published"})])
    import_file(path, library)
    (case,) = (each for each in library.iterate() if each.external_id == "r1")
    assert case.review_state is ReviewState.DRAFT
    assert library.search(case.story, wanted=CaseFilter(published_only=True, category="contract")) == ()
    library.store.put_many([replace(case, review_state=ReviewState.PUBLISHED)])
    assert import_file(path, library).unchanged == 1
    assert library.show(case.id).review_state is ReviewState.PUBLISHED
    changed = write_lines(path, [json.dumps({**row(1), "result": "后来全部还清。"})])
    report = import_file(changed, library)
    assert (report.updated, [problem.row for problem in report.problems]) == (0, [1])
    assert library.show(case.id) == replace(case, review_state=ReviewState.PUBLISHED), "people have worked on it"


def test_an_export_comes_back_unchanged(library: CaseLibrary, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert export_file(path, library) == 3
    assert import_file(path, library).unchanged == 3
    fresh = CaseLibrary.open(CaseFile(tmp_path / "other.sqlite3"), composed={})
    assert import_file(path, fresh).added == 3
    assert export_file(path, library, published_only=True) == 1
    shown = json.loads(path.read_text(encoding="utf-8"))
    assert shown["review_state"] == "published"


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"x"), ("a.xlsx", b"x"), ("a.docx", b"x"), ("a.csv", b"\xff\xfe\x00\xd8")]
)
def test_a_file_that_cannot_be_read_is_named(library: CaseLibrary, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CaseFileError, match=name):
        import_file(tmp_path / name, library)
    with pytest.raises(CaseFileError, match="找不到"):
        import_file(tmp_path / "nothing.jsonl", library)


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml"])
def test_a_broken_document_is_told_in_chinese(library: CaseLibrary, tmp_path: Path, part: str) -> None:
    """Inside the file, and outside it: what Word and Excel files are packed in."""
    docx.Document().save(str(tmp_path / "good.docx"))
    with ZipFile(tmp_path / "good.docx") as good, ZipFile(tmp_path / "a.docx", "w") as broken:
        for name in good.namelist():
            broken.writestr(name, b"<broken" if name == part else good.read(name))
    (tmp_path / "a.xlsx").write_bytes((tmp_path / "good.docx").read_bytes()[:900])
    (tmp_path / "a.csv").write_text('案情\n"' + "长" * 1_100_000, "utf-8")
    for name in ("a.docx", "a.xlsx", "a.csv"):
        with pytest.raises(CaseFileError) as caught:
            import_file(tmp_path / name, library)
        said = str(caught.value).replace(str(tmp_path / name), "")
        assert set(re.findall("[A-Za-z]+", said)) <= {"Word", "Excel", "CSV", "docx", "xlsx"}, said


def test_composed_cases_in_an_export_are_known_and_never_overwritten(tmp_path: Path) -> None:
    library = CaseLibrary.open(tmp_path)
    path = tmp_path / "all.jsonl"
    written = export_file(path, library)
    report = import_file(path, library)
    assert (report.unchanged, report.added, report.problems) == (written, 0, ())
    changed = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    report = import_file(write_lines(path, [json.dumps({**changed, "result": "改掉的结果"})]), library)
    assert "示例案例" in report.problems[0].reasons[0]


def test_columns_of_which_none_is_known_are_all_offered(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("序,说明,款\n1,老板拖欠三个月工资不给。,3万\n", "utf-8")
    preview = preview_file(path)
    assert (dict(preview.columns), preview.unused_columns) == ({}, ("序", "说明", "款"))
    chosen = preview_file(path, columns={"说明": "story"})
    assert chosen.unused_columns == ("序", "款")


def test_a_row_without_a_story_is_told_once_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,事情经过\n1,\n", "utf-8")
    assert [problem.reasons for problem in preview_file(path).problems] == [("缺少必填项“事情经过 story”",)]
