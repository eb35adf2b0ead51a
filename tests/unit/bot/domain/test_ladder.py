"""The ladder as a pure function, and its plan as data: what is odd is named, what is due is due."""

import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.handoff import Handoff, HandoffKind, HandoffStatus
from bot.domain.ladder import (
    FILE,
    SHIPPED,
    ImpossibleLadderError,
    LadderState,
    Openings,
    Rung,
    in_serving_order,
    next_step,
    read_plan,
)
from nlp.findings import Risk

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def talk(risk: Risk = Risk.YELLOW, minutes_ago: float = 0, name: str = "h") -> Handoff:
    at = NOW - timedelta(minutes=minutes_ago)
    kind = HandoffKind.EMERGENCY if risk is Risk.RED else HandoffKind.MEDIATION_ROOM
    return Handoff(name, "c", kind, "room", risk, HandoffStatus.WAITING, at, {})


@pytest.mark.parametrize("risk", [risk for risk in Risk if risk is not Risk.RED])
def test_each_grade_waits_as_long_as_the_plan_says(risk: Risk) -> None:
    state, wait = LadderState(Rung.ROOM, NOW), SHIPPED.waits[Rung.ROOM][risk]
    openings = Openings(other_room="other", lawyer_window="window", callback_at=NOW)
    assert next_step(talk(risk), state, openings, SHIPPED, NOW + wait - timedelta(seconds=1)) is None
    step = next_step(talk(risk), state, openings, SHIPPED, NOW + wait)
    assert step is not None
    assert (step.rung, step.offered_organisation_id) == (Rung.OTHER_ROOM, "other")


@given(st.booleans(), st.booleans(), st.booleans(), st.sampled_from([Risk.ORANGE, Risk.YELLOW, Risk.GREEN]))
def test_every_ladder_ends_at_other_help_and_goes_on_telling(room: bool, window: bool, call: bool, risk: Risk) -> None:
    openings = Openings("a" if room else None, "b" if window else None, NOW if call else None)
    state, now, rungs = LadderState(Rung.ROOM, NOW), NOW, []
    for _ in range(8):
        now += timedelta(days=1)
        step = next_step(talk(risk), state, openings, SHIPPED, now)
        assert step is not None
        rungs.append(step.rung)
        state = step
    wanted = [Rung.OTHER_ROOM] * room + [Rung.LAWYER_WINDOW] * window + [Rung.CALLBACK] * call
    assert rungs == wanted + [Rung.OTHER_HELP] * (8 - len(wanted))
    assert state.times == 8 - len(wanted)


def test_danger_takes_no_steps_and_its_alarm_never_ends() -> None:
    state = LadderState(Rung.ROOM, NOW)
    for times in range(1, 5):
        now = NOW + times * SHIPPED.alarm_again
        assert next_step(talk(Risk.RED), state, Openings("a", "b", NOW), SHIPPED, now - timedelta(seconds=1)) is None
        step = next_step(talk(Risk.RED), state, Openings("a", "b", NOW), SHIPPED, now)
        assert step == LadderState(Rung.ALARM, now, times)
        state = step


@given(st.lists(st.tuples(st.sampled_from(list(Risk)), st.integers(0, 600)), min_size=1, max_size=12))
def test_nobody_is_passed_by_whoever_comes_later_than_the_longest_head_start(queue: list[tuple[Risk, int]]) -> None:
    talks = [talk(risk, ago, str(number)) for number, (risk, ago) in enumerate(queue)]
    order = in_serving_order(talks, SHIPPED.head_start)
    longest = max(SHIPPED.head_start.values())
    for place, earlier in enumerate(order):
        for later in order[place + 1 :]:
            assert later.requested_at >= earlier.requested_at - longest
    assert sorted(h.id for h in order) == sorted(h.id for h in talks)


def test_a_plan_that_makes_no_sense_is_refused_by_name(tmp_path: Path) -> None:
    shipped = yaml.safe_load(FILE.read_text("utf-8"))

    def refuse(change: Any) -> None:
        plan = copy.deepcopy(shipped)
        change(plan)
        path = tmp_path / "ladder.yaml"
        path.write_text(yaml.safe_dump(plan), "utf-8")
        with pytest.raises(ImpossibleLadderError, match=r"ladder\.yaml"):
            read_plan(path)

    refuse(lambda plan: plan["rungs"].pop(0))
    refuse(lambda plan: plan["rungs"].pop())
    refuse(lambda plan: plan["rungs"].append(plan["rungs"][1]))
    refuse(lambda plan: plan["rungs"][1]["minutes"].pop("red"))
    refuse(lambda plan: plan["rungs"][1]["minutes"].update(red=0))
    refuse(lambda plan: plan["rungs"][1].update(code="moon"))
    refuse(lambda plan: plan["rungs"][1].update(code="alarm"))
    refuse(lambda plan: plan.update(alarm_again_minutes="soon"))
    refuse(lambda plan: plan.pop("head_start_minutes"))
    shorter = copy.deepcopy(shipped)
    del shorter["rungs"][1:3]
    path = tmp_path / "ladder.yaml"
    path.write_text(yaml.safe_dump(shorter), "utf-8")
    assert list(read_plan(path).waits) == [Rung.ROOM, Rung.CALLBACK, Rung.OTHER_HELP]
