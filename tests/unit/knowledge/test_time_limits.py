"""Time limits: the arithmetic of 民法典 200-203, what mediation interrupts, and what every entry must say."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.questions import QuestionBook
from knowledge.statutes import CITABLE, StatuteLibrary
from knowledge.time_limits import TimeLimits
from knowledge.yaml_lines import DataFileError

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def limits() -> TimeLimits:
    return TimeLimits.load()


@pytest.mark.parametrize(
    ("limit_id", "start", "last"),
    [
        # three years, an ordinary day
        ("debt_due", date(2023, 3, 15), date(2026, 3, 16)),  # 15 March 2026 is a Sunday
        ("debt_due", date(2023, 3, 16), date(2026, 3, 16)),
        # 29 February has no counterpart: the month's last day, a Friday
        ("labour_wages", date(2024, 2, 29), date(2025, 2, 28)),
        # six months from 31 August end on the last day of February, a Saturday: Monday
        (
            "guarantee_period",
            date(2025, 8, 31),
            date(2026, 2, 28),
        ),  # 28 February 2026 is worked for the Spring Festival
        ("admin_suit", date(2025, 8, 31), date(2026, 2, 28)),
        # the first day is not counted; 31 October 2026 is a Saturday
        ("admin_review", date(2026, 9, 1), date(2026, 11, 2)),
        # the last day falls into the National Day holiday
        ("labour_award_suit", date(2026, 9, 17), date(2026, 10, 8)),
        # five working days over that holiday; 10 October is worked
        ("penalty_hearing", date(2026, 9, 28), date(2026, 10, 10)),
        ("traffic_review", date(2026, 11, 25), date(2026, 11, 30)),  # Saturday the 28th moves to Monday
    ],
)
def test_the_last_day(limits: TimeLimits, limit_id: str, start: date, last: date) -> None:
    assert limits.limit(limit_id).last_day(start) == last


def test_what_has_no_limit_has_no_last_day(limits: TimeLimits) -> None:
    support = limits.limit("no_limit_support")
    assert support.unlimited
    with pytest.raises(ValueError, match="no limit"):
        support.last_day(TODAY)


def test_only_limitation_periods_are_interrupted_by_mediation(limits: TimeLimits) -> None:
    """诉讼时效规定 12 speaks of 诉讼时效; 劳动争议调解仲裁法 27 of its own; fixed periods go on running."""
    interrupted = {limit.id for limit in limits if limit.mediation_interrupts}
    assert interrupted == {
        "civil_general",
        "debt_due",
        "debt_instalments",
        "injury_claim",
        "minor_sexual_harm",
        "pollution_claim",
        "insurance_nonlife",
        "insurance_life",
        "patent_claim",
        "hidden_property",
        "labour_arbitration",
        "labour_wages",
        "mediated_agreement",
    }
    for fixed in (
        "admin_review",
        "admin_suit",
        "traffic_review",
        "labour_award_suit",
        "judicial_confirmation",
        "work_injury_worker",
        "guarantee_period",
        "revoke_deal",
        "company_resolution",
        "civil_appeal",
        "land_award_suit",
    ):
        assert limits.limit(fixed).mediation_interrupts is False


def test_short_fixed_periods_warn_that_mediation_does_not_stop_them(limits: TimeLimits) -> None:
    for limit_id in ("admin_review", "admin_suit", "admin_suit_after_review", "traffic_review", "labour_award_suit",
                     "work_injury_worker", "land_decision_suit", "company_resolution", "civil_appeal"):  # fmt: skip
        note = limits.limit(limit_id).note or ""
        assert "不会" in note, limit_id


def test_every_limit_rests_on_articles_in_force(limits: TimeLimits) -> None:
    library = StatuteLibrary.open()
    stale = [
        (limit.id, str(ref)) for limit in limits for ref in limit.cites if library.state(ref, TODAY) not in CITABLE
    ]
    assert stale == []
    assert len(list(limits)) > 50


def test_nobody_is_told_to_give_up(limits: TimeLimits) -> None:
    for limit in limits:
        assert "放弃吧" not in (limit.note or "")
        assert "过期作废" not in (limit.note or "")


def test_the_day_a_limit_starts_on_can_be_asked_for(limits: TimeLimits) -> None:
    asked = {question.fact for question in QuestionBook.load()}
    assert {limit.start_fact for limit in limits if limit.start_fact} <= asked


ENTRY = "- {{id: a, name: 甲, length: {length}, starts: 那天, start_fact: {fact}, mediation_interrupts: false, cites: {cites}}}\n"


@pytest.mark.parametrize(
    ("length", "fact", "cites", "said"),
    [
        ("{years: 1, days: 2}", "null", "[《民法典》第一百八十八条]", "只写一个单位"),
        ("{weeks: 1}", "null", "[《民法典》第一百八十八条]", "不是单位"),
        ("{days: 0}", "null", "[《民法典》第一百八十八条]", "要大于零"),
        ("null", "event_date", "[《民法典》第一百八十八条]", "start_fact 要写 null"),
        ("{days: 1}", "null", "[]", "至少要有一条依据"),
        ("{days: 1}", "null", "[民法典没有条号]", "处引用"),
        ("{days: 1}", "null", "[《从来没有过的法》第一条]", "没有叫《从来没有过的法》"),
    ],
)
def test_broken_entries_are_named_with_file_and_line(
    tmp_path: Path, length: str, fact: str, cites: str, said: str
) -> None:
    path = tmp_path / "time_limits.yaml"
    path.write_text("# 期限\n" + ENTRY.format(length=length, fact=fact, cites=cites), encoding="utf-8")
    with pytest.raises(DataFileError, match=said) as caught:
        TimeLimits.load(path)
    assert str(caught.value).startswith(f"{path}:2: ")


def test_a_limit_defined_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "time_limits.yaml"
    entry = ENTRY.format(length="{days: 1}", fact="null", cites="[《民法典》第一百八十八条]")
    path.write_text(entry + entry, encoding="utf-8")
    with pytest.raises(DataFileError, match=r":2: 期限“a”写了两次"):
        TimeLimits.load(path)
