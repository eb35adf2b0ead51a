"""Terms of a file: a table counted by hand across holidays, properties of the counting, rules with a day of effect."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dispute import DisputeSource
from bot.domain.docket_clocks import (
    FILE,
    ClockRule,
    clock_rules,
    load_clocks,
    next_reminder,
    paused,
    resumed,
    started,
    stopped,
)
from knowledge.periods import Length, MissingCalendarYearError, last_day, working_days_between
from knowledge.working_days import is_working_day
from knowledge.yaml_lines import DataFileError
from tests.unit.bot.domain.docket_files import MORNING, TO_MEDIATION, go, new_file

TABLE = yaml.safe_load(Path(__file__).with_name("deadlines.yaml").read_text("utf-8"))
DAYS = st.dates(date(2020, 1, 1), date(2026, 9, 30))
LENGTHS = st.one_of(
    st.builds(Length, st.integers(1, 60), st.just("days")),
    st.builds(Length, st.integers(1, 40), st.just("working_days")),
    st.builds(Length, st.integers(1, 2), st.just("months")),
)


def rule_for(code: str, day: date, category: str = "loan", source: str = "walk_in") -> ClockRule:
    rule = clock_rules()[code].rule_on(day, category, DisputeSource(source))
    assert rule is not None
    return rule


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 60


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['clock']}-{row['from']}")
def test_the_last_day_is_the_one_counted_by_hand(row: dict[str, Any]) -> None:
    rule = rule_for(row["clock"], row["from"], row.get("category", "loan"), row.get("source", "walk_in"))
    begun = started(clock_rules()[row["clock"]], rule, row["from"], today=row["from"])
    assert begun.due_on == row["due"], row["why"]
    assert not begun.estimated


@given(DAYS, LENGTHS)
def test_a_last_day_is_a_working_day_and_never_early(start: date, length: Length) -> None:
    end = last_day(start, length)
    assert is_working_day(end.day)
    plain = {"days": timedelta(days=length.count), "working_days": timedelta(days=length.count)}
    assert end.day - start >= plain.get(length.unit, timedelta(days=28 * length.count))
    assert end.day - start <= timedelta(days=31 * length.count + 60)
    if length.unit == "working_days":
        assert working_days_between(start, end.day) == length.count
    later = last_day(start + timedelta(days=1), length)
    assert later.day >= end.day, "a later start never ends earlier"


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_standing_still_costs_nobody_a_working_day(start: date, waits: int, stands: int) -> None:
    clock, rule = clock_rules()["mediation"], rule_for("mediation", start, "medical")
    running = started(clock, rule, start, today=start)
    stop, go_on = start + timedelta(days=waits), start + timedelta(days=waits + stands)
    if stop > running.due_on:
        return
    still = paused(running, stop)
    assert not still.runs
    assert still.remind_on is None
    again = resumed(still, clock, rule, go_on, go_on)
    assert again.runs
    assert again.due_on >= running.due_on
    used = working_days_between(start, stop)
    left = working_days_between(go_on, again.due_on)
    assert used + left == 30
    assert again.paused_days == working_days_between(stop, go_on)


@given(DAYS, st.integers(-40, 90))
def test_reminders_come_in_order_and_end(start: date, seen: int) -> None:
    clock, rule = clock_rules()["mediation"], rule_for("mediation", start)
    running = started(clock, rule, start, today=start)
    after, days = start + timedelta(days=seen), []
    while (day := next_reminder(clock, running, after)) is not None:
        days.append(day)
        after = day
    assert days == sorted(set(days))
    assert len(days) <= len(clock.remind)
    done = stopped(running, running.due_on, met=True)
    assert (done.runs, done.remind_on) == (False, None)
    assert stopped(done, start, met=False) == done, "what has ended ends once"


def test_a_year_whose_holidays_are_unknown_is_an_error_or_marked_as_a_guess() -> None:
    start, length = date(2026, 12, 30), Length(3, "working_days")
    with pytest.raises(MissingCalendarYearError, match="2027 年的放假安排还没有录入"):
        last_day(start, length, strict=True)
    guessed = last_day(start, length)
    assert (guessed.day, guessed.missing_year) == (date(2027, 1, 4), 2027)
    begun = started(clock_rules()["acceptance"], rule_for("acceptance", start), start, today=start)
    assert begun.estimated
    with pytest.raises(ValueError, match="cannot be counted"):
        last_day(date(9999, 12, 31), Length(1, "years"))


def test_a_file_stands_still_only_for_the_reasons_its_rule_knows() -> None:
    for category, reason, stands in (
        ("medical", "appraisal", True),
        ("medical", "party_absent", False),
        ("labour", "appraisal", False),
        ("loan", "party_absent", True),
    ):
        form = {"suspend": {"reason": reason, "until": ""}}
        file = go(new_file(category), *TO_MEDIATION, "suspend", forms=form)
        (clock,) = [each for each in file.clocks if each.code == "mediation"]
        assert (clock.paused_on is not None) is stands, (category, reason)
        later = MORNING + timedelta(days=10)
        on = next(each for each in go(file, "resume", at=later).clocks if each.code == "mediation")
        assert on.runs
        assert (on.due_on > clock.due_on) is stands


def test_a_rule_holds_from_its_day_on(tmp_path: Path) -> None:
    path = tmp_path / "docket_clocks.yaml"
    old = "      - {effective: 2002-11-01, from: step, length: {months: 1}, pauses: [all], basis: practice}\n"
    new = old.replace("2002-11-01", "2026-07-01").replace("months: 1", "days: 45")
    path.write_text(FILE.read_text("utf-8").replace(old, old + new), "utf-8")
    clock = load_clocks(path)["mediation"]
    for day, length in ((date(2026, 6, 30), Length(1, "months")), (date(2026, 7, 1), Length(45, "days"))):
        rule = clock.rule_on(day, "loan", DisputeSource.WALK_IN)
        assert rule is not None
        assert rule.length == length
    medical = clock.rule_on(date(2026, 8, 1), "medical", DisputeSource.WALK_IN)
    assert medical is not None
    assert medical.length == Length(30, "working_days")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("categories: [medical]", "categories: [medicine]", "medicine"),
        ("basis: practice", "basis: rumour", "rumour"),
        ("length: {months: 1}", "length: {fortnights: 1}", "exactly one of"),
        ("effective: 2002-11-01", "effective: 某日", "expected a day"),
        ("citizen: [10, 3]", "citizen: [10, 5]", "reminded"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(tmp_path: Path, good: str, bad: str, said: str) -> None:
    path = tmp_path / "docket_clocks.yaml"
    text = FILE.read_text("utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(DataFileError, match=said) as problem:
        load_clocks(path)
    assert problem.value.line > 1


def test_an_extension_needs_a_running_term_and_a_later_day() -> None:
    file = go(new_file(), *TO_MEDIATION, "extend")
    (clock,) = [each for each in file.clocks if each.code == "mediation"]
    assert clock.due_on == MORNING.date() + timedelta(days=60)
    assert replace(clock, remind_on=None) != clock
