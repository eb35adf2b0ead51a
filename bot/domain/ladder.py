"""The ladder of a waiting talk: what happens, and what the citizen is told, when nobody answers in time.

Pure functions of the plan (ladder.yaml), the state in the tables and the time; who runs them does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.domain.handoff import Handoff, HandoffKind
from nlp.findings import Risk

FILE = Path(__file__).with_name("ladder.yaml")
_LONGEST_PAUSE = 4
"""The last rung is repeated with pauses that double up to two to this power times its minutes."""


class Rung(StrEnum):
    """One step of the ladder."""

    ROOM = "room"
    OTHER_ROOM = "other_room"
    LAWYER_WINDOW = "lawyer_window"
    CALLBACK = "callback"
    OTHER_HELP = "other_help"
    ALARM = "alarm"
    """Danger: no steps to wait on; the alarm is repeated and widened."""


class ImpossibleLadderError(ValueError):
    """The plan makes no sense; the message says where."""


@dataclass(frozen=True, slots=True)
class LadderPlan:
    """How long each step waits for whom, and who is served before whom."""

    waits: Mapping[Rung, Mapping[Risk, timedelta]]
    """In the order of the steps."""
    alarm_again: timedelta
    head_start: Mapping[Risk, timedelta]
    place_kept: timedelta


@dataclass(frozen=True, slots=True)
class LadderState:
    """Where a waiting talk stands. `times` counts how often the rung was told."""

    rung: Rung
    since: datetime
    times: int = 1
    offered_kind: HandoffKind | None = None
    offered_organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Openings:
    """What is open to a waiting citizen at this moment; None where a step leads nowhere."""

    other_room: str | None = None
    lawyer_window: str | None = None
    callback_at: datetime | None = None


def read_plan(path: Path = FILE) -> LadderPlan:
    """Read a plan.

    Raises:
        ImpossibleLadderError: It cannot be read, or a rung, a grade or a number is missing or makes no sense.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        steps = [Rung(entry["code"]) for entry in raw["rungs"]]
        waits = {Rung(entry["code"]): _minutes(entry["minutes"], least=1) for entry in raw["rungs"]}
        plan = LadderPlan(
            waits=MappingProxyType(waits),
            alarm_again=_span(raw["alarm_again_minutes"], least=1),
            head_start=_minutes(raw["head_start_minutes"], least=0),
            place_kept=_span(raw["place_kept_minutes"], least=0),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as problem:
        raise ImpossibleLadderError(f"{path}: {problem}") from None
    if len(steps) != len(waits) or steps[0] is not Rung.ROOM or steps[-1] is not Rung.OTHER_HELP:
        raise ImpossibleLadderError(f"{path}: each rung stands once, room first and other_help last")
    if Rung.ALARM in waits:
        raise ImpossibleLadderError(f"{path}: alarm is no rung, see alarm_again_minutes")
    return plan


def next_step(
    handoff: Handoff, state: LadderState, openings: Openings, plan: LadderPlan, now: datetime
) -> LadderState | None:
    """Return the step to take now, or None where it is not yet time.

    Danger takes no steps: its alarm is repeated. Steps that lead nowhere now are passed over; the last one is told
    again with growing pauses, so that nobody waits in silence.
    """
    if handoff.dangerous:
        due = state.since + plan.alarm_again
        return LadderState(Rung.ALARM, now, _again(state, Rung.ALARM)) if now >= due else None
    if not is_due(state, handoff.risk, plan, now):
        return None
    order = list(plan.waits)
    below = order[order.index(state.rung) + 1 :] if state.rung in order else order[1:]
    return next(
        (step for rung in below if (step := _step(rung, openings, now)) is not None),
        LadderState(Rung.OTHER_HELP, now, _again(state, Rung.OTHER_HELP)),
    )


def is_due(state: LadderState, risk: Risk, plan: LadderPlan, now: datetime) -> bool:
    """Whether a talk that is in no danger has stood on its rung for long enough."""
    wait = plan.waits.get(state.rung, {}).get(risk, timedelta())
    if state.rung is Rung.OTHER_HELP:
        wait *= 2 ** min(state.times - 1, _LONGEST_PAUSE)
    return now >= state.since + wait


def in_serving_order(handoffs: Iterable[Handoff], head_start: Mapping[Risk, timedelta]) -> Sequence[Handoff]:
    """Sort by the time of the request less the head start of the risk.

    The head start is bounded, so whoever has waited longer than it is served before every later request, however
    grave: no stream of urgent talks can keep another waiting for ever.
    """

    def place(handoff: Handoff) -> tuple[datetime, datetime, str]:
        risk = Risk.RED if handoff.dangerous else handoff.risk
        return (handoff.requested_at - head_start[risk], handoff.requested_at, handoff.id)

    return sorted(handoffs, key=place)


def _step(rung: Rung, openings: Openings, now: datetime) -> LadderState | None:
    match rung:
        case Rung.OTHER_ROOM if openings.other_room is not None:
            return LadderState(rung, now, 1, HandoffKind.MEDIATION_ROOM, openings.other_room)
        case Rung.LAWYER_WINDOW if openings.lawyer_window is not None:
            return LadderState(rung, now, 1, HandoffKind.LAWYER_WINDOW, openings.lawyer_window)
        case Rung.CALLBACK if openings.callback_at is not None:
            return LadderState(rung, now)
        case Rung.OTHER_HELP:
            return LadderState(rung, now)
        case _:
            return None


def _again(state: LadderState, rung: Rung) -> int:
    return state.times + 1 if state.rung is rung else 1


def _minutes(raw: Mapping[str, Any], *, least: int) -> Mapping[Risk, timedelta]:
    if set(raw) != set(Risk):
        raise ValueError(f"minutes are given for {', '.join(Risk)}")
    return MappingProxyType({Risk(grade): _span(minutes, least=least) for grade, minutes in raw.items()})


def _span(minutes: Any, *, least: int) -> timedelta:
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not least <= minutes <= 7 * 24 * 60:
        raise ValueError(f"{minutes!r} is no number of minutes from {least} to a week")
    return timedelta(minutes=minutes)


SHIPPED = read_plan()
"""The plan as it is shipped."""
