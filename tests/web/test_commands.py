"""The commands of an operator, as processes: what they print, how they end, what they say when something is wrong."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main

Command = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FENGQIAO_")}
    environment |= {"FENGQIAO_DATA_DIR": str(folder), **variables}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def one_clear_line(done: "subprocess.CompletedProcess[str]", status: int) -> str:
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_help_names_every_command_and_an_unknown_one_is_wrong_usage(tmp_path: Path) -> None:
    helped = run("--help", folder=tmp_path)
    assert helped.returncode == 0
    for command in ("serve", "chat", "ask", "triage", "laws", "cases", "migrate", "staff", "directory", "apikey"):
        assert re.search(rf"^\s+{command}\s", helped.stdout, re.MULTILINE), command
    assert run("nonsense", folder=tmp_path).returncode == 2
    assert run(folder=tmp_path).returncode == 2


def test_an_office_moves_the_weights_by_its_own_corrections_and_they_are_used(tmp_path: Path) -> None:
    assert "0 条" in run("corrections", "export", str(tmp_path / "none.jsonl"), folder=tmp_path).stdout
    assert (tmp_path / "none.jsonl").stat().st_mode & 0o077 == 0
    text = "我们村口那个石敢当被人搬走了，族里都在吵"
    rows = [
        {"id": str(n), "text": text, "category": "village_affairs", "also": [], "subtype": "other", "risk": "yellow"}
        for n in range(12)
    ]
    (tmp_path / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    one_clear_line(run("train", folder=tmp_path), 2)
    one_clear_line(run("train", "--add", str(tmp_path / "missing.jsonl"), folder=tmp_path), 2)
    trained = run("train", "--add", str(tmp_path / "own.jsonl"), folder=tmp_path)
    assert trained.returncode == 0, trained.stderr
    assert (tmp_path / "weights" / "weights.npz").exists()
    (tmp_path / "ask.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n", "utf-8")
    assert (
        json.loads(run("triage", str(tmp_path / "ask.jsonl"), folder=tmp_path).stdout)["category"] == "village_affairs"
    )


def test_measuring_prints_a_table_and_writes_a_report(tmp_path: Path) -> None:
    one_clear_line(run("evaluate", folder=tmp_path), 2)
    row = {
        "id": "a",
        "text": "公司拖欠工资三个月",
        "category": "labour",
        "also": [],
        "subtype": "unpaid_wages",
        "risk": "yellow",
    }
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    measured = run("evaluate", "--unseen", str(tmp_path / "rows.jsonl"), folder=tmp_path)
    assert measured.returncode == 0, measured.stderr
    assert "rows.jsonl" in measured.stdout
    assert json.loads((tmp_path / "evaluation.json").read_text("utf-8"))["rows.jsonl"]["rows"] == 1


def test_migrating_twice_is_safe(tmp_path: Path) -> None:
    for _ in range(2):
        assert run("migrate", folder=tmp_path / "new").returncode == 0
    assert (tmp_path / "new" / "fengqiao.db").exists()


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The same commands without a process each."""
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path))

    def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
        status = main(arguments)
        written = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, written.out, written.err)

    return call


def test_staff_are_added_listed_and_shut_out(command: Command) -> None:
    adding = ("staff", "add", "林调解", "--role", "mediator", "--organisation", "lugu-street")
    added = command(*adding)
    assert re.search(r"http://127\.0\.0\.1:8080/console/sign-in\?token=[\w-]{20,}", added.stdout), added.stderr
    one_clear_line(command(*adding), 2)
    assert "林调解\t人民调解员\tlugu-street" in command("staff", "list").stdout
    assert command("staff", "link", "林调解").returncode == 0
    assert command("staff", "disable", "林调解").returncode == 0
    assert "已停用" in command("staff", "list").stdout
    one_clear_line(command("staff", "link", "林调解"), 2)
    one_clear_line(command("staff", "link", "没有的人"), 2)
    king = command("staff", "add", "甲", "--role", "king", "--organisation", "lugu-street")
    assert "mediator" in one_clear_line(king, 2)
    nowhere = command("staff", "add", "甲", "--role", "mediator", "--organisation", "x")
    assert "lugu-street" in one_clear_line(nowhere, 2)


def test_a_key_is_shown_once(command: Command, tmp_path: Path) -> None:
    key = command("apikey", "add", "别的系统").stdout.strip()
    assert len(key) > 30
    listed = command("apikey", "list").stdout
    assert "别的系统" in listed
    assert key not in listed
    assert key.encode() not in (tmp_path / "fengqiao.db").read_bytes()
    assert command("apikey", "disable", "别的系统").returncode == 0
    one_clear_line(command("apikey", "disable", "没有的"), 2)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"FENGQIAO_PORT": "many"}, "FENGQIAO_PORT"),
        ({"FENGQIAO_DATA_DIR": "/proc/nowhere"}, "不能写入"),
        ({"FENGQIAO_DATABASE_URL": "mysql://x"}, "数据库地址"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(tmp_path: Path, variables: dict[str, str], words: str) -> None:
    environment = {"folder": Path(variables.get("FENGQIAO_DATA_DIR", tmp_path))}
    more = {name: value for name, value in variables.items() if name != "FENGQIAO_DATA_DIR"}
    assert words in one_clear_line(run("migrate", **environment, **more), 2)


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        begun = time.monotonic()
        said = one_clear_line(run("serve", "--port", str(taken.getsockname()[1]), folder=tmp_path), 2)
    assert "端口" in said
    assert "--port" in said
    assert time.monotonic() - begun < 10
    assert "监听地址" in one_clear_line(run("serve", "--host", "no.such.host.invalid", folder=tmp_path), 2)


def test_a_broken_directory_is_named_with_its_line(tmp_path: Path) -> None:
    directory = tmp_path / "mine.yaml"
    directory.write_text("organisations:\n  - id: x\n    nonsense: 1\n", "utf-8")
    done = run("serve", "--port", "0", folder=tmp_path, FENGQIAO_DIRECTORY=str(directory))
    assert done.returncode == 2
    assert "mine.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_real_office_starts_without_sample_staff_and_stops_politely(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FENGQIAO_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", "--port", "0"],
        cwd=ROOT,
        env={**environment, "FENGQIAO_DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        chat, console = process.stdout.readline(), process.stdout.readline()
        address = chat.split()[-1]
        assert console.split()[-1] == f"{address}console"
        with urllib.request.urlopen(address) as page:
            html = page.read().decode()
        assert "演示系统" not in html
        assert "名录还没有导入" in html
    finally:
        process.send_signal(signal.SIGTERM)
        rest, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "token=" not in rest
    assert "Traceback" not in said
