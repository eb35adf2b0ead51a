"""What every reader gives: rows as they stand in the file, with their number."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file.

    Attributes:
        number: the number people see in the file: the line of a text file, the row of a sheet, the case of a document.
        values: the cells by the column's name, or the JSON object.
        problem: why the row cannot be read at all, in Chinese; then `values` is empty.
        sheet: the sheet it stands on, where cases of several are read.
        further_sheet: whether another sheet was read before this one.
    """

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    sheet: str = ""
    further_sheet: bool = False


Reader = Callable[[Path], Iterator[RawRow]]
"""Reads a file row by row; raises CaseFileError where the file as a whole cannot be read."""
