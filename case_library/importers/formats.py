"""Which reader reads which file, by the ending of its name."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from case_library.errors import CaseFileError
from case_library.importers.case_file_rows import read_case_file
from case_library.importers.csv_file import read_csv
from case_library.importers.excel import read_excel, sheets_left_out
from case_library.importers.json_lines import read_json_lines
from case_library.importers.raw_rows import Reader
from case_library.importers.word import read_word

READERS: Mapping[str, Reader] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_excel,
    ".xls": read_excel,
    ".ods": read_excel,
    ".docx": read_word,
    ".sqlite3": read_case_file,
}
SHEETS = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
"""Endings of files with one set of columns for all rows, which people named."""
ONE_TABLE = (".csv", ".tsv")
"""Endings of files that hold one table; a workbook may hold several."""
TYPED = (".jsonl", ".ndjson", ".sqlite3")
"""Endings of files whose names are field names that programs wrote: similar names are not guessed there."""


def reader_of(path: Path, given: Mapping[str, str] | None = None) -> Reader:
    """Choose the reader; the columns that a person has chosen tell which sheets of a workbook hold cases.

    Raises:
        CaseFileError: there is no such file or nobody reads this format.
    """
    if not path.is_file():
        raise CaseFileError(f"找不到文件 {path}：请检查路径")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise CaseFileError(f"文件 {path} 的格式不认识：可以导入{'、'.join(READERS)}")
    return partial(read_excel, given=given) if reader is read_excel else reader


def left_out_of(path: Path, given: Mapping[str, str] | None = None) -> Mapping[str, int]:
    """Give the sheets of a workbook that are not read though they have rows, each with how many it has.

    Raises:
        CaseFileError: the file cannot be read.
    """
    return sheets_left_out(path, given) if READERS.get(path.suffix.lower()) is read_excel else {}
