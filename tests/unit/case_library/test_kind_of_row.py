"""Rows that name their category alone: the story tells the subtype within it, where it tells it plainly."""

from dataclasses import replace
from pathlib import Path

import pytest

from case_library.importers.cell_values import category_of
from case_library.importers.import_file import import_file, preview_file
from case_library.importers.import_report import understood_in, understood_of
from case_library.importers.kind_of_row import KindRead
from case_library.imprint import imprint, is_imprint_of
from case_library.library import CaseLibrary
from case_library.precedent import Precedent
from case_library.story_reader import StoryReader
from nlp.findings import Understanding
from nlp.taxonomy import CATEGORIES, MEDIABLE

SHEET = """编号,类别,小类,案情简介
1,劳动争议,,包工头拖欠张某三个月工资不给。
2,邻里,,双方为小事争执。
3,邻里,邻居噪声,楼上水管漏水泡坏天花板。
4,房屋租赁,,房东不退押金。
"""


def never(story: str) -> Understanding:
    raise AssertionError("a row that names its category is not read for it")


def subtype(story: str, category: str) -> str | None:
    """Be sure of wages; say something foreign of the others."""
    return {"labour": "unpaid_wages", "neighbour": "nonsense"}[category]


READER = StoryReader(never, subtype)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(SHEET, "utf-8")
    return path


def test_the_story_tells_a_subtype_that_is_not_given_and_the_preview_says_so(sheet: Path) -> None:
    preview = preview_file(sheet, read=READER)
    assert preview.problems == ()
    kinds = [(entry.category, entry.subtype) for entry in preview.entries]
    assert kinds == [("labour", "unpaid_wages"), ("neighbour", "other"), ("neighbour", "noise"), ("contract", "lease")]
    told = [understood_of(*pair) for pair in zip(preview.kinds_read, preview.entries, strict=True)]
    assert told == ["小类是按经过认出来的，请核对", "按经过拿不准小类，先记作“其他”", "", ""]


def test_a_subtype_in_the_offices_own_words_is_kept_as_such_and_the_story_decides(sheet: Path) -> None:
    sheet.write_text(SHEET.replace("劳动争议,,", "劳动争议,农民工讨薪,").replace("邻居噪声", "邻居噪声纠纷"), "utf-8")
    wages, _, noise, _ = preview_file(sheet, read=READER).entries
    assert (wages.subtype, wages.source_kind) == ("unpaid_wages", "农民工讨薪")
    assert (noise.subtype, noise.source_kind) == ("noise", "")


def test_a_report_counts_what_was_understood_and_the_same_file_again_changes_nothing(
    library: CaseLibrary, sheet: Path
) -> None:
    report = import_file(sheet, library, read=READER)
    assert (report.added, report.kinds_read, report.subtypes_read) == (4, 0, 1)
    assert understood_in(report) == "文件里没写的，1行按经过认出了小类，请抽几行核对"
    again = import_file(sheet, library, read=StoryReader(never, lambda story, category: "overtime"))
    assert (again.unchanged, understood_in(again)) == (4, ""), "another version may read it otherwise"
    sheet.write_text(SHEET.replace("劳动争议,,", "劳动争议,加班费,").replace("2,邻里", "2,婚姻家庭"), "utf-8")
    changed = import_file(sheet, library, read=StoryReader(never))
    assert (changed.updated, changed.unchanged) == (2, 2), "what the file names is taken"


@pytest.mark.parametrize(
    ("read", "same"),
    [
        (KindRead(category=True, subtype=True), [True, True, True, False]),
        (KindRead(subtype=True), [True, True, False, False]),
        (KindRead(), [True, False, False, False]),
    ],
)
def test_an_imprint_is_compared_by_what_the_row_tells(samples: type, read: KindRead, same: list[bool]) -> None:
    case: Precedent = samples.wages  # type: ignore[attr-defined]
    others = [case, replace(case, subtype="other"), replace(case, category="contract"), replace(case, story="另一件")]
    known = imprint(case)
    found = [
        is_imprint_of(known, other, category_was_read=read.category, subtype_was_read=read.subtype) for other in others
    ]
    assert found == same


def test_every_category_is_known_by_its_name() -> None:
    assert {category_of(CATEGORIES[code].name) for code in MEDIABLE} == MEDIABLE
    assert category_of("其他") is None
