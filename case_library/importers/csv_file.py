"""CSV as offices save it: UTF-8 or GB 18030, with comma, semicolon or tab; the first row names the columns."""

import csv
from collections.abc import Iterator
from pathlib import Path

from case_library.errors import CaseFileError
from case_library.importers.raw_rows import RawRow

_LONGEST_CELL = 1_000_000
_SEPARATORS = ",;\t"


def read_csv(path: Path) -> Iterator[RawRow]:
    """Give one row a record, numbered by the line it begins on."""
    text = _decoded(path)
    csv.field_size_limit(_LONGEST_CELL)
    first_line = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first_line.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    names: list[str] | None = None
    begins = 1
    try:
        for cells in reader:
            if names is None:
                names = [name.strip() for name in cells]
            elif any(cell.strip() for cell in cells):
                yield RawRow(begins, dict(zip(names, cells, strict=False)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise CaseFileError(f"文件 {path} 第{reader.line_num}行不是正确的CSV：请检查引号是否成对") from error


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CaseFileError(f"文件 {path} 读不了：请检查路径和权限") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CaseFileError(f"文件 {path} 的文字编码认不出来：请另存为UTF-8编码的CSV")
