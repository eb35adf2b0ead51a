"""Excel workbooks (.xlsx, .xls, .ods): every sheet that tells cases; the first row of a sheet names its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from case_library.errors import CaseFileError
from case_library.importers.columns import columns_of
from case_library.importers.raw_rows import RawRow


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, list[Any]], ...]
    """Rows below the names, numbered as Excel shows them; empty ones are left out."""

    def tells_cases(self, given: Mapping[str, str]) -> bool:
        """Say whether a column tells what happened; without it no row becomes a case."""
        names = [name for name in self.columns if name]
        return "story" in columns_of(names, {name: given[name] for name in names if name in given}).values()


def read_excel(path: Path, given: Mapping[str, str] | None = None) -> Iterator[RawRow]:
    """Give one row a sheet row, numbered as Excel shows it, with the sheet's name where several are read.

    Args:
        path: the workbook.
        given: column to field, as a person has chosen.

    Raises:
        CaseLibraryError: the file cannot be read, or no sheet has a given column.
    """
    sheets, _ = _chosen(path, given or {})
    if sheets:
        columns_of(dict.fromkeys(name for sheet in sheets for name in sheet.columns if name), given)
    for sheet in sheets:
        name = sheet.name if len(sheets) > 1 else ""
        for number, cells in sheet.rows:
            values = {column: cell for column, cell in zip(sheet.columns, cells, strict=False) if column}
            yield RawRow(number, values, sheet=name, further_sheet=sheet is not sheets[0])


def sheets_left_out(path: Path, given: Mapping[str, str] | None = None) -> Mapping[str, int]:
    """Give the names of the sheets that have rows and are not read, each with how many rows it has."""
    return {sheet.name: len(sheet.rows) for sheet in _chosen(path, given or {})[1]}


def _chosen(path: Path, given: Mapping[str, str]) -> tuple[list[_Sheet], list[_Sheet]]:
    """Part the sheets into those that are read and the others.

    Those that tell cases are read; where none does, the first and what has its columns: a person may choose among them.
    """
    sheets = [sheet for sheet in _sheets(path) if sheet.rows]
    read = [sheet for sheet in sheets if sheet.tells_cases(given)]
    read = read or [sheet for sheet in sheets if sheet.columns == sheets[0].columns]
    return read, [sheet for sheet in sheets if sheet not in read]


def _sheets(path: Path) -> list[_Sheet]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        tables = [each.name for each in workbook.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
        cells = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in tables}
    except (python_calamine.CalamineError, OSError) as error:
        raise CaseFileError(
            f"文件 {path} 不是能打开的Excel表格（可能损坏了，或者设了密码）：请用Excel另存为.xlsx再试"
        ) from error
    return [_sheet(name, rows) for name, rows in cells.items()]


def _sheet(name: str, cells: list[list[Any]]) -> _Sheet:
    rows = [(number, row) for number, row in enumerate(cells, 1) if any(cell not in ("", None) for cell in row)]
    columns = tuple(str(cell).strip() for cell in rows[0][1]) if rows else ()
    return _Sheet(name, columns, tuple(rows[1:]))
