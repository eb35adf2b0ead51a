"""The commands from the outside: what they print, where, and with which exit status."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from knowledge.directory import SAMPLE

ON = ("--today", "2026-11-23")


def test_show_an_article(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["laws", "show", "劳动合同法", "30", *ON]) == 0
    said = capsys.readouterr().out
    assert "《中华人民共和国劳动合同法》第三十条（现行有效" in said
    assert "及时足额支付劳动报酬" in said


@pytest.mark.parametrize(
    ("law", "article", "hint"),
    [
        ("民法典", "1438", "第一千二百六十条"),
        ("劳动和同法", "30", "劳动合同法"),
        ("某某示例条约", "1", "导入"),
        ("美国宪法", "1", "只收中国现行的法律法规"),
        ("德国民法典", "3", "只收中国现行的法律法规"),
        ("民法典", "零", "没有第零条"),
        ("民法典", "一四三八", "没有第一千四百三十八条"),
        ("民法典", "99999", "没有第99999条"),
        ("民法典", "abc", "看不出是第几条"),
    ],
)
def test_a_law_or_article_that_does_not_exist(
    settings: Path, capsys: pytest.CaptureFixture[str], law: str, article: str, hint: str
) -> None:
    assert main(["laws", "show", law, article, *ON]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert hint in captured.err
    assert len(captured.err.strip().splitlines()) == 1


def test_check_finds_what_is_not_law(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = settings / "good.txt", settings / "bad.txt"
    good.write_text("见《劳动合同法》第三十条。", "utf-8")
    bad.write_text("见《婚姻法》第十条和《民法典》第九千条。", "utf-8")
    assert main(["laws", "check", str(good), *ON]) == 0
    assert main(["laws", "check", str(bad), "--json", *ON]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()[1:]]
    assert [line["state"] for line in lines] == ["repealed", "not_found"]


def test_check_refuses_what_it_cannot_read(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["laws", "check", str(settings / "none.txt")]) == 2
    assert "读不了" in capsys.readouterr().err


def test_import_of_a_local_rule_and_then_show_it(
    settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path))
    rule = tmp_path / "rule.jsonl"
    rule.write_text('{"law": "示例市调解办法", "label": "第一条", "text": "为了示例。"}\n', "utf-8")
    assert main(["laws", "import", str(rule)]) == 0
    assert "导入 1 部法规、1 条" in capsys.readouterr().out
    assert main(["laws", "show", "示例市调解办法", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "unknown"
    assert main(["laws", "import", str(tmp_path / "missing")]) == 2


def test_ask_prints_the_answer_only(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "老板拖欠我三个月工资，一共三万", *ON]) == 0
    captured = capsys.readouterr()
    assert "劳动争议" in captured.out
    assert "不是律师意见" in captured.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "  "],
        ["ask", "x" * 10_001],
        ["ask", "离婚", "--input", "-"],
        ["laws", "search"],
        ["cases", "search"],
    ],
)
def test_wrong_usage_is_one_clear_line(
    settings: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1


def test_triage_from_a_file_to_a_file(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = settings / "in.jsonl", settings / "out.jsonl"
    source.write_text('{"id": "a1", "text": "楼上漏水", "tag": 1}\nx\n', "utf-8")
    assert main(["triage", str(source), "--output", str(target), *ON]) == 2
    first, second = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert (first["id"], first["category"], first["input"]) == ("a1", "neighbour", {"tag": 1})
    assert second["error"]["code"] == "not_json"
    assert capsys.readouterr().out == ""


def test_a_day_that_is_none(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["triage", "--today", "yesterday"])
    assert stopped.value.code == 2
    assert "2026-11-23" in capsys.readouterr().err


def test_check_and_import_of_a_directory(
    settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["directory", "check", str(SAMPLE)]) == 0
    broken = tmp_path / "broken.yaml"
    broken.write_text("organisations: 5\n", "utf-8")
    assert main(["directory", "check", str(broken)]) == 2
    assert "broken.yaml:1" in capsys.readouterr().err
    assert main(["directory", "check", str(tmp_path / "none.yaml")]) == 2
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path / "data"))
    assert main(["directory", "import", str(SAMPLE)]) == 0
    assert (tmp_path / "data" / "directory.yaml").read_bytes() == SAMPLE.read_bytes()


def test_a_search_shows_what_is_alike_bold_on_a_terminal_only(
    settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["cases", "search", "楼上漏水把天花板泡坏了", "--limit", "1", *ON]
    assert main(asked) == 0
    plain = capsys.readouterr().out
    assert "天花板" in plain.splitlines()[2] and "\x1b" not in plain, "a pipe gets plain text"
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert main(asked) == 0
    bold = capsys.readouterr().out
    assert "\x1b[1m天花板\x1b[22m" in bold
    assert bold.replace("\x1b[1m", "").replace("\x1b[22m", "") == plain


def test_show_search_and_export_cases(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "search", "楼上漏水把天花板泡坏了", "--limit", "2", "--json", *ON]) == 0
    found = json.loads(capsys.readouterr().out)["results"]
    assert found[0]["category"] == "neighbour"
    assert found[0]["highlights"] and found[0]["excerpt"]["text"]
    assert main(["cases", "show", found[0]["id"]]) == 0
    assert "示例案例" in capsys.readouterr().out
    assert main(["cases", "show", "no-such-case"]) == 2
    assert main(["cases", "search", "漏水", "--type", "nonsense"]) == 2
    target = settings / "cases.jsonl"
    assert main(["cases", "export", str(target)]) == 0
    assert len(target.read_text("utf-8").splitlines()) >= 40


def test_scripted_talk_from_a_file(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = settings / "talks.jsonl"
    source.write_text('{"id": "d1", "today": "2026-11-23", "turns": ["你好", "楼上漏水"]}\n{"id": "d2"}\n', "utf-8")
    assert main(["chat", "--input", str(source)]) == 2
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [turn["holder"] for turn in first["turns"]] == ["assistant", "assistant"]
    assert first["category"] == "neighbour"
    assert second["error"]["code"] == "no_turns"
