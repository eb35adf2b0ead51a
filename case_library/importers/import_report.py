"""What looking at a file shows, and what an import did."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from case_library.importers.kind_of_row import KindRead
from case_library.near_duplicates import NearDuplicate
from case_library.precedent import Precedent
from case_library.wording import import_words


def row_told(row: int, sheet: str, *, spaced: bool = False) -> str:
    """Name a row, with its sheet where several are read."""
    told = f"第 {row} 行" if spaced else f"第{row}行"
    return import_words("row_of_a_sheet", sheet=sheet, row=told) if sheet else told


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was not taken, and why (Chinese, all reasons)."""

    row: int
    reasons: tuple[str, ...]
    sheet: str = ""

    @property
    def place(self) -> str:
        """Say where it stands, in Chinese."""
        return row_told(self.row, self.sheet, spaced=True)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would give: the first entries, the first problems, and how its columns are read."""

    columns: Mapping[str, str]
    unused_columns: tuple[str, ...]
    entries: tuple[Precedent, ...]
    kinds_read: tuple[KindRead, ...]
    """What of the kind of each entry its story was read for."""
    problems: tuple[RowProblem, ...]
    left_out: Mapping[str, int]
    """Sheets with rows that are not read, each with how many rows it has."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; counts are entries, `problems` are in the order of the rows."""

    path: Path
    rows: int
    added: int
    updated: int
    unchanged: int
    problems: tuple[RowProblem, ...]
    near_duplicates: tuple[NearDuplicate, ...]
    columns: Mapping[str, str]
    unused_columns: tuple[str, ...]
    """Columns of which nothing was taken, but for those that a person has left out."""
    kinds_read: int
    """Entries, new or changed, whose category was read from their story."""
    subtypes_read: int
    """Entries, new or changed, whose category the file tells and whose story tells the subtype plainly."""
    left_out: Mapping[str, int]
    """Sheets with rows that were not read, each with how many rows it has."""


def left_out_told(seen: Preview | ImportReport) -> str:
    """Say which sheets are not read; empty where all are."""
    told = "、".join(import_words("sheet_left_out", name=name, rows=rows) for name, rows in seen.left_out.items())
    return import_words("sheets_left_out", sheets=told) if told else ""


def understood_of(read: KindRead, entry: Precedent) -> str:
    """Say what of the kind of an entry was understood from its story; empty where the file tells the kind."""
    if read.category:
        return import_words("kind_understood")
    if read.tells_subtype_of(entry):
        return import_words("subtype_understood")
    return import_words("subtype_in_doubt") if read.subtype else ""


def understood_in(report: ImportReport) -> str:
    """Say for how many entries of an import the kind was understood from their story; empty where for none."""
    counts = {"kinds_understood": report.kinds_read, "subtypes_understood": report.subtypes_read}
    told = "，".join(import_words(key, count=count) for key, count in counts.items() if count)
    return import_words("understood", told=told) if told else ""
