"""What an operator may set: one frozen value read once from a mapping, never at import time.

Every setting is an environment variable with the prefix `FENGQIAO_`; a file `.env` in the working folder may hold the
same names (the environment wins). `settings_table()` writes the table that the README shows.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.errors import BadInput

PREFIX = "FENGQIAO_"
NOT_SETTINGS = ("FENGQIAO_LEAVE_NOTHING_OUT",)
"""Names with our prefix that the program itself does not read: the tests do."""


def _whole_number(smallest: int, largest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not smallest <= int(text) <= largest:
            raise ValueError(f"应为 {smallest} 到 {largest} 之间的整数")
        return int(text)

    return read


def _yes_or_no(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in words:
        raise ValueError("应为 1 或 0")
    return words[text.lower()]


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("应为以 http:// 或 https:// 开头的完整网址")
    return text.rstrip("/")


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError("应为 " + "、".join(words) + " 之一")
        return text.lower()

    return read


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("至少 32 个字符，可用 openssl rand -hex 32 生成")
    return text


def _setting(meaning: str, read: Callable[[str], Any], *, default: Any = MISSING, shown: str = "") -> Any:
    """A field with what the table says of it: its meaning, its reader, and how the default is written."""
    metadata = {"meaning": meaning, "read": read, "shown": shown}
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set; see `settings_table()` for the meanings."""

    data_dir: Path = _setting(  # noqa: RUF009 - it returns a dataclass field
        "folder of the default database, the imported laws, cases and directory, and the secret key",
        _folder,
        shown="`~/.local/share/fengqiao`",
    )
    database_url: str = _setting(
        "`sqlite+aiosqlite:///…` for one process, `postgresql+asyncpg://…` for many",
        str,
        shown="SQLite in the data folder",
    )
    secret_key: str = _setting(
        "signs cookies and forms; at least 32 characters",
        _secret,
        default="",
        shown="made at the first start, kept in the data folder",
    )
    host: str = _setting("address to listen on", str, default="127.0.0.1")
    port: int = _setting("port to listen on; 0 takes a free one", _whole_number(0, 65535), default=8080)
    public_url: str = _setting(
        "address people type, for links; with https cookies are sent over https only",
        _web_address,
        default="",
        shown="`http://host:port`",
    )
    directory_file: Path | None = _setting(  # noqa: RUF009
        "directory of organisations (YAML)",
        _folder,
        default=None,
        shown="`directory.yaml` in the data folder, else the sample",
    )
    templates: Path | None = _setting(  # noqa: RUF009
        "folder of the office's own Word templates; what is not there is made from ours",
        _folder,
        default=None,
        shown="`templates` in the data folder",
    )
    soffice: str = _setting("LibreOffice, which makes PDF of the forms", str, default="soffice")
    archive_years: int = _setting("years a bound file is kept; 0 keeps it for good", _whole_number(0, 200), default=0)
    public_statistics: bool = _setting(
        "numbers of past months for everybody at `/statistics` and `/api/v1/statistics`", _yes_or_no, default=False
    )
    small_cell: int = _setting(
        "numbers smaller than this are hidden in the public statistics", _whole_number(0, 1000), default=5
    )
    demo: bool = _setting("sample directory and sample staff; every page says so", _yes_or_no, default=False)
    telegram_token: str = _setting(
        "token of the Telegram bot; Telegram is off without it", str, default="", shown="none"
    )
    telegram_base_url: str = _setting(
        "another Bot API server", _web_address, default="https://api.telegram.org", shown="`https://api.telegram.org`"
    )
    telegram_answer_seconds: int = _setting(
        "seconds of silence after which a request to the Bot API server has failed", _whole_number(1, 25), default=20
    )
    messages_per_minute: int = _setting(
        "messages one visitor may send in a minute", _whole_number(1, 10_000), default=30
    )
    files_per_minute: int = _setting(
        "files one network address may send in a minute", _whole_number(1, 10_000), default=60
    )
    sessions_per_minute: int = _setting(
        "new visitors one network address may bring in a minute", _whole_number(1, 100_000), default=300
    )
    sign_ins_per_minute: int = _setting(
        "sign-ins and look-ups of a dispute one network address may try in a minute",
        _whole_number(1, 10_000),
        default=60,
    )
    trust_proxy: bool = _setting(
        "take the visitor's network address from `X-Forwarded-For` (only behind a proxy that sets it)",
        _yes_or_no,
        default=False,
    )
    visitor_days: int = _setting("days a visitor's cookie lasts", _whole_number(1, 400), default=90)
    retention_days: int = _setting(
        "days after which an untouched talk is emptied; 0 keeps it until the citizen asks",
        _whole_number(0, 36_500),
        default=365,
    )
    contact_tries: int = _setting(
        "tries without an answer after which the other side of a dispute counts as unreachable",
        _whole_number(1, 100),
        default=3,
    )
    invitation_days: int = _setting("days an invitation of the other side lasts", _whole_number(1, 90), default=7)
    quick_exit_url: str = _setting(
        "neutral page that the quick exit leads to",
        _web_address,
        default="https://www.weather.com.cn",
        shown="a weather page",
    )
    log_level: str = _setting(
        "`debug`, `info`, `warning` or `error`", _one_of("debug", "info", "warning", "error"), default="info"
    )
    log_format: str = _setting("`text` for people, `json` for machines", _one_of("text", "json"), default="text")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings from a mapping such as `os.environ`; names it does not know are left alone.

        Args:
            environment: names with the prefix and their values; an empty value counts as not set.

        Raises:
            BadInput: a value cannot be used. The message names the variable and never shows the value.
        """
        known = _variables(cls)
        values: dict[str, Any] = {}
        for variable, entry in known.items():
            text = environment.get(variable, "").strip()
            if not text:
                continue
            try:
                values[entry.name] = entry.metadata["read"](text)
            except ValueError as problem:
                raise BadInput(
                    f"设置 {variable} 的值不能用：{problem}。", hint="改正这个环境变量或 .env 里的这一行。"
                ) from None
        values.setdefault("data_dir", default_data_dir(environment))
        values.setdefault("database_url", f"sqlite+aiosqlite:///{values['data_dir'] / 'fengqiao.db'}")
        return cls(**values)

    @property
    def directory_path(self) -> Path | None:
        """The directory of organisations: named by the operator, or imported; None stands for the sample."""
        imported = self.data_dir / "directory.yaml"
        if self.demo:
            return None
        return self.directory_file or (imported if imported.exists() else None)

    @property
    def templates_path(self) -> Path:
        """Folder of the office's own Word templates; it need not exist."""
        return self.templates or self.data_dir / "templates"

    @property
    def origin(self) -> str:
        """The address that people type, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies must travel over https only."""
        return self.public_url.startswith("https://")


def _variables(settings: type[Settings]) -> dict[str, Field[Any]]:
    """Every setting by the name of its environment variable."""
    known = {PREFIX + entry.name.upper(): entry for entry in fields(settings)}
    known[PREFIX + "DIRECTORY"] = known.pop(PREFIX + "DIRECTORY_FILE")
    return known


def unknown_names(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Find names that look like ours and are none: a slip of the pen that would otherwise do nothing in silence.

    Args:
        environment: names and values; only names with the prefix are looked at.

    Returns:
        Each unknown name with the nearest known one, or an empty string where none is near.
    """
    known = [*_variables(Settings), *NOT_SETTINGS]
    strange = [name for name in sorted(environment) if name.startswith(PREFIX) and name not in known]
    found = []
    if strange:
        from rapidfuzz import fuzz, process  # seldom needed, and every command starts here

        for name in strange:
            near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=85)
            found.append((name, near[0] if near else ""))
    return tuple(found)


def default_data_dir(environment: Mapping[str, str]) -> Path:
    """The user's data folder by the XDG rule."""
    home = environment.get("XDG_DATA_HOME", "").strip()
    return (Path(home) if home else Path("~/.local/share").expanduser()) / "fengqiao"


def read_environment(dotenv: Path = Path(".env")) -> Settings:
    """The settings of this process: the environment over an optional `.env`."""
    return Settings.from_environment({**read_dotenv(dotenv), **os.environ})


def read_dotenv(path: Path) -> dict[str, str]:
    """Lines `NAME=value` of a file; comments, blank lines, `export ` and quotes around the value are allowed.

    Raises:
        BadInput: the file cannot be read, or a line is none of these; names file and line, not its content.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"设置文件 {path} 读不了。", hint="检查它的权限，并存成 UTF-8 文本。") from None
    values: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().replace("_", "").isalnum():
            raise BadInput(f"设置文件 {path} 第 {number} 行不是“名称=值”。", hint="改正或删去这一行。")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        values[name.strip()] = value
    return values


def settings_table() -> str:
    """A Markdown table of all settings: name, default, meaning."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for entry in fields(Settings):
        variable = PREFIX + ("DIRECTORY" if entry.name == "directory_file" else entry.name.upper())
        default = (
            entry.metadata["shown"] or f"`{int(entry.default) if isinstance(entry.default, bool) else entry.default}`"
        )
        rows.append(f"| `{variable}` | {default} | {entry.metadata['meaning']} |")
    return "\n".join(rows) + "\n"
