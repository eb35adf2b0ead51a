"""A roster sheet as it was handed in: Excel or CSV, its first filled row naming the columns."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.roster_sheet import COLUMNS, NEEDED
from bot.errors import BadInput

LARGEST_SHEET = 2 * 1024 * 1024
"""Octets."""
MOST_ROWS = 2000
_HEAD_WITHIN = 20
_ASIDE = "表头要有这些列：" + "、".join(COLUMNS) + "。"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One filled row: its number as the spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, Any]


def read_sheet(content: bytes) -> tuple[RawRow, ...]:
    """Read the rows of a sheet; what it is, its first octets tell, not its name.

    Raises:
        BadInput: It is too large, no sheet, has no head with the needed columns, or no rows.
    """
    if len(content) > LARGEST_SHEET:
        raise BadInput("表格太大了。", hint=f"最多 {LARGEST_SHEET // 1024 // 1024} MB。")
    table = _excel(content) if content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"} else _text_table(content)
    rows = tuple(_rows(table))
    if not rows:
        raise BadInput("表格里没有内容。", hint=_ASIDE)
    if len(rows) > MOST_ROWS:
        raise BadInput(f"表格有 {len(rows)} 行，一次最多 {MOST_ROWS} 行。", hint="请分成几张表。")
    return rows


def _rows(table: Sequence[Sequence[Any]]) -> Iterator[RawRow]:
    head: list[str] | None = None
    for number, cells in enumerate(table, 1):
        filled = [cell for cell in cells if cell not in ("", None)]
        if not filled:
            continue
        if head is None:
            names = [str(cell).strip() for cell in cells]
            if set(NEEDED) <= set(names):
                head = names
            elif number > _HEAD_WITHIN:
                break
            continue
        yield RawRow(number, {name: cell for name, cell in zip(head, cells, strict=False) if name in COLUMNS})
    if head is None:
        missing = "、".join(NEEDED)
        raise BadInput(f"没有找到表头（至少要有：{missing}）。", hint=_ASIDE)


def _excel(content: bytes) -> list[list[Any]]:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + _HEAD_WITHIN)
            for name in workbook.sheet_names
        ]
    except Exception as problem:  # the reader raises several kinds, also its own panics, for broken files
        raise BadInput("这个文件不是能打开的 Excel 表格。", hint="请用 Excel 另存为 .xlsx 再试。") from problem
    return next((sheet for sheet in sheets if len(sheet) > 1), [])


def _text_table(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        separator = "\t" if "\t" in text.partition("\n")[0] else ","
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error:
            break
    raise BadInput("这个文件不是表格。", hint="可以用 .xlsx、.xls、.ods 或 .csv。")
