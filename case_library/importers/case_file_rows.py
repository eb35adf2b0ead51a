"""A case file (cases.sqlite3) of another data folder, or of a version that kept its cases there."""

from collections.abc import Iterator
from pathlib import Path

from case_library.case_file import CaseFile
from case_library.entry_format import to_json
from case_library.importers.raw_rows import RawRow


def read_case_file(path: Path) -> Iterator[RawRow]:
    """Give one row an entry, numbered in the order of their ids."""
    file = CaseFile(path)
    try:
        for number, case in enumerate(file.iterate(), 1):
            yield RawRow(number, to_json(case))
    finally:
        file.close()
