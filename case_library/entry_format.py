"""An entry as plain JSON values: reading with every mistake named, and writing.

The same format is described for outsiders in docs/schemas/case-entry.schema.json; a test holds both together.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from case_library.case_year import EARLIEST_YEAR, can_be_of, latest_year
from case_library.errors import InvalidEntryError
from case_library.precedent import Origin, Outcome, Precedent, ReviewState, Utterance
from case_library.wording import complain
from knowledge.organisations import organisation_kinds
from nlp import taxonomy

FORMAT_VERSION = 1
LONGEST_TEXT = 20_000
LONGEST_LINE = 200
LARGEST_SUM_YUAN = 1e11
_EMPTY: tuple[Any, ...] = (None, "", [], {})

_Choice = TypeVar("_Choice", bound=StrEnum)
_KNOWN = frozenset(Precedent.__dataclass_fields__) | {"schema_version"}


class _Reader:
    """Takes fields out of a row and collects what is wrong with them."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.row = row
        self.problems: list[str] = []

    def text(self, name: str, *, longest: int = LONGEST_TEXT, required: bool = False) -> str:
        value = self.row.get(name)
        if value is None or value == "":
            if required:
                self.problems.append(complain("missing", field=name))
            return ""
        if not isinstance(value, str):
            self.problems.append(complain("not_text", field=name))
            return ""
        value = value.strip()
        if not value and required:
            self.problems.append(complain("missing", field=name))
        if len(value) > longest:
            self.problems.append(complain("too_long", field=name, longest=longest))
        if any(ord(sign) < 32 and sign not in "\n\t\r" for sign in value):
            self.problems.append(complain("control_characters", field=name))
        return value

    def lines(self, name: str) -> tuple[str, ...]:
        value = self.row.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problems.append(complain("not_list", field=name))
            return ()
        return tuple(item.strip() for item in value if item.strip())

    def number(self, name: str, *, largest: float) -> float | None:
        value = self.row.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problems.append(complain("not_number", field=name))
            return None
        if not 0 <= value <= largest:
            self.problems.append(complain("out_of_range", field=name, value=value))
            return None
        return value

    def year(self, today: date | None) -> int | None:
        value = self.number("year", largest=math.inf)
        if value is None:
            return None
        if not can_be_of(value, today):
            places = {"value": f"{value:.15g}", "earliest": EARLIEST_YEAR, "latest": latest_year(today)}
            self.problems.append(complain("no_year_of_a_case", field="year", **places))
            return None
        return int(value)

    def code(self, name: str, allowed: Callable[[str], bool], *, required: bool = False) -> str:
        value = self.text(name, longest=LONGEST_LINE, required=required)
        if value and not allowed(value):
            self.problems.append(complain("unknown_code", field=name, value=value))
        return value

    def choice(self, name: str, kind: type[_Choice], default: _Choice) -> _Choice:
        value = self.row.get(name)
        if value is None:
            return default
        try:
            return kind(value)
        except ValueError:
            self.problems.append(complain("unknown_code", field=name, value=value))
            return default


def from_json(row: Mapping[str, Any], today: date | None = None) -> Precedent:
    """Read one entry.

    Args:
        row: the entry as JSON values.
        today: the day whose year is the latest that a case can have; that of the clock where none is given.

    Raises:
        InvalidEntryError: with every problem found, in Chinese.
    """
    read = _Reader(row)
    read.problems += [complain("unknown_field", field=name) for name in sorted(set(row) - _KNOWN)]
    if row.get("schema_version", FORMAT_VERSION) != FORMAT_VERSION:
        read.problems.append(complain("other_version", value=row["schema_version"], known=FORMAT_VERSION))
    category = read.code("category", taxonomy.MEDIABLE.__contains__, required=True)
    subtypes = taxonomy.CATEGORIES[category].subtypes if category in taxonomy.MEDIABLE else {}
    facts = row.get("facts", {})
    if not isinstance(facts, Mapping) or not all(isinstance(name, str) for name in facts):
        read.problems.append(complain("not_mapping", field="facts"))
        facts = {}
    case = Precedent(
        id=read.text("id", longest=LONGEST_LINE, required=True),
        external_id=read.text("external_id", longest=LONGEST_LINE) or None,
        title=read.text("title", longest=LONGEST_LINE, required=True),
        category=category,
        subtype=read.code("subtype", lambda code: not subtypes or code in subtypes) or "other",
        story=read.text("story", required=True),
        relation=read.text("relation", longest=LONGEST_LINE),
        facts=dict(facts),
        disputed=read.lines("disputed"),
        methods=read.lines("methods"),
        result=read.text("result"),
        terms=read.lines("terms"),
        legal_basis=read.lines("legal_basis"),
        comment=read.text("comment"),
        tags=read.lines("tags"),
        organisation_kind=read.code("organisation_kind", organisation_kinds().__contains__),
        year=read.year(today),
        outcome=read.choice("outcome", Outcome, Outcome.UNKNOWN),
        months_taken=read.number("months_taken", largest=600),
        claimed_yuan=read.number("claimed_yuan", largest=LARGEST_SUM_YUAN),
        settled_yuan=read.number("settled_yuan", largest=LARGEST_SUM_YUAN),
        origin=read.choice("origin", Origin, Origin.IMPORTED),
        review_state=read.choice("review_state", ReviewState, ReviewState.DRAFT),
        source_kind=read.text("source_kind", longest=LONGEST_LINE),
        parties=read.lines("parties"),
        dialogue=_dialogue(read),
    )
    if read.problems:
        raise InvalidEntryError(tuple(read.problems))
    return case


def _dialogue(read: _Reader) -> tuple[Utterance, ...]:
    turns = read.row.get("dialogue") or []
    if not isinstance(turns, Sequence) or not all(
        isinstance(turn, Mapping) and all(isinstance(turn.get(key), str) for key in ("speaker", "text"))
        for turn in turns
    ):
        read.problems.append(complain("not_dialogue", field="dialogue"))
        return ()
    return tuple(Utterance(turn["speaker"], turn["text"], str(turn.get("strategy") or "")) for turn in turns)


def stored(case: Precedent) -> dict[str, Any]:
    """Write one entry for keeping: as `to_json`, without what is empty."""
    return {name: value for name, value in to_json(case).items() if value not in _EMPTY}


def restored(row: Mapping[str, Any]) -> Precedent:
    """Read what `stored` wrote, without looking for mistakes again: many times faster than `from_json`."""
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    del fields["schema_version"]
    fields["outcome"] = Outcome(row["outcome"])
    fields["origin"] = Origin(row["origin"])
    fields["review_state"] = ReviewState(row["review_state"])
    fields["dialogue"] = tuple(Utterance(**turn) for turn in row.get("dialogue", ()))
    return Precedent(**fields)


def published_json(case: Precedent) -> dict[str, Any]:
    """Write a published entry for programs, which know a case of a file again by its number there."""
    return to_json(case, with_dialogue=False) | {"external_id": case.external_id}


def to_json(case: Precedent, *, with_dialogue: bool = True) -> dict[str, Any]:
    """Write one entry; `from_json` gives the same entry back.

    Without dialogue, parties and its number in the file that it came from, which may lead to a person, it is fit to be
    shown.
    """
    written: dict[str, Any] = {"schema_version": FORMAT_VERSION}
    for name in Precedent.__dataclass_fields__:
        value = getattr(case, name)
        if isinstance(value, StrEnum):
            written[name] = value.value
        elif name == "facts":
            written[name] = dict(value)
        elif isinstance(value, tuple):
            written[name] = list(value)
        else:
            written[name] = value
    written["dialogue"] = [
        {"speaker": turn.speaker, "text": turn.text, "strategy": turn.strategy} for turn in case.dialogue
    ]
    if not with_dialogue:
        del written["dialogue"], written["parties"], written["external_id"]
    return written
