"""Saving a whole database to one file, checking such a file, and bringing it back; while the service runs."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput, Unavailable
from bot.storage import backup_postgres, backup_sqlite
from bot.storage.engine import read_url
from bot.storage.migrate import known_revisions


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup file holds. `revision` is that of the schema, `tables` how many tables have their rows in it."""

    kind: str
    size_bytes: int
    revision: str
    tables: int

    def __str__(self) -> str:
        size = self.size_bytes / 1_000_000
        return f"{self.kind}，数据版本 {self.revision}，{self.tables} 张表，{size:.1f} MB。"


def backup(url: str, path: Path) -> BackupReport:
    """Save a database to a file that only its owner may read, and check the file.

    The file appears whole or not at all; an older one of the same name stays until then.

    Raises:
        BadInput: The address cannot be used, or there is nothing to save.
        Unavailable: The database or the folder cannot be used, or PostgreSQL's programs are missing.
    """
    address = read_url(url)
    unfinished = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        if address.get_backend_name() == "sqlite":
            backup_sqlite.save(Path(address.database or ""), unfinished)
        else:
            backup_postgres.save(address, unfinished)
        report = verify(unfinished)
        unfinished.replace(path)
    except OSError as problem:
        raise Unavailable(
            "备份文件写不进去。", hint=f"请检查文件夹的写权限和剩余空间（{os.strerror(problem.errno or 0)}）。"
        ) from problem
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return report


def verify(path: Path) -> BackupReport:
    """Read a backup file from its first to its last byte.

    Raises:
        BadInput: It is no backup of ours, or it is damaged.
        Unavailable: PostgreSQL's programs are missing.
    """
    kind = _kind(path)
    revision, tables = (backup_sqlite if kind == "sqlite" else backup_postgres).check(path)
    if revision not in known_revisions():
        raise BadInput("备份里的数据版本这个程序不认识。", hint="请用做备份时的版本，或更新的版本。")
    return BackupReport(kind, path.stat().st_size, revision, tables)


def restore(path: Path, url: str) -> BackupReport:
    """Bring a backup back into an empty database of the same kind; run `migrate` afterwards.

    Raises:
        BadInput: The file is no backup of this kind of database or damaged, or the database is not empty.
        Unavailable: The database does not answer, or PostgreSQL's programs are missing.
    """
    address = read_url(url)
    report = verify(path)
    if address.get_backend_name() != report.kind:
        raise BadInput("备份和数据库不是同一种。", hint=f"这个备份来自 {report.kind}。")
    if report.kind == "sqlite":
        backup_sqlite.bring_back(path, Path(address.database or ""))
    else:
        backup_postgres.bring_back(path, address)
    return report


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            beginning = file.read(16)
    except OSError as problem:
        raise BadInput("备份文件打不开。", hint="请检查文件名和读权限。") from problem
    if beginning.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    if beginning.startswith(b"PGDMP"):
        return "postgresql"
    raise BadInput("这不是我们的备份文件。")
