"""One reader a file format; every reader yields laws and the problems of their rows."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.article_labels import canonical_label
from knowledge.law_import.law_text import ArticleText, LawText, Problem, read_law

Read = tuple[LawText | None, list[Problem]]
TEXT_SUFFIXES = frozenset({".md", ".markdown", ".txt"})
ROW_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = TEXT_SUFFIXES | ROW_SUFFIXES | {".docx"}


def suffix_of(path: Path) -> str:
    """The suffix that names the format; .gz around it is looked through."""
    return Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def read_file(path: Path) -> Iterator[Read]:
    """Laws of one file."""
    suffix = suffix_of(path)
    try:
        if suffix in ROW_SUFFIXES:
            yield from _rows(path)
        elif suffix in TEXT_SUFFIXES:
            yield read_law(_text(path).splitlines(), path)
        elif suffix == ".docx":
            yield read_law(_paragraphs(path), path)
        else:
            known = "、".join(sorted(SUFFIXES))
            yield (
                None,
                [Problem(path, 0, f"不读{path.suffix or '没有扩展名的'}文件，可以读 {known}，也可以是 .gz")],
            )
    except (OSError, EOFError, UnicodeDecodeError) as error:
        yield None, [Problem(path, 0, f"读不了：{error}")]


def _text(path: Path) -> str:
    raw = gzip.decompress(path.read_bytes()) if path.suffix.lower() == ".gz" else path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _paragraphs(path: Path) -> list[str]:
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise OSError(f"不是 Word 文件（{error}）") from error
    return [line for paragraph in document.paragraphs for line in paragraph.text.splitlines()]


def _rows(path: Path) -> Iterator[Read]:
    laws: dict[tuple[str, str, str], LawText] = {}
    labels: dict[tuple[str, str, str], set[str]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        row = _row(line)
        if isinstance(row, str):
            problems.append(Problem(path, number, row))
            continue
        dates = _dates(row)
        if isinstance(dates, str):
            problems.append(Problem(path, number, dates))
            continue
        begins, ends = dates
        version = str(row.get("version") or (begins.isoformat() if begins else ""))
        key = (row["law"].strip(), version, str(ends))
        law = laws.setdefault(key, LawText(key[0], path, [], begins, ends, version))
        label = canonical_label(row["label"])
        if label in labels.setdefault(key, set()):
            problems.append(Problem(path, number, f"{key[0]}{label}出现了两次，保留第一次的"))
            continue
        labels[key].add(label)
        law.articles.append(ArticleText(label, str(row.get("chapter") or ""), row["text"].strip()))
    yield None, problems
    for law in laws.values():
        yield law, []


def _row(line: str) -> dict[str, Any] | str:
    try:
        row = json.loads(line)
    except ValueError:
        return "不是 JSON"
    if not isinstance(row, dict):
        return "应该是一个有 law、label、text 的对象"
    for name in ("law", "label", "text"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            return f"没有 {name}"
    return row


def _dates(row: dict[str, Any]) -> tuple[date | None, date | None] | str:
    days: list[date | None] = []
    for name in ("effective_from", "repealed_on"):
        try:
            days.append(date.fromisoformat(row[name]) if row.get(name) else None)
        except (ValueError, TypeError):
            return f"{name} 写的“{row[name]}”不是日期，请写成 2021-01-01"
    return days[0], days[1]
