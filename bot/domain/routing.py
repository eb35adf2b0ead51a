"""Who is to take which waiting talk, and why: a pure function of the queue and of the people on duty.

Every process finds the same answer from the same tables, so nobody has to remember an assignment: when somebody comes
free, the next look at the queue offers him the next talk at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.handoff import Handoff, HandoffKind
from bot.domain.staff import Action, Role, StaffMember

_ELDERLY_FROM = 60
_MINOR_BELOW = 18
_SHORTEST_NAME = 2
"""Names of one character would be found everywhere."""
NEEDS = frozenset({"elderly", "disabled", "minor", "sign_language"})
"""For whom somebody can be specially prepared; an organisation of the directory says it in the same codes."""
_NEED_WORDS = {
    "sign_language": ("聋", "手语", "听不见"),
    "disabled": ("残疾", "残联", "轮椅", "盲人", "失明"),
}


class Reason(StrEnum):
    """Why a talk is offered to somebody; the console has words for each."""

    CHOSEN = "chosen"
    """The citizen chose him, or a colleague handed it to him by name."""
    NEED = "need"
    """He is prepared for what the citizen needs: old, disabled, a minor, sign language."""
    CATEGORY = "category"
    """Such disputes are what he is for."""
    LOAD = "load"
    """Of those who may take it he holds the fewest."""
    ONLY = "only"
    """Nobody else may take it now."""


class Obstacle(StrEnum):
    """Why a talk is not offered to somebody."""

    RECUSED = "recused"
    GAVE_UP = "gave_up"
    VANISHED = "vanished"
    CONFLICT = "conflict"
    """A name that he declared stands in the case."""
    FULL = "full"
    ROLE = "role"
    CATEGORY = "other_category"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who takes talks now, for which organisations, and with how much room."""

    staff: StaffMember
    organisation_ids: frozenset[str]
    held: int = 0
    capacity: int | None = None
    categories: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    """Names that are too near to him."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One talk and whom it is offered to (None: nobody may take it now), with reasons; and who may not, and why."""

    handoff_id: str
    staff_id: str | None = None
    reasons: tuple[Reason, ...] = ()
    obstacles: Mapping[str, Obstacle] = field(default_factory=dict)


def offers(
    queue: Sequence[Handoff], people: Iterable[Candidate], passed_over: Mapping[str, Mapping[str, str]]
) -> tuple[Offer, ...]:
    """Offer the waiting talks, in the order of serving, to the people on duty.

    Args:
        queue: The waiting live talks in the order in which they are served.
        people: Everybody who takes talks now.
        passed_over: By talk the ids of those who withdrew from it, gave it up or vanished with it, and why.

    Returns:
        One offer a talk. What is offered counts as held for the talks behind it, so one free person is not offered two.
    """
    load = {person.staff.id: person.held for person in people}
    found = []
    for handoff in queue:
        there = [p for p in people if handoff.organisation_id in p.organisation_ids or _comes_for_danger(p, handoff)]
        barred = {p.staff.id: why for p in there if (why := _obstacle(p, handoff, passed_over, load)) is not None}
        free = [person for person in there if person.staff.id not in barred]
        if not free:
            found.append(Offer(handoff.id, obstacles=barred))
            continue
        best = min(free, key=lambda person: _order(person, handoff, load))
        found.append(Offer(handoff.id, best.staff.id, _reasons(best, handoff, free, load), barred))
        load[best.staff.id] += 1
    return tuple(found)


def needs_of(brief: Mapping[str, Any]) -> frozenset[str]:
    """Return what kind of help the citizen needs, by the codes of the directory, from age and words of the brief."""
    told = " ".join(str(line) for line in brief.get("story") or ())
    found = {need for need, words in _NEED_WORDS.items() if any(word in told for word in words)}
    age = next((fact.get("value") for fact in brief.get("facts") or () if fact.get("name") == "age"), None)
    if brief.get("minor") or (isinstance(age, int | float) and age < _MINOR_BELOW):
        found.add("minor")
    elif isinstance(age, int | float) and age >= _ELDERLY_FROM:
        found.add("elderly")
    return frozenset(found)


def names_in_case(brief: Mapping[str, Any], names: Collection[str]) -> frozenset[str]:
    """Return which of these names stand in a brief: as a party, or anywhere in what was told."""
    facts = [str(fact.get("value", "")) for fact in brief.get("facts") or ()]
    told = "\n".join((*facts, *(str(line) for line in brief.get("story") or ()), str(brief.get("headline", ""))))
    return frozenset(name for name in names if len(name) >= _SHORTEST_NAME and name in told)


def _obstacle(
    person: Candidate, handoff: Handoff, passed_over: Mapping[str, Mapping[str, str]], load: Mapping[str, int]
) -> Obstacle | None:
    gone = passed_over.get(handoff.id, {}).get(person.staff.id)
    if gone == Obstacle.RECUSED:
        return Obstacle.RECUSED
    if names_in_case(handoff.brief, person.declared | {person.staff.name}):
        return Obstacle.CONFLICT
    if handoff.dangerous:  # danger is offered to everybody else: no capacity, no speciality, no earlier trouble counts
        return None
    if gone is not None and handoff.wanted_staff_id != person.staff.id:
        return Obstacle(gone)
    if not _right_role(person.staff.role, handoff.kind):
        return Obstacle.ROLE
    category = handoff.brief.get("category")
    if person.categories and category is not None and category not in person.categories:
        return Obstacle.CATEGORY
    full = person.capacity is not None and load[person.staff.id] >= person.capacity
    return Obstacle.FULL if full else None


def _right_role(role: Role, kind: HandoffKind) -> bool:
    return (role is Role.LAWYER) == (kind is HandoffKind.LAWYER_WINDOW)


def _comes_for_danger(person: Candidate, handoff: Handoff) -> bool:
    return handoff.dangerous and person.staff.may(Action.SEE_EMERGENCIES)


def _order(person: Candidate, handoff: Handoff, load: Mapping[str, int]) -> tuple[bool, int, bool, float, str]:
    category = handoff.brief.get("category")
    return (
        handoff.wanted_staff_id != person.staff.id,
        -len(needs_of(handoff.brief) & person.needs),
        category not in person.categories,
        load[person.staff.id] / (person.capacity or 1),
        person.staff.id,
    )


def _reasons(
    best: Candidate, handoff: Handoff, free: Sequence[Candidate], load: Mapping[str, int]
) -> tuple[Reason, ...]:
    if len(free) == 1 and handoff.wanted_staff_id != best.staff.id:
        return (Reason.ONLY,)
    found = []
    if handoff.wanted_staff_id == best.staff.id:
        found.append(Reason.CHOSEN)
    if needs_of(handoff.brief) & best.needs:
        found.append(Reason.NEED)
    if handoff.brief.get("category") in best.categories:
        found.append(Reason.CATEGORY)
    if all(load[best.staff.id] <= load[other.staff.id] for other in free):
        found.append(Reason.LOAD)
    return tuple(found)
