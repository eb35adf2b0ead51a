"""Counting: every number by hand on a few files, and laws that hold for any files."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting.counted_files import CountedFile, FiledStep, FirstPage, counted
from bot.domain.counting.measures import COUNTS, SPANS, Period, count_name, meaning_of, words
from bot.domain.counting.report import Guided, OrganisationNames, make_report, report_types, tally
from bot.domain.counting.small_cells import HIDDEN, hide_series, hide_small

NOVEMBER = Period.month(2026, 11)
NAMES = OrganisationNames({"a": "甲社区", "b": "乙街道"}, {"a": "community", "b": "street"})


def page(id_: str, day: int = 2, **values: object) -> FirstPage:
    given_ = {"category": "neighbour", "source": "walk_in", "source_group": "application", "place": "甲村", **values}
    return FirstPage(
        id=id_, organisation_id=str(given_.pop("organisation_id", "a")), registered_on=date(2026, 11, day), **given_
    )  # type: ignore[arg-type]


def steps(*parts: tuple[str, int, dict[str, object]]) -> list[FiledStep]:
    return [
        FiledStep(step, date(2026, 11, 1) + timedelta(days=day - 1), details=details) for step, day, details in parts
    ]


SETTLED = counted(
    page("1", outcome="performed", closed_on=date(2026, 11, 20), agreed_fen=300_000, people=2),
    steps(
        ("accept", 4, {"difficulty": "hard"}),
        ("session", 6, {}),
        ("agree", 10, {"form": "written", "prevented": "petition", "prevented_people": 6}),
        ("apply_confirmation", 11, {}),
        ("confirm", 18, {}),
        ("visit", 25, {"satisfaction": "5", "lawsuit": "none"}),
    ),
)
SPOKEN = counted(
    page("2", agreed_fen=50_000, category="school"), steps(("accept", 3, {}), ("agree", 3, {"form": "oral"}))
)
FAILED = counted(
    page(
        "3",
        organisation_id="b",
        outcome="ended",
        closed_on=date(2026, 11, 30),
        source="police",
        source_group="entrusted",
    ),
    steps(("accept", 5, {}), ("session", 9, {}), ("visit", 30, {"satisfaction": "2"})),
)
REFUSED = counted(page("4", outcome="refused", closed_on=date(2026, 11, 5)), [])
LATER = counted(page("5", day=30, lead=True, source="screening", source_group="own_motion"), steps(("accept", 31, {})))
FILES = [SETTLED, SPOKEN, FAILED, REFUSED, LATER]


def test_each_number_is_the_one_counted_by_hand() -> None:
    report = make_report(FILES, NOVEMBER, NAMES, Guided({"criminal": 2}))
    total = report.total
    expected = {
        "registered": "12345", "screened": "5", "accepted": "123", "application": "12", "own_motion": "", "entrusted": "3",
        "hard": "1", "succeeded": "12", "failed": "3", "written": "1", "oral": "2", "performed": "1", "unperformed": "",
        "court_applied": "1", "confirmed": "1", "refused": "4", "withdrawn": "", "referred": "", "joined": "", "lapsed": "",
        "pending": "25", "suicide": "", "crime": "", "petition": "1", "brawl": "", "set_aside": "", "payment_order": "",
    }  # fmt: skip
    assert {code: "".join(ids) for code, ids in total.files.items()} == expected
    assert (total.people, total.amount_fen, total.marks) == (4, 350_000, (1, 2))
    assert total.prevented_people["petition"] == 6
    assert total.rate("success") == pytest.approx(2 / 3)
    assert total.rate("performance") == 1
    assert total.satisfaction == 0.5
    assert total.spans["to_accept"].mean == pytest.approx((2 + 1 + 3) / 3)
    assert total.spans["to_settle"].median == 3
    assert [(row.name, row.tally.count("accepted")) for row in report.tables["by_type"]] == [("邻里", 2), ("其他", 1)]
    assert [(row.name, row.tally.count("accepted")) for row in report.tables["by_organisation"]] == [
        ("甲社区", 2),
        ("乙街道", 1),
    ]
    assert [(row.key, row.tally.rate("local")) for row in report.levels] == [("community", 1.0), ("street", 2 / 3)]


def test_december_counts_what_happened_in_december() -> None:
    december = tally(FILES, Period.month(2026, 12))
    assert december.files["accepted"] == ("5",)
    assert december.files["pending"] == ("2", "5")
    assert december.rate("success") is None
    assert december.satisfaction is None


def test_an_agreement_mediated_anew_counts_only_with_the_next() -> None:
    first = steps(("accept", 2, {}), ("agree", 5, {}), ("remediate", 9, {}))
    assert counted(page("1"), first).agreed_on is None
    again = [*first, *steps(("agree", 12, {"form": "oral"}))]
    assert counted(page("1"), again).agreed_on == date(2026, 11, 12)


def test_what_a_court_did_to_an_agreement_is_counted() -> None:
    file = counted(page("1"), steps(("visit", 8, {"lawsuit": "revoked"})))
    assert COUNTS["set_aside"](file, NOVEMBER)


def test_months_follow_one_another_over_new_year() -> None:
    assert Period.month(2026, 12).last == date(2026, 12, 31)
    assert Period.month(2027, 1).before(1) == Period.month(2026, 12)
    assert Period.month(2027, 1).back(13).first == date(2026, 1, 1)


def test_every_count_has_a_name_and_a_meaning_and_no_name_is_without_its_count() -> None:
    assert set(words()["counts"]) == set(COUNTS)
    assert set(words()["spans"]) == set(SPANS)
    for rule in words()["rates"].values():
        assert {rule["part"], *rule["whole"]} <= set(COUNTS)
    assert all(count_name(code) != code and meaning_of(code) for code in (*COUNTS, *SPANS, "people", "success"))
    assert "婚姻家庭" in report_types()


days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
wild_files = st.builds(
    CountedFile,
    page=st.builds(
        FirstPage,
        id=st.text(min_size=1, max_size=3),
        organisation_id=st.sampled_from("ab"),
        category=st.sampled_from(["family", "school", "labour"]),
        source=st.sampled_from(["walk_in", "police"]),
        source_group=st.sampled_from(["application", "own_motion", "entrusted"]),
        registered_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        outcome=st.sampled_from(["", "performed", "ended", "declined"]),
        closed_on=days,
        agreed_fen=st.none() | st.integers(0, 10**20),
    ),
    accepted_on=days,
    agreed_on=days,
    written=st.booleans(),
)


@given(st.lists(wild_files, max_size=12))
def test_parts_add_up_to_the_whole(files: list[CountedFile]) -> None:
    report = make_report(files, NOVEMBER, NAMES, Guided({}))
    total = report.total
    assert total.count("accepted") == sum(total.count(code) for code in ("application", "own_motion", "entrusted"))
    assert total.count("succeeded") == total.count("written") + total.count("oral")
    for rows in report.tables.values():
        for code in COUNTS:
            assert sum(row.tally.count(code) for row in rows) == total.count(code)
        assert sum(row.tally.amount_fen for row in rows) == total.amount_fen
    year = [tally(files, Period.month(2026, month)) for month in range(1, 13)]
    for code in set(COUNTS) - {"pending"}:
        assert sum(month.count(code) for month in year) == tally(
            files, Period(date(2026, 1, 1), date(2026, 12, 31))
        ).count(code)


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 30), max_size=8), st.integers(0, 10))
def test_no_small_number_is_shown_nor_found_by_subtraction(cells: dict[str, int], least: int) -> None:
    shown = hide_small(cells, least)
    hidden = [key for key, count in shown.items() if count == HIDDEN]
    assert all(count == 0 or count >= least for count in shown.values() if count != HIDDEN)
    assert len(hidden) != 1 or all(count == 0 for key, count in cells.items() if key not in hidden)
    assert all(shown[key] == cells[key] for key in cells if key not in hidden)


def test_a_series_hides_its_small_numbers() -> None:
    assert hide_series((0, 1, 4, 5, 9), 5) == (0, HIDDEN, HIDDEN, 5, 9)


def test_a_declined_file_fails_only_once_it_was_accepted() -> None:
    declined = replace(REFUSED, page=replace(REFUSED.page, outcome="declined"))
    assert not COUNTS["failed"](declined, NOVEMBER)
    assert COUNTS["failed"](replace(declined, accepted_on=date(2026, 11, 3)), NOVEMBER)
