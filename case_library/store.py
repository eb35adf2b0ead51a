"""What the library asks of the place that keeps its cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from case_library.precedent import Precedent


@dataclass(frozen=True, slots=True)
class Change:
    """A case as it stands after a change; `case` is None where it was removed."""

    id: str
    revision: int
    case: Precedent | None


@dataclass(frozen=True, slots=True)
class PutResult:
    """What one transaction did: ids by what happened to them, and the revision the store has now.

    `kept` are those that stay as they stand, since somebody worked on them meanwhile.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    revision: int
    kept: tuple[str, ...] = ()


class CaseStore(Protocol):
    """A keeper of cases.

    Each transaction that changes something raises the revision by one, so that an index can ask for what is newer than
    what it knows. All methods may be called from several threads and processes at once, and raise
    `CaseStoreAwayError` where the store does not answer.
    """

    def identity(self) -> str:
        """Tell this store from others, so that an index made from one is not taken for another's."""
        ...

    def revision(self) -> int:
        """Give the number of the newest change; 0 for an empty store."""
        ...

    def count(self) -> int:
        """Count the cases."""
        ...

    def get(self, case_id: str) -> Precedent | None:
        """Give one case, or None."""
        ...

    def get_many(self, case_ids: Sequence[str]) -> Mapping[str, Precedent]:
        """Give the cases of these ids that exist, by id."""
        ...

    def iterate(self) -> Iterator[Precedent]:
        """Give every case, ordered by id."""
        ...

    def changed_since(self, revision: int) -> Iterator[Change]:
        """Give what changed after a revision, oldest first."""
        ...

    def put_many(self, cases: Iterable[Precedent]) -> PutResult:
        """Take cases in, in one transaction: all of them or, on any error, none.

        A case on which people work (`worked_on`), or that was changed while the cases were being read, is kept.
        """
        ...

    def worked_on(self) -> Mapping[str, str]:
        """Give the cases on which people work or have worked, published ones too, with the imprint of their row.

        The imprint (`case_library.imprint`) is empty where it is not known.
        """
        ...

    def remove(self, case_id: str) -> bool:
        """Remove a case; False where there was none."""
        ...

    def ids_by_external_id(self, external_ids: Sequence[str]) -> Mapping[str, str]:
        """Give the ids of the cases that carry these external ids, by external id."""
        ...

    def ids_with_marks(self, marks: Sequence[int]) -> Mapping[str, int]:
        """Count, by case id, how many of these text marks (near_duplicates.marks) a case shares.

        Those that are just being taken in count too, and each case once, as it will stand. Marks of boilerplate are
        passed over (`near_duplicates.shared_marks`).
        """
        ...

    def look_ahead(self, case_ids: Sequence[str], stories: Sequence[Sequence[int]]) -> None:
        """Learn what will be asked next while cases are put in: these ids, and what shares these stories' text marks.

        A store that is far away fetches it at once; the answers are the same without.
        """
        ...
