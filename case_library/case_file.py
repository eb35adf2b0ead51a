"""The library's own file: imported and own cases in one SQLite file, read and written with the standard library.

It is a library of documents beside the conversation database, like an index, and holds nothing of a running talk:
see docs/decisions/0006-case-library-file.md.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from case_library.entry_format import restored, stored
from case_library.errors import CaseFileError, CaseLibraryError
from case_library.near_duplicates import BOILERPLATE, marks, shared_marks
from case_library.precedent import Precedent
from case_library.store import Change, PutResult

FILE_NAME = "cases.sqlite3"
IN_MEMORY = Path(":memory:")
"""A store that nobody keeps: for what goes through at once, and for a library of composed cases alone."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS cases (
    id TEXT PRIMARY KEY, external_id TEXT, digest BLOB NOT NULL, revision INTEGER NOT NULL, body TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS cases_by_revision ON cases (revision);
CREATE INDEX IF NOT EXISTS cases_by_external_id ON cases (external_id) WHERE external_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS marks (mark INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (mark, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS newest (only INTEGER PRIMARY KEY CHECK (only = 1), revision INTEGER NOT NULL);
INSERT OR IGNORE INTO newest VALUES (1, 0);
"""
_MANY = 500  # SQLite allows 999 places in one statement on older builds
_BUSY_SECONDS = 30
_CACHE_KILOBYTES = 256_000  # marks are spread over the whole file: a large import crawls without room for them


class CaseFile:
    """A `CaseStore` on one SQLite file; safe in threads and between processes (WAL, one writer at a time)."""

    def __init__(self, path: Path) -> None:
        """Open the file, and make it where there is none.

        Raises:
            CaseFileError: the folder cannot be written or the file is not a case library.
        """
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(f"PRAGMA cache_size=-{_CACHE_KILOBYTES}")
            self._connection.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise CaseFileError(
                f"案例库文件 {path} 打不开：请看它是不是案例库文件、文件夹能否写入，或换一个数据文件夹"
            ) from error

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._connection.close()

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def _among(self, statement: str, wanted: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """Run a statement with one `{}` list of places, some hundred values at a time."""
        for start in range(0, len(wanted), _MANY):
            part = wanted[start : start + _MANY]
            yield from self._rows(statement.format(",".join("?" * len(part))), part)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                raise CaseFileError(f"案例库文件 {self.path} 现在写不进去（{error}）：请稍后再试") from error
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def identity(self) -> str:
        """Tell this store from others: a data folder has one file."""
        return ""

    def revision(self) -> int:
        """Give the number of the newest change."""
        return int(self._rows("SELECT revision FROM newest")[0][0])

    def count(self) -> int:
        """Count the cases."""
        return int(self._rows("SELECT count(*) FROM cases WHERE body IS NOT NULL")[0][0])

    def get(self, case_id: str) -> Precedent | None:
        """Give one case, or None."""
        return self.get_many([case_id]).get(case_id)

    def get_many(self, case_ids: Sequence[str]) -> Mapping[str, Precedent]:
        """Give the cases of these ids that exist, by id."""
        found = self._among("SELECT id, body FROM cases WHERE body IS NOT NULL AND id IN ({})", case_ids)
        return {case_id: _read(body) for case_id, body in found}

    def iterate(self) -> Iterator[Precedent]:
        """Give every case, ordered by id; some hundred at a time, so that writers may go between."""
        last = ""
        while rows := self._rows(
            "SELECT id, body FROM cases WHERE id > ? AND body IS NOT NULL ORDER BY id LIMIT ?", (last, _MANY)
        ):
            for last, body in rows:  # noqa: B007 - the last id is where the next page begins
                yield _read(body)

    def changed_since(self, revision: int) -> Iterator[Change]:
        """Give what changed after a revision, oldest first."""
        at, last = revision + 1, ""
        while rows := self._rows(
            "SELECT id, revision, body FROM cases WHERE (revision, id) > (?, ?) ORDER BY revision, id LIMIT ?",
            (at, last, _MANY),
        ):
            for last, at, body in rows:
                yield Change(last, at, None if body is None else _read(body))

    def put_many(self, cases: Iterable[Precedent]) -> PutResult:
        """Save cases in one transaction: all of them or, on any error, none. What is the same already stays untouched.

        Raises:
            CaseLibraryError: an id stands twice among the cases.
        """
        added: list[str] = []
        updated: list[str] = []
        unchanged: list[str] = []
        seen: set[str] = set()
        with self._transaction() as connection:
            before = int(connection.execute("SELECT revision FROM newest").fetchone()[0])
            for case in cases:
                if case.id in seen:
                    raise CaseLibraryError(f"编号 {case.id} 在这一批里出现了两次：每个案例的编号只能用一次")
                seen.add(case.id)
                body = json.dumps(stored(case), ensure_ascii=False, separators=(",", ":"))
                digest = hashlib.sha256(body.encode()).digest()
                known = connection.execute("SELECT digest, body IS NULL FROM cases WHERE id = ?", (case.id,)).fetchone()
                if known is not None and known[0] == digest and not known[1]:
                    unchanged.append(case.id)
                    continue
                (added if known is None or known[1] else updated).append(case.id)
                connection.execute(
                    "INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?)",
                    (case.id, case.external_id, digest, before + 1, body),
                )
                if known is not None:
                    connection.execute("DELETE FROM marks WHERE id = ?", (case.id,))
                connection.executemany(
                    "INSERT OR IGNORE INTO marks VALUES (?, ?)", [(mark, case.id) for mark in marks(case.story)]
                )
            after = before + 1 if added or updated else before
            connection.execute("UPDATE newest SET revision = ?", (after,))
        return PutResult(tuple(added), tuple(updated), tuple(unchanged), after)

    def worked_on(self) -> Mapping[str, str]:
        """Give nothing: people work on cases in the office's database alone."""
        return {}

    def remove(self, case_id: str) -> bool:
        """Remove a case; its id stays as a tombstone, so that every index learns of it."""
        with self._transaction() as connection:
            gone = connection.execute(
                "UPDATE cases SET body = NULL, digest = x'', external_id = NULL,"
                " revision = (SELECT revision + 1 FROM newest) WHERE id = ? AND body IS NOT NULL",
                (case_id,),
            ).rowcount
            if gone:
                connection.execute("UPDATE newest SET revision = revision + 1")
                connection.execute("DELETE FROM marks WHERE id = ?", (case_id,))
        return bool(gone)

    def ids_by_external_id(self, external_ids: Sequence[str]) -> Mapping[str, str]:
        """Give the ids of the cases that carry these external ids, by external id."""
        return dict(self._among("SELECT external_id, id FROM cases WHERE external_id IN ({})", external_ids))

    def ids_with_marks(self, marks: Sequence[int]) -> Mapping[str, int]:
        """Count, by case id, how many of these text marks a case shares; marks of boilerplate count for nothing."""
        return shared_marks(self.ids_by_mark(marks).values())

    def ids_by_mark(self, marks: Sequence[int]) -> Mapping[int, frozenset[str] | None]:
        """Give the ids of the cases that have each of these text marks; None where it is boilerplate."""
        found: dict[int, frozenset[str] | None] = {}
        for mark in marks:
            having = self._rows("SELECT id FROM marks WHERE mark = ? LIMIT ?", (mark, BOILERPLATE + 1))
            found[mark] = frozenset(row[0] for row in having) if len(having) <= BOILERPLATE else None
        return found

    def those_known(self, case_ids: Sequence[str]) -> frozenset[str]:
        """Give those of these ids that there is a case of."""
        found = self._among("SELECT id FROM cases WHERE body IS NOT NULL AND id IN ({})", case_ids)
        return frozenset(row[0] for row in found)

    def look_ahead(self, case_ids: Sequence[str], stories: Sequence[Sequence[int]]) -> None:
        """Do nothing: the file answers as fast one by one."""


def _read(body: str) -> Precedent:
    return restored(json.loads(body))
