"""Turning a row of somebody's file into an entry of ours."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from case_library.entry_format import from_json
from case_library.errors import InvalidEntryError
from case_library.importers import cell_values as cells
from case_library.importers.columns import columns_of, field_of, outcome_answered
from case_library.importers.kind_of_row import KindFinder, KindRead
from case_library.importers.plain_reading import fill_plainly, outcome_told
from case_library.importers.promediconv import as_columns, is_promediconv
from case_library.importers.raw_rows import RawRow
from case_library.precedent import AGREEMENT_REACHED, OWN_DOCKET_ID, Origin, Outcome, Precedent, ReviewState
from case_library.story_reader import StoryReader
from case_library.wording import complain, import_words, wording

_LONGEST_GUESSED_TITLE = 30
_TEXTS = ("external_id", "title", "story", "relation", "result", "comment", "source_kind")
_OF_THE_FORMAT = ("schema_version",)
_SHORTEST_STORY = 4
"""So many Chinese characters say at least what was at issue; a 1, a 无 or 见附件 does not."""
_OWN_ID = re.compile(OWN_DOCKET_ID + "[0-9a-f]{16}")
_LONGEST_COUNT = 4
"""A number of more digits is more than the count of a row."""
_A_SENTENCE = 8
"""So many characters in a column of outcomes are no name of one."""
_ENDS = "，。；！？,;\n"
_CELL_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "year": cells.year_of,
    "months_taken": cells.months_of,
    "claimed_yuan": cells.sum_of,
    "settled_yuan": cells.sum_of,
    **dict.fromkeys(cells.LISTS, cells.list_of),
}


@dataclass(frozen=True, slots=True)
class RowEntry:
    """An entry as a row gives it, and what of its kind the story was read for."""

    entry: Precedent
    kind_read: KindRead


class RowReader:
    """Reads the rows of one file.

    Attributes:
        columns: column to field, of all rows that have been seen.
    """

    def __init__(
        self,
        *,
        given: Mapping[str, str] | None,
        guess_similar: bool,
        source: str,
        read: StoryReader | None,
        same_columns: bool = True,
        today: date | None = None,
    ) -> None:
        """Prepare for a file.

        Args:
            given: column to field as a person has chosen.
            guess_similar: whether columns with similar names are taken too.
            source: name of the collection, part of the identity of its entries.
            read: reads stories for their kind, for rows that do not say theirs.
            same_columns: whether all rows have the columns of the first; the fields of JSON objects and of cases in a
                document come and go.
            today: the day whose year is the latest that a case can have; that of the clock where none is given.
        """
        self._given = given or {}
        self._guess_similar = guess_similar
        self._source = source
        self._kinds = KindFinder(read, own_words=guess_similar)
        self._same_columns = same_columns
        self._today = today
        self._seen: tuple[str, ...] = ()
        self._columns: Mapping[str, str] = {}
        self.columns: Mapping[str, str] = {}
        self._names: dict[str, None] = {}

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns that are no field, of all rows that have been seen."""
        return tuple(name for name in self._names if name not in self.columns and name not in _OF_THE_FORMAT)

    def entry(self, row: RawRow) -> RowEntry:
        """Read one row.

        Raises:
            InvalidEntryError: the row cannot become an entry; every reason is named.
        """
        if row.problem:
            raise InvalidEntryError((row.problem,))
        fields = as_columns(row.values) if is_promediconv(row.values) else self._by_field(row.values)
        problems: list[str] = []
        for name, read in _CELL_READERS.items():
            if (cell := fields.get(name)) is not None:
                try:
                    fields[name] = read(name, cell)
                except cells.UnreadableCellError as error:
                    problems.append(str(error))
                    del fields[name]
        kind_read = self._codes(fields, problems)
        self._identity(fields, row)
        fields["origin"] = _origin(fields)
        if too_short := _too_short(fields):
            problems.append(too_short)
        try:
            entry = from_json(fields, self._today)
        except InvalidEntryError as error:
            raise InvalidEntryError(self._told_once((*problems, *error.problems))) from error
        if problems:
            raise InvalidEntryError(tuple(problems))
        return RowEntry(replace(entry, review_state=ReviewState.DRAFT), kind_read)

    def _told_once(self, problems: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out what only follows from another problem: without a story no kind is read and no title cut."""
        no_kind, no_story = wording()["imports"]["no_category"], complain("missing", field="story")
        follows = {complain("missing", field="category")} if no_kind in problems else set()
        if no_story in problems:
            follows |= {no_kind} if "category" not in self._columns.values() else set()
            follows |= {complain("missing", field="title")} if "title" not in self._columns.values() else set()
        return tuple(problem for problem in problems if problem not in follows)

    def see(self, values: Mapping[str, Any]) -> None:
        """Take notice of the columns of a row.

        Raises:
            CaseLibraryError: a given column or field does not exist.
        """
        names = tuple(str(name) for name in values)
        if names == self._seen:
            return
        first_of_a_table = self._same_columns and not self._seen
        given = {name: self._given[name] for name in self._given if first_of_a_table or name in names}
        if self._guess_similar:
            self._columns = columns_of(names, given)
        else:
            exact = {name: field for name in names if (field := field_of(name)) is not None}
            self._columns = {name: field for name, field in (exact | given).items() if field}
        self._seen = names
        self._names |= dict.fromkeys(name for name in names if name)
        self.columns = {**self.columns, **self._columns}

    def _by_field(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give the cells under our field names, empty ones left out."""
        self.see(values)
        fields: dict[str, Any] = {}
        for name, cell in values.items():
            field = self._columns.get(str(name))
            if field is not None and cell is not None and not (isinstance(cell, str) and not cell.strip()):
                fields.setdefault(field, _as_text(cell) if self._guess_similar and field in _TEXTS else cell)
        if "schema_version" in values:
            fields["schema_version"] = values["schema_version"]
        return fields

    def _codes(self, fields: dict[str, Any], problems: list[str]) -> KindRead:
        """Put codes where the file has names, and find the kind where it has none; say what of it was read."""
        read = self._kinds.fill(fields)
        if "category" not in fields:
            problems.append(wording()["imports"]["no_category"])
        if (kind := fields.get("organisation_kind")) is not None:
            fields["organisation_kind"] = cells.organisation_kind_of(kind)
        self._outcome(fields, problems)
        if self._guess_similar:
            fill_plainly(fields, self._today)
        if "title" not in fields and "title" not in self._columns.values() and isinstance(fields.get("story"), str):
            fields["title"] = _first_clause(fields["story"])
        return read

    def _outcome(self, fields: dict[str, Any], problems: list[str]) -> None:
        """Read the column of outcomes; a whole sentence there is no name of one, and goes to the result."""
        if (written := fields.pop("outcome", None)) is None:
            return
        if (answered := self._answered(str(written), fields)) is not None:
            if answered:
                fields["outcome"] = answered
            return
        try:
            fields["outcome"] = cells.outcome_of(written)
        except cells.UnreadableCellError as error:
            if self._guess_similar and len(str(written)) >= _A_SENTENCE:
                told = str(written).strip()
                fields["result"] = f"{fields['result']}\n{told}" if fields.get("result") else told
            else:
                problems.append(str(error))

    def _answered(self, cell: str, fields: Mapping[str, Any]) -> str | None:
        """Read a yes or no to 是否履行 and the like; what the result says of no agreement explains a no."""
        asking = (name for name, field in self._columns.items() if field == "outcome")
        answered = next((code for name in asking if (code := outcome_answered(name, cell)) is not None), None)
        if answered != Outcome.DEFAULTED:
            return answered
        told = outcome_told(str(fields.get("result", "")))
        return answered if told in (None, Outcome.UNKNOWN, *AGREEMENT_REACHED) else told

    def _identity(self, fields: dict[str, Any], row: RawRow) -> None:
        """Give the entry an id that is the same each time the same row is imported.

        A mere 1, 2, 3 begins anew on every sheet of a workbook: there the sheet's name tells them apart.
        """
        external = fields.get("external_id")
        if external is None and "schema_version" not in fields and "id" in fields:
            external = fields.pop("id")
        if external is not None:
            fields["external_id"] = _as_text(external).strip()
        if "id" not in fields:
            key = fields.get("external_id") or f"{fields.get('title')}\n{fields.get('story')}"
            if row.further_sheet and key.isdecimal() and len(key) <= _LONGEST_COUNT:
                key = f"{row.sheet}\n{key}"
            fields["id"] = "im-" + hashlib.sha256(f"{self._source}\n{key}".encode()).hexdigest()[:16]


def _origin(fields: Mapping[str, Any]) -> Any:
    """Give where an entry comes from: of the own docket is only what such an office has written out itself."""
    said = fields.get("origin") or Origin.IMPORTED.value
    written_out = "schema_version" in fields and _OWN_ID.fullmatch(str(fields["id"]))
    return Origin.IMPORTED.value if said == Origin.OWN_DOCKET.value and not written_out else said


def _too_short(fields: Mapping[str, Any]) -> str:
    """Say that a story tells nothing; empty where it does, or is missing, or an office has written the entry out."""
    story = fields.get("story")
    if "schema_version" in fields or not isinstance(story, str) or not story.strip():
        return ""
    few = sum("\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf" for sign in story) < _SHORTEST_STORY
    return import_words("story_too_short", fewest=_SHORTEST_STORY) if few else ""


def _as_text(cell: Any) -> str:
    """Write a cell as a sheet shows it: 12, not 12.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _first_clause(story: str) -> str:
    text = story.strip()[:_LONGEST_GUESSED_TITLE]
    ends = [at for sign in _ENDS if (at := text.rfind(sign)) > _LONGEST_GUESSED_TITLE // 3]
    return text[: max(ends)] if ends else text
