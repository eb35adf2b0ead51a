"""Excel workbooks (.xlsx, .xls, .ods): the first sheet that has rows; its first row names the columns."""

from collections.abc import Iterator
from pathlib import Path

import python_calamine

from case_library.errors import CaseFileError
from case_library.importers.raw_rows import RawRow


def read_excel(path: Path) -> Iterator[RawRow]:
    """Give one row a sheet row, numbered as Excel shows it."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = (workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names)
        rows = next((rows for rows in sheets if len(rows) > 1), [])
    except (python_calamine.CalamineError, OSError) as error:
        raise CaseFileError(
            f"文件 {path} 不是能打开的Excel表格（可能损坏了，或者设了密码）：请用Excel另存为.xlsx再试"
        ) from error
    names: list[str] | None = None
    for number, cells in enumerate(rows, 1):
        if not any(cell not in ("", None) for cell in cells):
            continue
        if names is None:
            names = [str(cell).strip() for cell in cells]
            continue
        yield RawRow(number, {name: cell for name, cell in zip(names, cells, strict=False) if name})
