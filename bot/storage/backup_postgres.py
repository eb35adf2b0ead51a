"""PostgreSQL's own dump and restore, with its programs from PATH or from Debian's folder."""

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

from sqlalchemy import URL

from bot.errors import BadInput, Unavailable

_DEBIAN = Path("/usr/lib/postgresql")


def save(address: URL, path: Path) -> None:
    """Dump a database into a file; one consistent moment, while others write.

    Raises:
        Unavailable: The program is missing, or the database does not answer.
    """
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={path}"]
    _run([*command, *_place(address)], address, "数据库读不出来，没有备份。")


def check(path: Path) -> tuple[str, int]:
    """Return the revision and the number of tables; the whole file is read.

    Raises:
        BadInput: The file is damaged.
        Unavailable: The program is missing.
    """
    restore = program("pg_restore")
    whole = subprocess.run(  # noqa: S603 - our own arguments
        [restore, f"--file={os.devnull}", str(path)], capture_output=True, check=False
    )
    listed = subprocess.run([restore, "--list", str(path)], capture_output=True, text=True, check=False)  # noqa: S603
    version = subprocess.run(  # noqa: S603
        [restore, "--data-only", "--table=alembic_version", "--file=-", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if whole.returncode or listed.returncode or version.returncode:
        raise BadInput("备份文件已损坏。")
    lines = version.stdout.splitlines()
    after = [following for line, following in pairwise(lines) if line.startswith("COPY ")]
    tables = sum(" TABLE DATA " in line for line in listed.stdout.splitlines())
    return (after[0] if after else ""), tables


def bring_back(path: Path, address: URL) -> None:
    """Restore into an empty database; all of it, or nothing.

    Raises:
        BadInput: The database has tables already.
        Unavailable: The program is missing, or the database does not answer.
    """
    question = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
    command = [program("psql"), "--no-psqlrc", "--tuples-only", "--no-align", f"--command={question}"]
    if _run([*command, *_place(address)], address, "目标数据库连不上，没有恢复。").strip() != "0":
        raise BadInput("目标数据库不是空的，没有恢复。", hint="请新建一个空的数据库。")
    command = [program("pg_restore"), "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run([*command, *_place(address), str(path)], address, "恢复失败，目标数据库保持原样。")


def program(name: str) -> str:
    """Find one of PostgreSQL's programs: the newest of Debian's folder, else the one on PATH.

    Raises:
        Unavailable: It is not installed.
    """
    debian = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda found: int(found.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise Unavailable(f"没有找到 PostgreSQL 的 {name} 程序。", hint="Debian 上安装 postgresql-client。")
    return found


def _place(address: URL) -> list[str]:
    """Where the database is; a password goes by the environment, where no process list shows it."""
    given = {"host": address.host, "port": address.port, "username": address.username, "dbname": address.database}
    return ["--no-password", *(f"--{name}={value}" for name, value in given.items() if value is not None)]


def _run(command: list[str], address: URL, failure: str) -> str:
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10"}
    if address.password is not None:
        environment["PGPASSWORD"] = str(address.password)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise Unavailable(failure, hint="请检查数据库地址、服务和权限。")
    return done.stdout
