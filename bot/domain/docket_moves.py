"""Taking a step of a file, pure: an illegal one is refused in words, a legal one gives the next file with its event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.dispute import END_STATES, Closure, Dispute, DisputeState
from bot.domain.dispute_file import DisputeFile, FileEvent, Instalment, Mediator
from bot.domain.docket_clocks import ClockRules
from bot.domain.docket_steps import PREVIOUS, SAME, Step, docket
from bot.domain.docket_terms import TermsMoved
from bot.domain.docket_values import FormError, read_values
from bot.domain.docket_words import citizen_words, plain_day
from bot.domain.file_entries import Entry
from bot.domain.staff import Role

_SIDE_STATES = frozenset({DisputeState.SUSPENDED, DisputeState.ALERTED, DisputeState.DEFAULTED})
"""A file goes back from these to where it was."""
_HEADS = frozenset({Role.SUPERVISOR, Role.DISTRICT})


class MoveError(ValueError):
    """The step is illegal now; the message says why, for staff. `forbidden`: because of the person, not the file."""

    def __init__(self, message: str, *, forbidden: bool = False) -> None:
        super().__init__(message)
        self.forbidden = forbidden


@dataclass(frozen=True, slots=True)
class Doer:
    """Who takes a step, and when; `now` carries the zone of the house. The house itself has no role."""

    now: datetime
    staff_id: str | None = None
    name: str = ""
    role: Role | None = None

    @property
    def today(self) -> date:
        """The present day."""
        return self.now.date()


def allowed_steps(file: DisputeFile, doer: Doer) -> tuple[Step, ...]:
    """The steps that this person may take now, in the order of the docket."""
    return tuple(step for step in docket().steps_from(file.dispute.state) if why_not(file, step, doer) is None)


def why_not(file: DisputeFile, step: Step, doer: Doer) -> MoveError | None:
    """Why the step is illegal for the file or the person; None where it is legal."""
    words, state = docket(), file.dispute.state
    if state not in step.sources:
        others = [other.name for other in words.steps_from(state) if doer.role in other.roles]
        shown = words.states[state].name
        if not others:
            return MoveError(words.moves["wrong_state_none"].format(state=shown))
        return MoveError(
            words.moves["wrong_state"].format(state=shown, step=step.name, others=words.words["separator"].join(others))
        )
    if doer.role not in step.roles:
        roles = words.words["separator"].join(words.words[f"role_{role}"] for role in Role if role in step.roles)
        return MoveError(words.moves["wrong_role"].format(step=step.name, roles=roles), forbidden=True)
    own = doer.role in _HEADS or (doer.staff_id is not None and file.is_mediator(doer.staff_id))
    if step.own and not own:
        return MoveError(words.moves["not_own"].format(step=step.name), forbidden=True)
    if step.needs_performed and (left := [each for each in file.instalments if not each.is_performed]):
        named = words.words["separator"].join(
            words.words["instalment"].format(position=each.position, due_on=plain_day(each.due_on)) for each in left
        )
        return MoveError(words.moves["not_performed"].format(open=named))
    if step.complete and (gaps := missing_for_archive(file)):
        named = words.words["separator"].join(words.missing[gap] for gap in gaps)
        return MoveError(words.moves["incomplete"].format(missing=named))
    return None


def missing_for_archive(file: DisputeFile) -> tuple[str, ...]:
    """What the law wants in a file and is not there: registration, work record, agreement (人民调解法 27), roads (26).

    A file closed before reasons were kept lacks no more than its closure.
    """
    steps = {event.step for event in file.events}
    closure = file.dispute.closure
    gaps = []
    if not file.events:
        gaps.append("registration")
    if steps & {"assign", "session"} and not file.sessions and not file.investigations and file.notice is None:
        gaps.append("work_record")
    if "agree" in steps and file.agreement is None:
        gaps.append("agreement")
    if closure is None:
        gaps.append("closure")
    elif closure.reason != "unrecorded" and (closure.told_on is None or not closure.roads):
        gaps.append("roads")
    return tuple(gaps)


def take(
    file: DisputeFile,
    step: Step,
    given: Mapping[str, Any],
    doer: Doer,
    rules: ClockRules,
    *,
    joined_into: str | None = None,
) -> DisputeFile:
    """Take a step.

    Args:
        file: The file as it stands.
        step: The step.
        given: The form as sent.
        doer: Who, and when.
        rules: The terms of the house.
        joined_into: Id of the file that `other_file` names, where the step joins two.

    Returns:
        The file afterwards: one event more, one version up.

    Raises:
        MoveError: The step is illegal for this file or this person.
        FormError: A field is missing or wrong.
    """
    if (refused := why_not(file, step, doer)) is not None:
        raise refused
    dispute = file.dispute
    registered_on = dispute.registered_at.astimezone(doer.now.tzinfo).date()
    values = read_values(step, given, today=doer.today, registered_on=registered_on)
    day = date.fromisoformat(values.get("day", doer.today.isoformat()))
    after = replace(
        file,
        mediators=_mediators(values) or file.mediators,
        instalments=_instalments(file, step, values, day),
        entries=(*file.entries, *_entries(step, values, day, doer)),
    )
    state = _next_state(dispute, step)
    closure = _closure(state, values, day) if state in END_STATES and step.outcome else dispute.closure
    words = citizen_words(step, values)
    event = FileEvent(
        at=doer.now,
        day=day,
        step=step.id,
        state=state,
        from_state=dispute.state,
        words=words,
        note=values.get("note", ""),
        reason=values.get("reason", ""),
        details={key: value for key, value in values.items() if key not in {"note", "reason", "day"}},
        staff_id=doer.staff_id,
        staff_name=doer.name,
    )
    moved = replace(
        dispute,
        state=state,
        version=dispute.version + 1,
        resumes=_resumes(dispute, step, state),
        closure=closure,
        agreed_fen=_agreed(values) if step.records == "agreement" else dispute.agreed_fen,
        joined_into=joined_into or dispute.joined_into,
        history=(*dispute.history, (doer.now, words)) if words else dispute.history,
    )
    after = replace(after, dispute=moved, events=(*file.events, event))
    return TermsMoved(file, after, step, values, day, doer.today, registered_on, rules).file()


def _next_state(dispute: Dispute, step: Step) -> DisputeState:
    match step.to:
        case "same":
            return dispute.state
        case "previous":
            return dispute.resumes or DisputeState.MEDIATING
        case to:
            return DisputeState(to)


def _resumes(dispute: Dispute, step: Step, state: DisputeState) -> DisputeState | None:
    if step.to == SAME:
        return dispute.resumes
    return dispute.state if state in _SIDE_STATES and step.to != PREVIOUS else None


def _closure(outcome: DisputeState, values: Mapping[str, Any], day: date) -> Closure:
    return Closure(
        outcome=outcome,
        reason=values["reason"],
        on=day,
        told_on=date.fromisoformat(values["told_on"]),
        told_how=values["told_how"],
        roads=tuple(values["roads"]),
        note=values.get("note", ""),
        prevented=values.get("prevented", ""),
        prevented_people=values.get("prevented_people", 0),
    )


def _agreed(values: Mapping[str, Any]) -> int | None:
    return int(Decimal(values["amount"]) * 100) if "amount" in values else None


def _mediators(values: Mapping[str, Any]) -> tuple[Mediator, ...]:
    chosen = values.get("mediators", ())
    return tuple(Mediator(each["name"], each["staff_id"], lead=place == 0) for place, each in enumerate(chosen))


def _entries(step: Step, values: Mapping[str, Any], day: date, doer: Doer) -> tuple[Entry, ...]:
    if not step.records:
        return ()
    content = {key: value for key, value in values.items() if key not in {"day", "instalments"}}
    for key, value in (step.sets or {}).items():
        content[key] = value.format(day=day.isoformat(), reason=values.get("reason", ""))
    return (Entry(step.records, day, doer.now, content, staff_id=doer.staff_id, staff_name=doer.name),)


def _instalments(file: DisputeFile, step: Step, values: Mapping[str, Any], day: date) -> tuple[Instalment, ...]:
    if step.records == "agreement":
        return tuple(
            Instalment(
                position=position,
                due_on=date.fromisoformat(each["due_on"]),
                amount=None if each["amount"] is None else Decimal(each["amount"]),
                what=each["what"],
                performed_on=day if each["performed"] else None,
            )
            for position, each in enumerate(values.get("instalments", ()), start=1)
        )
    if step.to == DisputeState.MEDIATING and file.dispute.state is DisputeState.UNCONFIRMED:
        return ()  # the old terms fell with the old agreement
    return _performed(file, values, day) if step.performs else file.instalments


def _performed(file: DisputeFile, values: Mapping[str, Any], day: date) -> tuple[Instalment, ...]:
    number, said = values["instalment"], docket().problems
    known = next((each for each in file.instalments if each.position == number), None)
    if known is None:
        raise FormError({"instalment": said["no_such_instalment"].format(number=number)})
    if known.is_performed:
        raise FormError({"instalment": said["already_performed"].format(number=number)})
    paid = Decimal(values["paid"]) if "paid" in values else None
    if paid is not None and known.performed_amount is not None:
        paid += known.performed_amount
    done = replace(known, performed_on=day, performed_amount=paid, proof=values["proof"], doubted_on=None)
    return tuple(done if each.position == number else each for each in file.instalments)
