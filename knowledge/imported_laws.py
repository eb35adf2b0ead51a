"""Imported law texts: an SQLite file in the data folder beside the package's database."""

import sqlite3
import threading
from datetime import date
from pathlib import Path

from knowledge.law_versions import LawVersion, Standing
from knowledge.statute_source import StoredArticle

SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    id INTEGER PRIMARY KEY,
    law TEXT NOT NULL,
    version TEXT NOT NULL,
    effective_from TEXT,
    repealed_on TEXT,
    source TEXT NOT NULL,
    UNIQUE (law, version)
);
CREATE TABLE IF NOT EXISTS articles (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES versions (id),
    label TEXT NOT NULL,
    number INTEGER NOT NULL,
    chapter TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (version_id, label)
);
"""


class ImportedLaws:
    """Imported texts, read only; safe in threads."""

    prefix = "i"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def versions(self) -> tuple[LawVersion, ...]:
        """Every imported version; without a first day it is unknown."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT id, law, version, effective_from, repealed_on, source FROM versions ORDER BY id"
            ).fetchall()
        return tuple(
            LawVersion(
                key=f"{self.prefix}:{key}",
                law=law,
                version=version,
                standing=Standing.DATED if begins or ends else Standing.UNKNOWN,
                effective_from=date.fromisoformat(begins) if begins else None,
                ends_on=date.fromisoformat(ends) if ends else None,
                source=source,
            )
            for key, law, version, begins, ends, source in rows
        )

    def articles(self, key: str) -> tuple[StoredArticle, ...]:
        """Articles of one version, in order."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT id, label, number, chapter, text FROM articles WHERE version_id = ? ORDER BY id",
                (int(key.partition(":")[2]),),
            ).fetchall()
        return tuple(StoredArticle(*row) for row in rows)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()
