"""Word documents (.docx): one case after another under headings, or a table whose first row names the columns."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from case_library.errors import CaseFileError
from case_library.importers.columns import asks_a_question, column_name, field_of
from case_library.importers.raw_rows import RawRow

_TITLE, _STORY = "title", "story"
_ONCE = ("title", "story", "external_id", "category", "source_kind", "subtype", "year", "outcome")
_TITLE_STYLES = ("Title", "Heading 1", "标题", "标题 1")
_LONGEST_HEADING, _LONGEST_TITLE = 20, 60
_NUMBERED = re.compile(
    r"[【\[〔（(]?(?:典型)?案例[（(]?[一二三四五六七八九十百\d]+[）)]?(?:[：:、.．\s】\]〕）)]+(.*))?$"
)
_MARKS_BESIDE = "【】[]〔〕：:、. "
_NUMBER = re.compile(
    r"[【\[〔]?(?:典型)?案例\s*[（(]?(?:之?[一二三四五六七八九十百]+|\d+)[）)]?(?:[：:、.．\s】\]〕—–-]+|$)"
    r"|第?[一二三四五六七八九十]{1,3}(?:[、．：:]|[例案][：:、\s])|第?\d{1,3}(?:[、．：:]|[例案][：:、\s]|\.(?!\d))"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)]"
)
"""What numbers a title: 案例一：, 一、, （3）, 1."""
_ENDS = "。！？；，"
_MARKS = "【】[]〔〕（）()一二三四五六七八九十0123456789、.．：: "


def read_word(path: Path) -> Iterator[RawRow]:
    """Give one row a case, numbered from 1 in the order of the document.

    A paragraph in a title style, 案例一：… and a part that the case has already (a second 案情简介) begin a case; a
    short paragraph that names a field (案情简介, 【调解结果】, 三、案例点评) begins that field; `名称：内容` in one
    paragraph is a field and its text.
    """
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise CaseFileError(
            f"文件 {path} 不是能打开的Word文档（可能损坏了，或者设了密码）：请用Word另存为.docx再试"
        ) from error
    number = 0
    for number, values in enumerate(_cases(document), 1):
        yield RawRow(number, values)
    for table in document.tables:
        for values in _table_rows(table):
            number += 1
            yield RawRow(number, values)


def _cases(document: Any) -> Iterator[dict[str, str]]:
    reading = _Case()
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        if not text:
            continue
        named, rest = _split(text)
        styled = paragraph.style is not None and paragraph.style.name in _TITLE_STYLES
        numbered = _NUMBERED.match(text) if len(text) <= _LONGEST_TITLE else None
        if (styled and _field_named(text) is None) or (named is None and numbered):
            if whole := reading.whole():
                yield whole
            title = (numbered[1] or "").strip(_MARKS_BESIDE) if numbered else text
            reading = _Case(title, numbered=numbered is not None)
        elif named is not None:
            if reading.is_begun_again_by(named, text):
                title = reading.title_of_the_next()
                if whole := reading.whole():
                    yield whole
                reading = _Case(title)
            reading.begin(named, text, rest)
        else:
            reading.add(text)
    if whole := reading.whole():
        yield whole


class _Case:
    """A case while its paragraphs come in; its parts by field, one that asks a question by its heading."""

    def __init__(self, title: str = "", *, numbered: bool = False) -> None:
        self._fields: dict[str, list[str]] = {_TITLE: [title]} if title else {}
        self._numbered = numbered
        self._unnamed: list[str] = []
        self._field: str | None = None
        self._headings: set[tuple[str, str]] = set()

    def is_begun_again_by(self, named: str, text: str) -> bool:
        """Say whether a named part cannot belong to this case: it has one of this name, and its story, already."""
        told = _STORY in self._fields
        return told and named in _ONCE and (named, _heading(text)) in self._headings

    def begin(self, named: str, text: str, rest: str) -> None:
        """Begin a part; `text` is its heading, `rest` what follows in the same paragraph."""
        self._field = named
        self._headings.add((named, _heading(text)))
        if rest:
            self._fields.setdefault(named, []).append(rest)

    def add(self, text: str) -> None:
        """Add a paragraph without a name of its own."""
        if self._field is not None:
            self._fields.setdefault(self._field, []).append(text)
        elif _TITLE not in self._fields:
            self._fields[_TITLE] = [text]
        else:
            self._unnamed.append(text)

    def title_of_the_next(self) -> str:
        """Take back the last paragraph where it looks like the title of the case that begins below it."""
        last = self._fields.get(self._field or "", [])
        if len(last) > 1 and len(last[-1]) <= _LONGEST_TITLE and last[-1][-1] not in _ENDS:
            return last.pop()
        return ""

    def whole(self) -> dict[str, str] | None:
        """Give the case, or None where it is a heading only; what has no names of parts tells what happened."""
        if self._numbered and self._unnamed and _STORY not in self._fields:
            self._fields[_STORY] = self._unnamed
        if len(self._fields) < 2:
            return None
        parts = {name: "\n".join(texts) for name, texts in self._fields.items()}
        if _TITLE in parts:
            parts[_TITLE] = _without_number(parts[_TITLE])
        return {column_name(name): text for name, text in parts.items()}


def _without_number(title: str) -> str:
    found = _NUMBER.match(title)
    return (title[found.end() :].strip(_MARKS_BESIDE) if found else "") or title


def _heading(text: str) -> str:
    return re.split("[：:】]", text.strip(_MARKS))[0].strip(_MARKS)


def _split(text: str) -> tuple[str | None, str]:
    """Take a field's name off the front of a paragraph."""
    if (named := _field_named(text)) is not None:
        return named, ""
    for sign in "：:】":
        name, found, rest = text.partition(sign)
        if found and rest.strip() and (named := _field_named(name)) is not None:
            return named, rest.strip()
    return None, text


def _field_named(text: str) -> str | None:
    bare = text.strip(_MARKS)
    field = field_of(bare) if 0 < len(bare) <= _LONGEST_HEADING else None
    return bare if field is not None and asks_a_question(bare) else field


def _table_rows(table: Table) -> Iterator[dict[str, str]]:
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    if len(rows) > 1 and sum(field_of(name) is not None for name in rows[0]) > 1:
        for cells in rows[1:]:
            if any(cells):
                yield dict(zip(rows[0], cells, strict=False))
