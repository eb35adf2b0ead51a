"""Importing a file: look first, then all good rows in one transaction, every other row named with its reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from case_library.errors import InvalidEntryError
from case_library.importers.formats import TYPED, reader_of
from case_library.importers.raw_rows import RawRow
from case_library.importers.row_to_entry import Read, RowReader
from case_library.library import CaseLibrary
from case_library.near_duplicates import NearDuplicate, likeness, marks, most_alike, worth_comparing
from case_library.precedent import Precedent
from case_library.wording import wording

_LOOKED_AHEAD = 500
"""Rows that are read before the first of them is compared with what stands in the library."""
_ANOTHER_STORY = 50.0
"""Below this likeness (0..100) two stories under one id are two cases."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was not taken, and why (Chinese, all reasons)."""

    row: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would give: the first entries, the first problems, and how its columns are read."""

    columns: Mapping[str, str]
    unused_columns: tuple[str, ...]
    entries: tuple[Precedent, ...]
    problems: tuple[RowProblem, ...]


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


def preview_file(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    source: str = "",
    read: Read | None = None,
    limit: int = 10,
) -> Preview:
    """Read the first rows of a file and change nothing.

    Args:
        path: JSON Lines, CSV, Excel or Word, told by the ending.
        columns: column to field where a person has chosen; the rest is guessed.
        source: name of the collection.
        read: reads stories for their kind.
        limit: so many rows.

    Raises:
        CaseLibraryError: the file cannot be read, or a given column does not exist.
    """
    rows = RowReader(given=columns, guess_similar=_guesses(path), source=source, read=read)
    entries: list[Precedent] = []
    problems: list[RowProblem] = []
    names: dict[str, None] = {}
    for row in islice(reader_of(path)(path), limit):
        names |= dict.fromkeys(map(str, row.values))
        try:
            entries.append(rows.entry(row))
        except InvalidEntryError as error:
            problems.append(RowProblem(row.number, error.problems))
    unused = tuple(name for name in names if name not in rows.columns) if rows.columns else ()
    return Preview(rows.columns, unused, tuple(entries), tuple(problems))


def import_file(
    path: Path,
    library: CaseLibrary,
    *,
    columns: Mapping[str, str] | None = None,
    source: str = "",
    read: Read | None = None,
    progress: Callable[[Iterable[RawRow]], Iterable[RawRow]] = lambda rows: rows,
) -> ImportReport:
    """Import a file into a library.

    All good rows are saved in one transaction: a crash in the middle leaves the library as it was. The same file again
    changes nothing. New entries begin as drafts; an entry that stands in the library keeps its review state as long as
    nothing else changes in it.

    Args:
        path: JSON Lines, CSV, Excel or Word, told by the ending.
        library: where to.
        columns: column to field where a person has chosen; the rest is guessed.
        source: name of the collection; two collections that number their cases 1, 2, 3 need different names.
        read: reads stories for their kind.
        progress: wraps the rows, so that a command can show how far it is.

    Raises:
        CaseLibraryError: the file cannot be read at all, a given column does not exist, or the library cannot
            be written.
    """
    reader = reader_of(path)
    rows = RowReader(given=columns, guess_similar=_guesses(path), source=source, read=read)
    intake = _Intake(library, rows)
    saved = library.store.put_many(intake.entries(progress(reader(path))))
    return ImportReport(
        path,
        intake.rows,
        len(saved.added),
        len(saved.updated),
        len(saved.unchanged) + intake.composed,
        tuple(intake.problems),
        tuple(intake.near_duplicates),
        rows.columns,
    )


def _guesses(path: Path) -> bool:
    return path.suffix.lower() not in TYPED


class _Intake:
    """Lets rows through one by one and notes what is wrong with the others."""

    def __init__(self, library: CaseLibrary, reader: RowReader) -> None:
        self.rows = 0
        self.composed = 0
        self.problems: list[RowProblem] = []
        self.near_duplicates: list[NearDuplicate] = []
        self._library = library
        self._reader = reader
        self._row_of_id: dict[str, int] = {}
        self._composed = library.composed_marks()
        self._pairs: set[frozenset[str]] = set()

    def entries(self, rows: Iterable[RawRow]) -> Iterator[Precedent]:
        """Give the entries that may go in."""
        say = wording()["imports"]
        for row, read in self._looked_up(rows):
            self.rows += 1
            try:
                if isinstance(read, InvalidEntryError):
                    raise read
                self._row_of_id_is_free(read, row.number)
                entry = self._fits_what_stands(read)
            except InvalidEntryError as error:
                self.problems.append(RowProblem(row.number, error.problems))
                continue
            if self._library.is_composed(entry.id):
                composed = self._library.show(entry.id)
                if composed == replace(entry, review_state=composed.review_state):
                    self.composed += 1
                else:
                    reason = say["id_of_a_composed_case"].format(id=entry.id)
                    self.problems.append(RowProblem(row.number, (reason,)))
                continue
            self._row_of_id[entry.id] = row.number
            self._note_near_duplicate(entry)
            yield entry

    def _looked_up(self, rows: Iterable[RawRow]) -> Iterator[tuple[RawRow, Precedent | InvalidEntryError]]:
        """Read rows into entries, some hundred at a time, so that the store can look all of them up at once."""
        rest = iter(rows)
        while some := [(row, self._read(row)) for row in islice(rest, _LOOKED_AHEAD)]:
            entries = [entry for _, entry in some if isinstance(entry, Precedent)]
            self._library.store.look_ahead([entry.id for entry in entries], [marks(entry.story) for entry in entries])
            yield from some

    def _read(self, row: RawRow) -> Precedent | InvalidEntryError:
        try:
            return self._reader.entry(row)
        except InvalidEntryError as error:
            return error

    def _row_of_id_is_free(self, entry: Precedent, row: int) -> None:
        if (first := self._row_of_id.get(entry.id)) is not None and first != row:
            key = "same_id_in_file" if entry.external_id else "same_text_in_file"
            reason = wording()["imports"][key].format(id=entry.external_id or entry.id, row=first)
            raise InvalidEntryError((reason,))

    def _fits_what_stands(self, entry: Precedent) -> Precedent:
        """Compare with the entry of the same id: keep its review state where nothing else differs."""
        standing = self._library.store.get(entry.id)
        if standing is None:
            return entry
        if likeness(standing.story, entry.story) < _ANOTHER_STORY:
            reason = wording()["imports"]["id_of_another_case"].format(id=entry.external_id or entry.id)
            raise InvalidEntryError((reason,))
        as_it_stands = replace(entry, review_state=standing.review_state)
        return as_it_stands if as_it_stands == standing else entry

    def _note_near_duplicate(self, entry: Precedent) -> None:
        mine = marks(entry.story)
        store = self._library.store
        near = store.get_many(worth_comparing(store.ids_with_marks(mine)))
        others = [(case_id, near[case_id].story) for case_id in sorted(near)]
        composed = {case_id for mark in mine for case_id in self._composed.get(mark, ())}
        others += [(case_id, self._library.show(case_id).story) for case_id in composed]
        found = most_alike(entry.id, entry.story, others)
        if found is not None and (pair := frozenset((found.id, found.other_id))) not in self._pairs:
            self._pairs.add(pair)
            self.near_duplicates.append(found)
