"""The state machine of a file: what is legal, what is refused and in which words, what every end leaves behind."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import file_entries
from bot.domain.dispute import END_STATES, OPEN_STATES, DisputeState
from bot.domain.docket_clocks import clock_rules
from bot.domain.docket_moves import Doer, MoveError, allowed_steps, missing_for_archive, take
from bot.domain.docket_steps import Step, docket, load_docket
from bot.domain.docket_values import FormError
from bot.domain.staff import Role
from knowledge.yaml_lines import DataFileError
from tests.unit.bot.domain.docket_files import HEAD, MORNING, TO_MEDIATION, filled, go, new_file

STEPS = list(docket().steps.values())


def test_every_state_is_reached_and_left() -> None:
    words = docket()
    reached = {DisputeState.LEAD, DisputeState.APPLIED}
    reached |= {DisputeState(step.to) for step in STEPS if step.to not in {"same", "previous"}}
    assert reached == set(DisputeState) == set(words.states)
    for state in OPEN_STATES | END_STATES:
        assert words.steps_from(state), state
    assert words.steps_from(DisputeState.ARCHIVED) == ()
    assert {step.id for step in STEPS if step.outcome} == {step.id for step in STEPS if step.to in END_STATES}


def test_forms_fill_what_the_records_read() -> None:
    readings = {
        "notice": file_entries.Notice,
        "investigation": file_entries.Investigation,
        "session": file_entries.Session,
        "agreement": file_entries.Agreement,
        "confirmation": file_entries.Confirmation,
        "referral": file_entries.Referral,
        "visit": file_entries.Visit,
    }
    for kind, reading in readings.items():
        filled_in = {field.id for step in STEPS if step.records == kind for field in step.fields}
        filled_in |= {key for step in STEPS if step.records == kind for key in step.sets or {}}
        asked = {field.name for field in fields(reading)} - {"day", "staff_name"}
        assert asked <= filled_in, (kind, asked - filled_in)


def test_the_words_of_a_step_name_only_its_fields() -> None:
    for step in STEPS:
        if step.words:
            step.words.format(**{field.id: "" for field in step.fields})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_done_the_file_stays_sound(data: st.DataObject) -> None:
    lead = data.draw(st.booleans())
    file = new_file(
        data.draw(st.sampled_from(["loan", "labour", "medical"])),
        state=DisputeState.LEAD if lead else DisputeState.APPLIED,
    )
    now = MORNING
    for _ in range(data.draw(st.integers(1, 14))):
        now += timedelta(days=data.draw(st.integers(0, 9)))
        doer = Doer(now, HEAD.staff_id, HEAD.name, HEAD.role)
        step = data.draw(st.sampled_from(STEPS))
        before = file
        try:
            file = take(file, step, filled(step, now.date()), doer, clock_rules())
        except MoveError as refused:
            assert step not in allowed_steps(before, doer)
            assert str(refused)
            continue
        except FormError as wrong:
            assert step in allowed_steps(before, doer)
            assert wrong.problems
            continue
        assert before.dispute.state in step.sources
        _is_sound(file, before, step)


def _is_sound(file: Any, before: Any, step: Step) -> None:
    dispute = file.dispute
    assert dispute.version == before.dispute.version + 1
    assert len(file.events) == len(before.events) + 1
    assert file.events[:-1] == before.events
    assert (file.events[-1].from_state, file.events[-1].state) == (before.dispute.state, dispute.state)
    assert file.events[-1].staff_id
    assert (dispute.resumes is not None) <= dispute.is_open
    if dispute.state in END_STATES | {DisputeState.ARCHIVED}:
        closure = dispute.closure
        assert closure is not None
        assert closure.reason
        assert closure.roads
        assert closure.told_on is not None
        assert closure.told_on <= closure.on
        assert closure.outcome in END_STATES
        left = {clock.code for clock in file.clocks if clock.stopped_on is None}
        assert left <= {"follow_up_closed", "archive", "receipt"}
    else:
        assert dispute.closure is None
    if dispute.state is DisputeState.ARCHIVED:
        assert missing_for_archive(file) == ()
        assert all(clock.stopped_on for clock in file.clocks)
    for clock in file.clocks:
        assert clock.due_on >= clock.started_on
        assert clock.stopped_on is None or clock.remind_on is None
    assert len({clock.position for clock in file.clocks}) == len(file.clocks)
    if step.needs_performed:
        assert all(each.is_performed for each in file.instalments)


def test_an_illegal_step_is_explained() -> None:
    file = new_file()
    with pytest.raises(MoveError, match=r"案卷现在是“已申请”，不能办“达成协议”。可以办：.*受理"):
        go(file, "agree")
    registrar = Doer(MORNING, "r", "登记员", Role.REGISTRAR)
    step = docket().steps["session"]
    at_table = go(file, *TO_MEDIATION)
    with pytest.raises(MoveError, match="人民调解员") as refused:
        take(at_table, step, filled(step, MORNING.date()), registrar, clock_rules())
    assert refused.value.forbidden
    stranger = Doer(MORNING, "m2", "别的调解员", Role.MEDIATOR)
    with pytest.raises(MoveError, match="本案调解员"):
        take(at_table, step, filled(step, MORNING.date()), stranger, clock_rules())
    for role in (Role.LAWYER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert allowed_steps(at_table, Doer(MORNING, "x", "", role)) == ()


def test_a_file_suspended_or_alerted_goes_back_to_where_it_was() -> None:
    file = go(new_file(), "accept", "assign", "inform", "suspend")
    assert file.dispute.state is DisputeState.SUSPENDED
    assert go(file, "resume").dispute.state is DisputeState.INFORMED
    assert go(new_file(), "accept", "alert", "calm").dispute.state is DisputeState.ACCEPTED
    settled = go(new_file(), *TO_MEDIATION, "agree", "default")
    assert go(settled, "cure").dispute.state is DisputeState.SETTLED


def test_an_agreement_is_performed_instalment_by_instalment() -> None:
    file = go(new_file(), *TO_MEDIATION, "agree")
    assert file.dispute.agreed_fen == 3_000_000
    assert file.agreement is not None
    assert file.agreement.amount == Decimal(30000)
    with pytest.raises(MoveError, match="第1期"):
        go(file, "perform")
    later = MORNING + timedelta(days=3)
    part = go(file, "perform_part", at=later, forms={"perform_part": {"paid": "4000"}})
    assert not part.instalments[0].is_performed
    rest = go(part, "perform_part", at=later, forms={"perform_part": {"paid": "6000"}})
    assert rest.instalments[0].is_performed
    with pytest.raises(FormError, match="已经登记履行"):
        go(rest, "perform_part", at=later)
    with pytest.raises(FormError, match="没有第 7 期"):
        go(rest, "perform_part", at=later, forms={"perform_part": {"instalment": 7}})
    done = go(rest, "perform_part", "perform", at=later, forms={"perform_part": {"instalment": 2, "paid": ""}})
    assert done.dispute.state is DisputeState.PERFORMED
    assert go(done, "visit", "archive", at=later).dispute.state is DisputeState.ARCHIVED


def test_confirmation_by_the_court() -> None:
    file = go(new_file(), *TO_MEDIATION, "agree", "apply_confirmation", "confirm")
    assert file.confirmation is not None
    assert (file.confirmation.ruling, file.confirmation.applied_on) == ("confirmed", MORNING.date())
    assert go(file, "close_confirmed").dispute.state is DisputeState.COURT_CONFIRMED
    agreed = go(new_file(), *TO_MEDIATION, "agree")
    with pytest.raises(FormError, match="2026-04-01"):
        go(agreed, "apply_confirmation", at=MORNING + timedelta(days=31))
    refused = go(agreed, "apply_confirmation", "confirmation_refused")
    again = go(refused, "remediate", "session", "agree")
    assert again.dispute.state is DisputeState.SETTLED


def test_what_is_missing_keeps_a_file_out_of_the_archive() -> None:
    file = go(new_file(), "refuse")
    assert missing_for_archive(file) == ()
    bare = replace(file, dispute=replace(file.dispute, closure=replace(file.dispute.closure, roads=())))  # type: ignore[type-var]
    assert missing_for_archive(bare) == ("roads",)
    with pytest.raises(MoveError, match="告知其他途径"):
        go(bare, "archive")


@pytest.mark.parametrize(
    ("step", "field", "value", "said"),
    [
        ("accept", "day", "2026-02-30", "日期不对"),
        ("accept", "day", "2026-13-01", "日期不对"),
        ("accept", "day", "昨天", "日期不对"),
        ("accept", "day", "2026-03-03", "不能晚于今天"),
        ("accept", "day", "2026-03-01", "不能早于登记"),
        ("accept", "screened", "", "勾选"),
        ("accept", "respondent_consent", "telepathy", "从列表里选"),
        ("refuse", "roads", [], "请填写"),
        ("refuse", "reason", "other", "写明"),
        ("refuse", "told_on", date(2026, 3, 3), "不能晚于今天"),
        ("schedule", "session_on", date(2099, 1, 1), "太远"),
        ("schedule", "session_on", date(2026, 3, 1), "不能早于今天"),
        ("agree", "amount", "1e18", "一万亿"),
        ("agree", "amount", "1000000000000000000", "一万亿"),
        ("agree", "amount", "-5", "只写数字"),
        ("agree", "amount", "三万", "只写数字"),
        ("agree", "amount", "0", "大于零"),
        ("agree", "copies", "一份", "整数"),
        ("agree", "signed", ["parties"], "盖章"),
        ("agree", "main_facts", "长" * 5001, "太长"),
        ("agree", "instalments", [{"due_on": "2026-02-30", "amount": "1"}], "第 1 期的日期"),
        ("agree", "instalments", [{"due_on": "2026-02-01", "amount": "30000"}], "早于协议"),
        ("agree", "instalments", [{"due_on": "2026-03-09", "amount": "29999.99"}], "不一致"),
        ("agree", "instalments", [{"due_on": "2026-03-09", "amount": "", "what": ""}], "没有写金额"),
        ("agree", "instalments", [{"due_on": "2026-03-09", "amount": "1"}] * 121, "120"),
    ],
)
def test_bad_input_is_named_by_field(step: str, field: str, value: Any, said: str) -> None:
    ready = {"accept": (), "refuse": (), "schedule": TO_MEDIATION, "agree": TO_MEDIATION}[step]
    form = {"note": "", field: value} if value == "other" else {field: value}
    with pytest.raises(FormError) as wrong:
        go(go(new_file(), *ready), step, forms={step: form})
    assert said in wrong.value.problems["note" if value == "other" else field]


def test_a_broken_docket_is_named_with_its_line(tmp_path: Any) -> None:
    from bot.domain.docket_steps import FILE

    text = FILE.read_text("utf-8")
    for good, bad, said in (
        ("to: accepted", "to: acepted", "accepted"),
        ("starts: [acceptance]", "start: [acceptance]", "starts"),
        ("roles: [office]", "roles: [offices]", "offices"),
        ("fields: [day!, missing!]", "fields: [day!, mising!]", "mising"),
        ("reasons: [solved_alone,", "reasons: [solved,", "solved"),
    ):
        assert good in text
        path = tmp_path / "docket_steps.yaml"
        path.write_text(text.replace(good, bad, 1), "utf-8")
        with pytest.raises(DataFileError, match=said) as problem:
            load_docket(path)
        assert problem.value.line > 1
