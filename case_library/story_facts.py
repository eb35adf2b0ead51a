"""The facts of an entry: those it carries, or else what the fact reader finds in its story.

Imported rows seldom carry facts. They are read when two stories are compared, not when rows come in: a story costs one
or two milliseconds, which would triple the time of an import of 10,000 rows, and reading would be frozen into entries
that must stay equal to the rows they were made of. A search shows a few cases, reads only the kinds of facts that the
asker has told, and remembers the stories read last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from case_library.precedent import Precedent
from nlp.facts import circumstances, durations, people
from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.normalise import normalise

Finder = Callable[[Message], Sequence[Fact]]
_FINDERS: Mapping[str, Finder] = {
    "injured": circumstances.find,
    "written_contract": circumstances.find,
    "months": durations.find,
    "headcount": people.find,
}
"""What finds a fact that does not depend on the day of the story."""
READABLE = frozenset(_FINDERS)
_NO_DAY = date(2000, 1, 1)
_REMEMBERED = 1_000


def facts_of(case: Precedent, names: Iterable[str] = READABLE) -> Mapping[str, Any]:
    """Give the facts of an entry that carries some, else those of these names (`READABLE`) that its story tells."""
    if case.facts:
        return case.facts
    found = {name: _read(case.story, _FINDERS[name]).get(name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


@lru_cache(_REMEMBERED)
def _read(story: str, find: Finder) -> Mapping[str, Any]:
    facts: dict[str, Any] = {}
    for fact in find(_message(story)):
        facts.setdefault(fact.name, fact.value)
    return facts


@lru_cache(len(READABLE))
def _message(story: str) -> Message:
    return Message(normalise(story), _NO_DAY)
