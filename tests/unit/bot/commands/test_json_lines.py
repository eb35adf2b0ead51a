"""JSON Lines in and out: order, bad rows, exit status, nothing but results on standard output."""

import io
import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.commands.json_lines import RowError, brought_along, read_rows, run_rows, text_of
from bot.errors import BadInput


def answer(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": row.get("id"), "length": len(text_of(row)), **brought_along(row)}


def run(tmp_path: Path, content: bytes) -> tuple[int, list[dict[str, Any]]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(content)
    status = run_rows(str(source), target, answer)
    return status, [json.loads(line) for line in target.read_text("utf-8").splitlines()]


def test_good_rows_come_back_in_order_with_what_they_carried(tmp_path: Path) -> None:
    rows = b'{"id": 1, "text": "\xe7\xa6\xbb\xe5\xa9\x9a", "tag": "x"}\n\n{"id": "b", "text": "abc"}\n'
    status, results = run(tmp_path, rows)
    assert status == 0
    assert results == [{"id": 1, "length": 2, "input": {"tag": "x"}}, {"id": "b", "length": 3}]


@pytest.mark.parametrize(
    ("line", "code", "row_id"),
    [
        (b"no json", "not_json", None),
        (b"[1]", "not_object", None),
        (b'{"id": "a"}', "no_text", "a"),
        (b'{"id": "a", "text": "  "}', "no_text", "a"),
        (b'{"id": "a", "text": 5}', "no_text", "a"),
        (b'{"id": [1], "text": ""}', "no_text", None),
        (json.dumps({"id": 7, "text": "x" * 10_001}).encode(), "message_too_long", 7),
        (b'{"id": "a", "text": "\xff"}', "not_utf8", None),
        (b"[" * 100_000, "not_json", None),
        (b'{"id": "a", "text": "x", "value": NaN}', "not_json", None),
    ],
)
def test_a_bad_row_is_named_and_the_run_goes_on(tmp_path: Path, line: bytes, code: str, row_id: Any) -> None:
    status, results = run(tmp_path, b'{"id": 1, "text": "a"}\n' + line + b'\n{"id": 2, "text": "b"}\n')
    assert status == 2
    assert [result.get("id") for result in results] == [1, row_id, 2]
    assert results[1]["line"] == 2
    assert results[1]["error"]["code"] == code
    assert results[1]["error"]["message"]


def test_an_id_that_is_no_name_comes_back_as_none(tmp_path: Path) -> None:
    status, results = run(tmp_path, b'{"id": {"a": 1}, "text": "a"}\n{"id": true, "text": "b"}\n')
    assert (status, [result["id"] for result in results]) == (0, [None, None])


def test_half_a_character_becomes_a_sign_of_the_same_length() -> None:
    assert text_of({"text": "\ud800工资\udfff"}) == "\ufffd工资\ufffd"


def test_ten_thousand_characters_are_not_too_long(tmp_path: Path) -> None:
    status, results = run(tmp_path, json.dumps({"id": 1, "text": "x" * 10_000}).encode())
    assert (status, results[0]["length"]) == (0, 10_000)


def test_half_a_character_is_given_back_as_it_came(tmp_path: Path) -> None:
    _, results = run(tmp_path, b'{"id": 1, "text": "a", "more": "\\ud800"}\n')
    assert results[0]["input"] == {"more": "\ud800"}


def test_results_keep_the_order_of_the_rows_whatever_takes_longer(tmp_path: Path) -> None:
    def slow_first(row: Mapping[str, Any]) -> dict[str, Any]:
        time.sleep(0.05 if row["id"] == 0 else 0)
        return {"id": row["id"]}

    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps({"id": n, "text": "a"}) for n in range(200)), "utf-8")
    assert run_rows(str(source), target, slow_first) == 0
    assert [json.loads(line)["id"] for line in target.read_text("utf-8").splitlines()] == list(range(200))


def test_who_sends_one_row_and_waits_gets_its_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program on the other side of a pipe may read each result before it writes the next row."""
    second = threading.Event()

    class Slowly(io.RawIOBase):
        def __iter__(self) -> Any:
            yield b'{"id": 1, "text": "a"}\n'
            assert second.wait(5)
            yield b'{"id": 2, "text": "b"}\n'

    class Heard(io.StringIO):
        def write(self, text: str) -> int:
            second.set()
            return super().write(text)

    heard = Heard()
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": Slowly()})())
    monkeypatch.setattr("sys.stdout", heard)
    assert run_rows("-", None, answer) == 0
    assert [json.loads(line)["id"] for line in heard.getvalue().splitlines()] == [1, 2]


def test_a_failure_of_ours_is_not_swallowed(tmp_path: Path) -> None:
    def broken(row: Mapping[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError

    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "a"}\n', "utf-8")
    with pytest.raises(ZeroDivisionError):
        run_rows(str(source), tmp_path / "out.jsonl", broken)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="读不了"):
        run_rows(str(tmp_path / "nothing.jsonl"), None, answer)


def test_a_byte_order_mark_is_passed_over() -> None:
    rows = list(read_rows([b'\xef\xbb\xbf{"id": 1, "text": "a"}\n']))
    assert rows[0].value == {"id": 1, "text": "a"}


def test_row_errors_have_codes() -> None:
    assert RowError("no_text", "x").code == "no_text"
