"""Settings: read from a mapping, wrong values named in one line, secrets never shown."""

import os
import stat
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.secret_key import prepare_data_dir, secret_key
from bot.settings import Settings, read_dotenv, settings_table, unknown_names


def test_an_empty_environment_gives_a_working_office(tmp_path: Path) -> None:
    settings = Settings.from_environment({"XDG_DATA_HOME": str(tmp_path)})
    assert settings.data_dir == tmp_path / "fengqiao"
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/fengqiao/fengqiao.db"
    assert settings.origin == "http://127.0.0.1:8080"
    assert not settings.secure_cookies


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "８０８０"),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "example.org"),
        ("DEMO", "maybe"),
        ("LOG_FORMAT", "xml"),
        ("MESSAGES_PER_MINUTE", "1e3"),
    ],
)
def test_a_wrong_value_names_its_variable_and_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(BadInput) as caught:
        Settings.from_environment({f"FENGQIAO_{name}": value})
    said = caught.value.message + caught.value.hint
    assert f"FENGQIAO_{name}" in said
    assert value not in said.replace(f"FENGQIAO_{name}", "")
    assert "\n" not in said


def test_https_makes_cookies_secure() -> None:
    assert Settings.from_environment({"FENGQIAO_PUBLIC_URL": "https://help.example/"}).secure_cookies
    assert Settings.from_environment({"FENGQIAO_PUBLIC_URL": "https://help.example/"}).origin == "https://help.example"


def test_the_env_file_allows_comments_quotes_and_export(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('# remark\n\nexport FENGQIAO_PORT=81\nFENGQIAO_HOST = "::1"\n', "utf-8")
    assert read_dotenv(file) == {"FENGQIAO_PORT": "81", "FENGQIAO_HOST": "::1"}
    assert read_dotenv(tmp_path / "missing") == {}


def test_a_wrong_line_of_the_env_file_is_named_by_number(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("FENGQIAO_PORT=81\nsecret words\n", "utf-8")
    with pytest.raises(BadInput, match="第 2 行") as caught:
        read_dotenv(file)
    assert "secret words" not in caught.value.message


def test_the_table_lists_every_setting() -> None:
    table = settings_table()
    names = {line.split("`")[1] for line in table.splitlines()[2:]}
    assert len(names) == len(fields(Settings))
    assert {"FENGQIAO_DATA_DIR", "FENGQIAO_DATABASE_URL", "FENGQIAO_DIRECTORY", "FENGQIAO_TELEGRAM_TOKEN"} <= names
    for name in names - {"FENGQIAO_DIRECTORY"}:
        assert name.removeprefix("FENGQIAO_").lower() in {entry.name for entry in fields(Settings)}


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings.from_environment({"FENGQIAO_DATA_DIR": str(tmp_path / "office")})
    first = secret_key(settings)
    assert len(first) == 64
    assert secret_key(settings) == first
    assert stat.S_IMODE((tmp_path / "office" / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "office").stat().st_mode) == 0o700


def test_a_broken_key_file_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("abc")
    with pytest.raises(BadInput, match="已损坏"):
        secret_key(Settings.from_environment({"FENGQIAO_DATA_DIR": str(tmp_path)}))


def test_a_folder_that_cannot_be_made_is_said_in_one_line() -> None:
    with pytest.raises(BadInput, match="不能写入") as caught:
        prepare_data_dir(Path("/proc/nowhere/office"))
    assert "FENGQIAO_DATA_DIR" in caught.value.hint


def test_a_slip_in_a_name_is_told_with_the_nearest_name() -> None:
    slips = {"FENGQIAO_PROT": "81", "FENGQIAO_ZZZZZZZZ": "x", "FENGQIAO_PORT": "80", "PATH": "/bin"}
    assert unknown_names(slips) == (("FENGQIAO_PROT", "FENGQIAO_PORT"), ("FENGQIAO_ZZZZZZZZ", ""))


def test_the_program_says_its_version_and_names_unknown_settings() -> None:
    environment = {**os.environ, "FENGQIAO_RETENTION_DAY": "30"}
    said = subprocess.run(
        [sys.executable, "-m", "bot", "laws", "show", "民法典", "第一条"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "FENGQIAO_RETENTION_DAYS" in said.stderr
    told = subprocess.run([sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("fengqiao 20")
