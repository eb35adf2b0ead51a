"""What the next rows of an import will ask the database for, fetched for some hundred of them at a time.

Each row is compared with what stands in the library. Asked for row by row, the way to the database and back costs
many times what the answer does: ten thousand rows took over a minute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.storage.case_records import SqlCases
from case_library.near_duplicates import shared_marks, worth_comparing
from case_library.precedent import Precedent


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What the database answered; what was not asked for is not known."""

    asked: frozenset[str] = frozenset()
    """Ids that were looked up, whether there is such a case or not."""
    cases: Mapping[str, Precedent] = field(default_factory=dict)
    ids_by_mark: Mapping[int, frozenset[str] | None] = field(default_factory=dict)
    """Every text mark that was looked up; None for those of boilerplate."""


async def look_up(cases: SqlCases, case_ids: Sequence[str], stories: Sequence[Sequence[int]]) -> LookedUp:
    """Fetch the cases of these ids, and what shares text marks with these stories and is worth comparing with them."""
    having = await cases.ids_by_mark(list(dict.fromkeys(mark for marks in stories for mark in marks)))
    near = (worth_comparing(shared_marks(having[mark] for mark in marks)) for marks in stories)
    asked = dict.fromkeys((*case_ids, *(case_id for some in near for case_id in some)))
    return LookedUp(frozenset(asked), await cases.get_many(tuple(asked)), having)
