"""Importing a file: look first, then all good rows in one transaction, every other row named with its reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from case_library.errors import InvalidEntryError
from case_library.importers.formats import ONE_TABLE, TYPED, left_out_of, reader_of
from case_library.importers.import_report import ImportReport, Preview, RowProblem, row_told
from case_library.importers.promediconv import is_promediconv
from case_library.importers.raw_rows import RawRow
from case_library.importers.row_to_entry import RowEntry, RowReader
from case_library.imprint import is_imprint_of
from case_library.library import CaseLibrary
from case_library.near_duplicates import NearDuplicate, likeness, marks, most_alike, worth_comparing
from case_library.precedent import Precedent, ReviewState
from case_library.story_reader import StoryReader
from case_library.wording import import_words, wording

_LOOKED_AHEAD = 500
"""Rows that are read before the first of them is compared with what stands in the library."""
_ANOTHER_STORY = 50.0
"""Below this likeness (0..100) two stories under one id are two cases."""


def preview_file(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    source: str = "",
    read: StoryReader | None = None,
    limit: int = 10,
    today: date | None = None,
) -> Preview:
    """Read the first rows of a file and change nothing; the columns are those of all rows.

    Args:
        path: JSON Lines, CSV, Excel or Word, told by the ending.
        columns: column to field where a person has chosen; the rest is guessed.
        source: name of the collection.
        read: reads stories for their kind.
        limit: so many rows.
        today: the day whose year is the latest that a case can have; that of the clock where none is given.

    Raises:
        CaseLibraryError: the file cannot be read, or a given column does not exist.
    """
    rows = _row_reader(path, columns, source, read, today)
    read_rows: list[RowEntry] = []
    problems: list[RowProblem] = []
    for count, row in enumerate(reader_of(path, columns)(path)):
        if count >= limit:
            if path.suffix.lower() in ONE_TABLE:
                break
            rows.see({} if is_promediconv(row.values) else row.values)
            continue
        try:
            read_rows.append(rows.entry(row))
        except InvalidEntryError as error:
            problems.append(RowProblem(row.number, error.problems, row.sheet))
    return Preview(
        rows.columns,
        rows.unused,
        tuple(each.entry for each in read_rows),
        tuple(each.kind_read for each in read_rows),
        tuple(problems),
        left_out_of(path, columns),
    )


def import_file(
    path: Path,
    library: CaseLibrary,
    *,
    columns: Mapping[str, str] | None = None,
    source: str = "",
    read: StoryReader | None = None,
    today: date | None = None,
    progress: Callable[[Iterable[RawRow]], Iterable[RawRow]] = lambda rows: rows,
) -> ImportReport:
    """Import a file into a library.

    All good rows are saved in one transaction: a crash in the middle leaves the library as it was. The same file again
    changes nothing. New entries begin as drafts. An entry on which people work or have worked (a working paper,
    published, withdrawn) is never changed: a row that says something else than the one it was made of is reported. A
    kind of dispute that the file does not name stays as it stands.

    Args:
        path: JSON Lines, CSV, Excel or Word, told by the ending.
        library: where to.
        columns: column to field where a person has chosen; the rest is guessed.
        source: name of the collection; two collections that number their cases 1, 2, 3 need different names.
        read: reads stories for their kind.
        today: as for `preview_file`.
        progress: wraps the rows, so that a command can show how far it is.

    Raises:
        CaseLibraryError: the file cannot be read at all, a given column does not exist, or the library cannot
            be written.
    """
    reader = reader_of(path, columns)
    rows = _row_reader(path, columns, source, read, today)
    intake = _Intake(library, rows)
    saved = library.store.put_many(intake.entries(progress(reader(path))))
    return ImportReport(
        path,
        intake.rows,
        len(saved.added),
        len(saved.updated),
        len(saved.unchanged) + intake.unchanged,
        intake.all_problems(saved.kept),
        tuple(intake.near_duplicates),
        rows.columns,
        tuple(name for name in rows.unused if name not in (columns or {})),
        intake.kinds_read,
        intake.subtypes_read,
        left_out_of(path, columns),
    )


def _row_reader(
    path: Path, columns: Mapping[str, str] | None, source: str, read: StoryReader | None, today: date | None
) -> RowReader:
    ending = path.suffix.lower()
    return RowReader(
        given=columns,
        guess_similar=ending not in TYPED,
        source=source,
        read=read,
        same_columns=ending in ONE_TABLE,
        today=today,
    )


class _Intake:
    """Lets rows through one by one and notes what is wrong with the others."""

    def __init__(self, library: CaseLibrary, reader: RowReader) -> None:
        self.rows = 0
        self.unchanged = 0
        self.kinds_read = 0
        self.subtypes_read = 0
        self.problems: list[RowProblem] = []
        self.near_duplicates: list[NearDuplicate] = []
        self._library = library
        self._reader = reader
        self._row_of_id: dict[str, tuple[int, str]] = {}
        self._sheets: dict[str, int] = {}
        self._composed = library.composed_marks()
        self._worked_on = library.store.worked_on()
        self._pairs: set[frozenset[str]] = set()

    def entries(self, rows: Iterable[RawRow]) -> Iterator[Precedent]:
        """Give the entries that may go in."""
        say = wording()["imports"]
        for row, read in self._looked_up(rows):
            self.rows += 1
            self._sheets.setdefault(row.sheet, len(self._sheets))
            try:
                if isinstance(read, InvalidEntryError):
                    raise read
                self._row_of_id_is_free(read.entry, row)
                entry = self._fits_what_stands(read)
            except InvalidEntryError as error:
                self.problems.append(RowProblem(row.number, error.problems, row.sheet))
                continue
            if self._library.is_composed(entry.id):
                composed = self._library.show(entry.id)
                if composed == replace(entry, review_state=composed.review_state):
                    self.unchanged += 1
                else:
                    reason = say["id_of_a_composed_case"].format(id=entry.id)
                    self.problems.append(RowProblem(row.number, (reason,), row.sheet))
                continue
            self._row_of_id[entry.id] = (row.number, row.sheet)
            if entry.id in self._worked_on:
                self.unchanged += 1
                continue
            self._note_near_duplicate(entry)
            yield entry

    def _looked_up(self, rows: Iterable[RawRow]) -> Iterator[tuple[RawRow, RowEntry | InvalidEntryError]]:
        """Read rows into entries, some hundred at a time, so that the store can look all of them up at once."""
        rest = iter(rows)
        while some := [(row, self._read(row)) for row in islice(rest, _LOOKED_AHEAD)]:
            entries = [read.entry for _, read in some if isinstance(read, RowEntry)]
            self._library.store.look_ahead([entry.id for entry in entries], [marks(entry.story) for entry in entries])
            yield from some

    def _read(self, row: RawRow) -> RowEntry | InvalidEntryError:
        try:
            return self._reader.entry(row)
        except InvalidEntryError as error:
            return error

    def _row_of_id_is_free(self, entry: Precedent, row: RawRow) -> None:
        if (first := self._row_of_id.get(entry.id)) is not None and first != (row.number, row.sheet):
            key = "same_id_in_file" if entry.external_id else "same_text_in_file"
            reason = wording()["imports"][key].format(id=entry.external_id or entry.id, row=row_told(*first))
            raise InvalidEntryError((reason,))

    def all_problems(self, kept: Iterable[str]) -> tuple[RowProblem, ...]:
        """Give the problems by row, with those of entries that somebody began to work on meanwhile."""
        reason = import_words("worked_on_meanwhile")
        places = (self._row_of_id[case_id] for case_id in kept)
        problems = [*self.problems, *(RowProblem(row, (reason,), sheet) for row, sheet in places)]
        return tuple(sorted(problems, key=lambda problem: (self._sheets[problem.sheet], problem.row)))

    def _fits_what_stands(self, read: RowEntry) -> Precedent:
        """Compare with the entry of the same id.

        Keep its review state where nothing else differs, and its kind where the row does not tell one.

        Raises:
            InvalidEntryError: it is another case, or people have worked on it and the row has changed.
        """
        standing = self._library.store.get(read.entry.id)
        entry = read.entry if standing is None else _with_the_kind_of(standing, read)
        if standing is not None and standing == replace(entry, review_state=standing.review_state):
            return standing
        if (known := self._worked_on.get(entry.id)) is not None:
            kind = read.kind_read
            if is_imprint_of(known, read.entry, category_was_read=kind.category, subtype_was_read=kind.subtype):
                return entry
            raise InvalidEntryError((import_words("worked_on"),))
        if standing is None:
            self._count(read)
            return entry
        if likeness(standing.story, entry.story) < _ANOTHER_STORY:
            reason = wording()["imports"]["id_of_another_case"].format(id=entry.external_id or entry.id)
            raise InvalidEntryError((reason,))
        if standing.review_state is not ReviewState.DRAFT:
            raise InvalidEntryError((import_words("worked_on"),))
        self._count(read)
        return entry

    def _count(self, read: RowEntry) -> None:
        self.kinds_read += read.kind_read.category
        self.subtypes_read += read.kind_read.tells_subtype_of(read.entry)

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


def _with_the_kind_of(standing: Precedent, read: RowEntry) -> Precedent:
    """Give the entry of a row, with the kind that stands where the row does not tell one and its text is the same."""
    entry, kind = read.entry, read.kind_read
    if (entry.story, entry.source_kind) != (standing.story, standing.source_kind):
        return entry
    if kind.category:
        return replace(entry, category=standing.category, subtype=standing.subtype)
    if kind.subtype and entry.category == standing.category:
        return replace(entry, subtype=standing.subtype)
    return entry
