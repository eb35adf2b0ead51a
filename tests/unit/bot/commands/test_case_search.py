"""`fengqiao cases search` finds by every filter that the console and the API have."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.opened_room import data_folder, office_cases
from case_library.entry_format import from_json

ON = ("--today", "2026-11-25")
ROW = {
    "id": "r1",
    "title": "工地拖欠工钱",
    "category": "labour",
    "subtype": "unpaid_wages",
    "story": "张某等六人在工地扎钢筋，包工头李某拖欠工钱四个月，共86500元，春节前一直不接电话。",
    "outcome": "performed",
    "year": 2023,
    "claimed_yuan": 86500,
    "methods": ["背对背沟通"],
    "organisation_kind": "community",
}


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path))
    other = ROW | {"id": "r2", "title": "另一件", "story": "王某家水管爆裂泡坏楼下地板。", "subtype": "other"}
    other |= {"outcome": "failed", "year": 2024, "claimed_yuan": 900, "methods": [], "organisation_kind": "street"}
    rows = tmp_path / "rows.jsonl"
    rows.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in (ROW, other)), "utf-8")
    assert main(["cases", "import", str(rows), *ON]) == 0
    capsys.readouterr()
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str | None]:
    assert main(["cases", "search", *arguments, "--origin", "imported", "--json", *ON]) == 0
    return [hit["external_id"] for hit in json.loads(capsys.readouterr().out)["results"]]


def test_every_filter_alone_and_with_a_story(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(found(capsys)) == {"r1", "r2"}, "a filter alone needs no story"
    for filters in (
        ["--type", "labour/unpaid_wages"],
        ["--type", "labour", "--subtype", "unpaid_wages"],
        ["--outcome", "performed"],
        ["--least", "8万", "--most", "90000"],
        ["--least", "8.65万"],
        ["--year", "2023"],
        ["--organisation", "community"],
        ["--method", "背对背"],
    ):
        assert found(capsys, *filters) == ["r1"], filters
        assert found(capsys, "水管爆裂，拖欠工钱", *filters) == ["r1"], filters
    assert found(capsys, "--most", "1000") == ["r2"]


def test_filters_hold_for_every_row_of_a_file(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = imported / "asked.jsonl"
    asked.write_text('{"id": "a", "text": "水管爆裂"}\n{"id": "b", "text": "拖欠工钱"}\n', "utf-8")
    assert main(["cases", "search", "--input", str(asked), "--year", "2024", "--json", *ON]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [[hit["year"] for hit in row["results"] if hit["year"] != 2024] for row in rows] == [[], []]


def test_filters_alone_leave_no_empty_lines_within_a_case(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "search", "--origin", "imported", *ON]) == 0
    cases = capsys.readouterr().out.strip().split("\n\n")
    assert [len(case.splitlines()) for case in cases] == [3, 3]
    assert all(line.strip() for case in cases for line in case.splitlines())


@pytest.mark.parametrize("published", [4, 5])
def test_how_the_like_ended_stands_below_what_was_found_from_five_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], published: int
) -> None:
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path))
    store = office_cases(data_folder()[0])
    more = {"review_state": "published", "origin": "imported", "terms": ["分两期支付"]}
    rows = (ROW | more | {"id": f"r{number}"} for number in range(published))
    store.put_many([from_json(row) for row in rows])
    store.close()
    for arguments in ([ROW["story"]], ["--type", "labour/unpaid_wages", "--origin", "imported"]):
        assert main(["cases", "search", *arguments, *ON]) == 0
        out = capsys.readouterr().out
        if published < 5:
            assert "真实案例" not in out
        else:
            assert out.rstrip().endswith("常见的约定：分期付款（5件）。")
            assert "类似的5件真实案例里，5件达成了协议。" in out
        assert main(["cases", "search", *arguments, "--json", *ON]) == 0
        (line,) = capsys.readouterr().out.splitlines()
        assert ("summary" in json.loads(line)) == (published == 5)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--type", "war"], "labour（劳动争议）"),
        (["--type", "labour/war"], "unpaid_wages"),
        (["--type", "labour", "--subtype", "war"], "unpaid_wages"),
        (["--subtype", "unpaid_wages"], "--type"),
        (["--outcome", "won"], "performed（达成协议并已履行）"),
        (["--organisation", "club"], "community"),
        (["--origin", "moon"], "own_docket"),
        (["--year", "去年"], "四位数字"),
        (["--year", "2099"], "1949到2026"),
        (["--least", "很多"], "1.5万"),
        (["--least", "9000", "--most", "80"], "范围不对"),
    ],
)
def test_a_wrong_filter_is_one_line_that_tells_the_right_ones(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path))
    assert main(["cases", "search", "欠钱", *arguments, *ON]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.strip().splitlines()
    assert told in line
