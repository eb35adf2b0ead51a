"""SQLite's online backup: a consistent copy while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import BadInput, Unavailable

_PAGES_AT_ONCE = 1000


def save(database: Path, path: Path) -> None:
    """Copy a database into a file.

    Raises:
        BadInput: There is no database.
        Unavailable: It cannot be read.
    """
    if not database.is_file():
        raise BadInput("没有可以备份的数据库文件。")
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target, pages=_PAGES_AT_ONCE)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
    except sqlite3.Error as problem:
        raise Unavailable("数据库读不出来，没有备份。") from problem


def check(path: Path) -> tuple[str, int]:
    """Return the revision and the number of tables.

    Raises:
        BadInput: The file is damaged.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            problems = connection.execute("PRAGMA integrity_check").fetchone()[0]
            strays = connection.execute("PRAGMA foreign_key_check").fetchone()
            if problems != "ok" or strays is not None:
                raise BadInput("备份文件已损坏。")
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            tables = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchone()[0]
    except sqlite3.Error as problem:
        raise BadInput("备份文件已损坏，或不是我们的数据库。") from problem
    return (revision or ("",))[0], tables


def bring_back(path: Path, database: Path) -> None:
    """Copy a backup into a database file that is missing or empty.

    Raises:
        BadInput: The database has tables already.
        Unavailable: It cannot be written.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(database)) as target:
            if target.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise BadInput("目标数据库不是空的，没有恢复。", hint="请先把原来的文件移走。")
            source.backup(target, pages=_PAGES_AT_ONCE)
    except (sqlite3.Error, OSError) as problem:
        raise Unavailable("目标数据库写不进去，没有恢复。") from problem
