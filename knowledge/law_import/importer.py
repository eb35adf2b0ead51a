"""Import: files and folders → imported_laws.sqlite, all or nothing a law, with a report of every row left out."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.article_labels import read_label
from knowledge.imported_laws import SCHEMA
from knowledge.law_import.law_text import LawText, Problem
from knowledge.law_import.readers import SUFFIXES, read_file, suffix_of


@dataclass(slots=True)
class ImportReport:
    """What came of an import.

    Attributes:
        laws: Laws written.
        articles: Articles written.
        replaced: Laws of which the same version was here before.
        undated: Laws whose time is unknown; they are shown as unknown and never cited.
        problems: Rows and files left out, with the reason.
    """

    laws: int = 0
    articles: int = 0
    replaced: int = 0
    undated: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_laws(
    paths: Sequence[Path], database: Path, *, progress: Callable[[Path], None] | None = None
) -> ImportReport:
    """Read laws and store them beside the package's statutes.

    Args:
        paths: Files, or folders that are walked for files of a known format.
        database: SQLite file; made where missing. Open libraries must be opened again to see what is new.
        progress: Called with each file before it is read.

    Returns:
        The report; a bad row or file is in it and hinders no other.
    """
    report = ImportReport()
    database.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(SCHEMA)
        for path in _files(paths, report):
            if progress is not None:
                progress(path)
            for law, problems in read_file(path):
                report.problems += problems
                if law is not None and law.law and law.articles:
                    with connection:
                        _write(connection, law, report)
    return report


def _files(paths: Sequence[Path], report: ImportReport) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and suffix_of(file) in SUFFIXES)
            if not inside:
                report.problems.append(Problem(path, 0, "文件夹里没有能读的文件"))
            yield from inside
        elif path.exists():
            yield path
        else:
            report.problems.append(Problem(path, 0, "没有这个文件"))


def _write(connection: sqlite3.Connection, law: LawText, report: ImportReport) -> None:
    old = connection.execute("SELECT id FROM versions WHERE law = ? AND version = ?", (law.law, law.version)).fetchone()
    if old is not None:
        connection.execute("DELETE FROM articles WHERE version_id = ?", old)
        connection.execute("DELETE FROM versions WHERE id = ?", old)
        report.replaced += 1
    begins = law.effective_from.isoformat() if law.effective_from else None
    ends = law.repealed_on.isoformat() if law.repealed_on else None
    version = connection.execute(
        "INSERT INTO versions (law, version, effective_from, repealed_on, source) VALUES (?, ?, ?, ?, ?)",
        (law.law, law.version, begins, ends, law.path.name),
    ).lastrowid
    connection.executemany(
        "INSERT INTO articles (version_id, label, number, chapter, text) VALUES (?, ?, ?, ?, ?)",
        [
            (version, article.label, (read_label(article.label) or (0, None))[0], article.chapter, article.text)
            for article in law.articles
        ],
    )
    report.laws += 1
    report.articles += len(law.articles)
    report.undated += begins is None and ends is None
