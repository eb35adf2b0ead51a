"""`fengqiao cases import` from the outside: columns given and asked for, files without cases; and a reader who leaves."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from case_library.importers.columns import CHOICES, choices_told, field_called

ON = ("--today", "2026-11-23")
SHEET = "件号,发生了什么,谈成什么样\nB1,租客退租后房东扣着押金两千元一直不退。,房东退还一千五百元\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own: what is imported here is found nowhere else."""
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("FENGQIAO_DATABASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def sheet(folder: Path) -> Path:
    """A sheet whose names nobody knows."""
    path = folder / "台账.csv"
    path.write_text(SHEET, "utf-8")
    return path


def test_columns_that_are_given_by_code_or_name(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = ("--column", "发生了什么=事情经过", "--column", "谈成什么样=result", "--column", "件号=")
    assert main(["cases", "import", str(sheet), *columns, *ON]) == 0
    assert "新增 1" in capsys.readouterr().out
    assert main(["cases", "search", "房东扣着押金不退", "--limit", "1", "--json", *ON]) == 0
    assert "租客退租后房东扣着押金" in capsys.readouterr().out
    assert main(["cases", "export", str(sheet.with_name("out.jsonl"))]) == 0
    entries = [json.loads(line) for line in sheet.with_name("out.jsonl").read_text("utf-8").splitlines()]
    (entry,) = (each for each in entries if each["origin"] == "imported")
    assert (entry["result"], entry.get("external_id")) == ("房东退还一千五百元", None)


@pytest.mark.parametrize(
    ("called", "field"),
    [
        ("索赔金额", "claimed_yuan"),
        ("诉求金额", "claimed_yuan"),
        ("诉求金额（元）", "claimed_yuan"),
        ("settled_yuan", "settled_yuan"),
        ("协议金额", "settled_yuan"),
    ],
)
def test_a_field_is_known_by_its_names_and_its_code(
    folder: Path, capsys: pytest.CaptureFixture[str], called: str, field: str
) -> None:
    (folder / "a.csv").write_text("类别,款,案情简介\n劳动争议,3万,拖欠工资不给。\n", "utf-8")
    assert main(["cases", "import", str(folder / "a.csv"), "--column", f"款={called}", *ON]) == 0
    assert main(["cases", "export", str(folder / "out.jsonl")]) == 0
    entries = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert [each[field] for each in entries if each["origin"] == "imported"] == [30_000]


def test_every_field_that_may_be_chosen_is_known_by_the_name_it_is_listed_under() -> None:
    listed = [each.removesuffix("）").split("（") for each in choices_told().split("、")]
    assert [code for _, code in listed] == list(CHOICES)
    assert [(field_called(name), field_called(code)) for name, code in listed] == [(code, code) for code in CHOICES]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("经过", "看不懂"),
        ("经过=故事会", "诉求金额（claimed_yuan）"),
        ("经过=故事会", "故事会"),
        ("没有这栏=story", "没有名为“没有这栏”"),
    ],
)
def test_a_column_given_wrongly_is_one_clear_line(
    sheet: Path, capsys: pytest.CaptureFixture[str], column: str, said: str
) -> None:
    assert main(["cases", "import", str(sheet), "--column", column, *ON]) == 2
    captured = capsys.readouterr()
    assert (captured.out, len(captured.err.strip().splitlines())) == ("", 1)
    assert said in captured.err


def test_a_sheet_that_does_not_tell_its_story_says_how_to(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "import", str(sheet), *ON]) == 2
    captured = capsys.readouterr()
    assert "发生了什么" in captured.err and "--column" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(("answer", "status"), [("2", 0), ("发生了什么", 0), ("", 2), ("9", 2)])
def test_on_a_terminal_the_column_is_asked_for(
    sheet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer + "\n"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert main(["cases", "import", str(sheet), *ON]) == status
    captured = capsys.readouterr()
    assert "2. 发生了什么（例如：租客退租" in captured.err
    assert ("新增 1" in captured.out) is (status == 0)


@pytest.mark.parametrize(("name", "content"), [("a.csv", ""), ("b.csv", "标题,案情简介\n"), ("c.jsonl", "\n")])
def test_a_file_without_cases_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    (folder / name).write_text(content, "utf-8")
    assert main(["cases", "import", str(folder / name), *ON]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "文件里没有案例，什么也没有导入" in captured.err


def test_columns_that_are_not_used_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "a.csv"
    path.write_text("类别,备注,案情简介,承办人\n劳动争议,存档,拖欠工资不给。,老张\n", "utf-8")
    assert main(["cases", "import", str(path), *ON]) == 0
    assert "没有用到的栏目：备注、承办人（" in capsys.readouterr().err
    assert main(["cases", "import", str(path), "--column", "备注=", "--column", "承办人=", *ON]) == 0
    assert capsys.readouterr().err == ""


def test_a_subtype_that_the_file_does_not_name_is_read_from_the_story(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "a.csv"
    rows = ("劳动争议,包工头拖欠张某三个月工资两万元，一直不给。", "邻里,双方为小事争执。")
    path.write_text("\n".join(("类别,案情简介", *rows)), "utf-8")
    assert main(["cases", "import", str(path), *ON]) == 0
    assert "文件里没写的，1行按经过认出了小类" in capsys.readouterr().out
    assert main(["cases", "export", str(folder / "out.jsonl")]) == 0
    entries = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert {each["subtype"] for each in entries if each["origin"] == "imported"} == {"unpaid_wages", "other"}


def test_a_year_to_come_is_refused_with_what_may_stand_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "a.csv"
    path.write_text("类别,年份,案情简介\n劳动争议,2099,拖欠工资不给。\n劳动争议,2026,拖欠加班费不给。\n", "utf-8")
    assert main(["cases", "import", str(path), *ON]) == 2
    captured = capsys.readouterr()
    assert "新增 1" in captured.out
    assert "第 2 行：“年份 year”应当在1949年到今年（2026年）之间，写的是2099" in captured.err


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_reader_who_leaves_is_no_error_of_a_file(settings: Path, more: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "bot", "cases", "search", "房东不退押金", *more, *ON]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
    assert said == ""


def test_drafts_are_told_as_such_and_can_be_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"标题": "周小梅的押金", "案情简介": "房东扣着押金不退，周小梅要求退还两千元押金。", "类别": "housing"}
    (folder / "one.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert main(["cases", "import", str(folder / "one.jsonl"), *ON]) == 0
    capsys.readouterr()
    search = ["cases", "search", "房东扣着押金不退，周小梅", "--limit", "3", *ON]
    assert main(search) == 0
    assert "草稿（可能有真名，不要外传）" in capsys.readouterr().out
    assert main([*search, "--json"]) == 0
    states = {each["id"]: each["review_state"] for each in json.loads(capsys.readouterr().out)["results"]}
    assert "draft" in states.values()
    assert main([*search, "--published"]) == 0
    assert "草稿" not in capsys.readouterr().out
