"""What an imported row may say of itself, and how little it may say."""

import json
from pathlib import Path

import pytest

from case_library.export_file import export_file
from case_library.importers.import_file import import_file
from case_library.library import CaseLibrary

ROW = {
    "external_id": "r1",
    "title": "冰箱纠纷",
    "category": "contract",
    "story": "张某卖给李某的冰箱三天后不制冷，李某要求退货。",
}


def write_lines(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_only_what_an_office_wrote_out_itself_is_of_its_own_docket(library: CaseLibrary, tmp_path: Path) -> None:
    said = ROW | {"origin": "own_docket"}
    forged = said | {
        "schema_version": 1,
        "id": "x-1",
        "external_id": "r2",
        "story": "王某订做的木门尺寸不对，店家不肯重做。",
    }
    own = said | {
        "schema_version": 1,
        "id": "od-0123456789abcdef",
        "external_id": "r3",
        "story": "赵某租的鱼塘被养殖场排污，死了两千斤鱼。",
    }
    path = write_lines(tmp_path / "a.jsonl", [json.dumps(each) for each in (said, forged, own)])
    assert import_file(path, library).added == 3
    origins = {case.external_id: case.origin.value for case in library.iterate()}
    assert [origins[name] for name in ("r1", "r2", "r3")] == ["imported", "imported", "own_docket"]
    written = tmp_path / "out.jsonl"
    export_file(written, library)
    assert import_file(written, library).unchanged == library.count()


@pytest.mark.parametrize(
    ("story", "added"), [("1", 0), ("无", 0), ("见附件。", 0), ("欠薪三月", 1), ("欠薪3个月。", 1)]
)
def test_a_story_that_tells_nothing_is_refused(library: CaseLibrary, tmp_path: Path, story: str, added: int) -> None:
    path = write_lines(tmp_path / "a.jsonl", [json.dumps(ROW | {"story": story})])
    report = import_file(path, library)
    assert report.added == added
    told = [reason for problem in report.problems for reason in problem.reasons]
    assert told == ([] if added else ["事情经过太短，看不出是什么事：至少写4个汉字"])
