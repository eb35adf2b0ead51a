"""Word documents (.docx): one case after another under headings, or a table whose first row names the columns."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from case_library.errors import CaseFileError
from case_library.importers.columns import field_of
from case_library.importers.raw_rows import RawRow

_TITLE = "title"
_TITLE_STYLES = ("Title", "Heading 1", "标题", "标题 1")
_LONGEST_HEADING = 20
_MARKS = "【】[]〔〕（）()一二三四五六七八九十0123456789、.．：: "


def read_word(path: Path) -> Iterator[RawRow]:
    """Give one row a case, numbered from 1 in the order of the document.

    A paragraph in a title style begins a case; a short paragraph that names a field (案情简介, 【调解结果】,
    三、案例点评) begins that field; `名称：内容` in one paragraph is a field and its text.
    """
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise CaseFileError(f"文件 {path} 不是能打开的Word文档：请用Word另存为.docx再试") from error
    number = 0
    for number, values in enumerate(_cases(document), 1):
        yield RawRow(number, values)
    for table in document.tables:
        for values in _table_rows(table):
            number += 1
            yield RawRow(number, values)


def _cases(document: Any) -> Iterator[dict[str, str]]:
    case: dict[str, str] = {}
    field: str | None = None
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        if not text:
            continue
        if paragraph.style is not None and paragraph.style.name in _TITLE_STYLES and _field_named(text) is None:
            if len(case) > 1:
                yield case
            case, field = {_TITLE: text}, None
            continue
        named, rest = _split(text)
        if named is not None:
            field = named
            if rest:
                case[field] = f"{case[field]}\n{rest}" if field in case else rest
        elif field is not None:
            case[field] = f"{case[field]}\n{text}" if field in case else text
        elif _TITLE not in case:
            case[_TITLE] = text
    if len(case) > 1:
        yield case


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
    return field_of(bare) if 0 < len(bare) <= _LONGEST_HEADING else None


def _table_rows(table: Table) -> Iterator[dict[str, str]]:
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    if len(rows) > 1 and sum(field_of(name) is not None for name in rows[0]) > 1:
        for cells in rows[1:]:
            if any(cells):
                yield dict(zip(rows[0], cells, strict=False))
