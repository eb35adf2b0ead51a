"""A file as the report sees it: codes, days and sums, made from its first page and its steps; nobody's name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

HARD = "hard"
SATISFIED = 4
"""From this mark on (5 the best) a visited party counts as satisfied."""


@dataclass(frozen=True, slots=True)
class FiledStep:
    """One step of a file: its code in the docket, the day it took effect, its reason, what else it recorded."""

    step: str
    day: date
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the report needs of a file's first page.

    Attributes:
        id: Id of the file.
        organisation_id: Who keeps it.
        category: Code of the kind of dispute.
        source: How it came in.
        source_group: application, own_motion or entrusted.
        place: Where it happened, in words; empty where unknown.
        people: How many persons it concerns.
        registered_on: Day of registration.
        lead: Whether it began as a lead found by screening.
        outcome: Code of the end state; empty while it is open.
        closed_on: The day it ended.
        closure_reason: Code of the reason of its end.
        prevented: What worse course was prevented; empty for none.
        prevented_people: How many persons that concerned.
        agreed_fen: The sum agreed, in hundredths of a yuan.
    """

    id: str
    organisation_id: str
    category: str
    source: str
    source_group: str
    registered_on: date
    place: str = ""
    people: int = 1
    lead: bool = False
    outcome: str = ""
    closed_on: date | None = None
    closure_reason: str = ""
    prevented: str = ""
    prevented_people: int = 0
    agreed_fen: int | None = None


@dataclass(frozen=True, slots=True)
class CountedFile:
    """A file with the days on which what is counted happened; None where it has not."""

    page: FirstPage
    accepted_on: date | None = None
    first_session_on: date | None = None
    agreed_on: date | None = None
    written: bool = False
    hard: bool = False
    prevented: str = ""
    prevented_people: int = 0
    defaulted_on: date | None = None
    applied_to_court_on: date | None = None
    confirmed_on: date | None = None
    marks: tuple[tuple[date, int], ...] = ()
    """Days of visits and the marks that parties gave, 1 to 5."""
    set_aside_on: date | None = None
    """The day a visit found that a court had changed, revoked or voided the agreement."""

    @property
    def days(self) -> tuple[date | None, ...]:
        """Every day on which something countable happened."""
        page = self.page
        return (
            page.registered_on,
            page.closed_on,
            self.accepted_on,
            self.first_session_on,
            self.agreed_on,
            self.applied_to_court_on,
            self.confirmed_on,
            self.set_aside_on,
            *(day for day, _ in self.marks),
        )


def counted(page: FirstPage, steps: Sequence[FiledStep]) -> CountedFile:
    """Make a file countable.

    An agreement that the court did not confirm and that was mediated anew counts only when there is another one.

    Args:
        page: Its first page.
        steps: Its steps, oldest first.
    """
    agreed = _last(steps, "agree")
    fell = _last(steps, "remediate")
    if agreed is not None and fell is not None and steps.index(fell) > steps.index(agreed):
        agreed = None
    accepted = _first(steps, "accept")
    return CountedFile(
        page=page,
        accepted_on=_day(accepted),
        first_session_on=_day(_first(steps, "session")),
        agreed_on=_day(agreed),
        written=agreed is not None and agreed.details.get("form") != "oral",
        hard=accepted is not None and accepted.details.get("difficulty") == HARD,
        prevented=page.prevented or _detail(agreed, "prevented", ""),
        prevented_people=page.prevented_people or int(_detail(agreed, "prevented_people", 0)),
        defaulted_on=_day(_first(steps, "default")),
        applied_to_court_on=_day(_last(steps, "apply_confirmation")),
        confirmed_on=_day(_last(steps, "confirm")),
        marks=tuple((each.day, int(mark)) for each in steps if each.step == "visit" and (mark := _mark(each))),
        set_aside_on=next(
            (s.day for s in steps if s.step == "visit" and s.details.get("lawsuit") in {"changed", "revoked", "void"}),
            None,
        ),
    )


def _mark(visit: FiledStep) -> int:
    return int(visit.details.get("satisfaction") or 0)


def _first(steps: Iterable[FiledStep], code: str) -> FiledStep | None:
    return next((step for step in steps if step.step == code), None)


def _last(steps: Sequence[FiledStep], code: str) -> FiledStep | None:
    return _first(reversed(steps), code)


def _day(step: FiledStep | None) -> date | None:
    return None if step is None else step.day


def _detail(step: FiledStep | None, name: str, without: Any) -> Any:
    return without if step is None else step.details.get(name) or without
