"""The composed cases: whole, varied, lawful, and no real person in them."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from case_library.errors import CaseLibraryError
from case_library.illustrative import illustrative_cases
from case_library.precedent import AGREEMENT_REACHED, Origin, Outcome, ReviewState
from knowledge.citations import parse_ref
from knowledge.identifiers import ArticleState
from knowledge.statutes import StatuteLibrary
from nlp import taxonomy

TODAY = date(2026, 11, 25)
CASES = illustrative_cases()
FREQUENT = {
    "medical": "malpractice",
    "family": "divorce custody child_support elder_support marital_property bride_price inheritance domestic_violence engagement_cohabitation household_registration",
    "expropriation": "compensation demolition resettlement_house",
    "traffic": "liability compensation insurance",
    "land": "contracted_land forest",
    "neighbour": "noise",
    "injury": "fight reputation_privacy personal_service_injury property_damage",
    "labour": "unpaid_wages dismissal resignation overtime_leave social_insurance work_injury migrant_construction_wages",
    "ip": "trademark patent copyright",
    "housing": "sale presale_quality title_registration homestead mortgage_downpayment",
    "school": "student_injury",
    "consumer": "quality fraud refund prepaid_card food online_shopping training_course vehicle",
    "construction": "project_payment",
    "property_service": "fees",
    "contract": "loan bank_credit lease renovation sale_of_goods deposit guarantee_mortgage service insurance",
    "village_affairs": "election collective_funds",
    "internet": "platform_account online_defamation",
    "business": "company_equity partnership payment_of_goods franchise company_dissolution_debt tax_registration bidding finance_investment",
}
"""Subtypes that were asked about ten times or more in 4,397 real questions; each category's, parted by spaces."""


def test_every_mediable_category_and_every_subtype_has_its_cases() -> None:
    counted = Counter(case.category for case in CASES.values())
    assert set(counted) == set(taxonomy.MEDIABLE)
    assert min(counted.values()) >= 10
    assert len(CASES) >= 240
    told = {(case.category, case.subtype) for case in CASES.values()}
    subtypes = {(code, subtype) for code in taxonomy.MEDIABLE for subtype in taxonomy.CATEGORIES[code].subtypes}
    assert {each for each in subtypes if each[1] != taxonomy.OTHER} <= told


def test_each_is_marked_illustrative_and_fit_to_show() -> None:
    assert {case.origin for case in CASES.values()} == {Origin.ILLUSTRATIVE}
    assert {case.review_state for case in CASES.values()} == {ReviewState.PUBLISHED}


def test_each_tells_story_dispute_methods_result_basis_and_comment() -> None:
    for case in CASES.values():
        assert len(case.story) >= 60, case.id
        assert case.disputed and case.methods and case.result and case.comment and case.tags, case.id
        assert case.legal_basis and case.organisation_kind and case.year, case.id
        assert case.terms or case.outcome not in AGREEMENT_REACHED, case.id


def test_sums_fit_together() -> None:
    for case in CASES.values():
        if case.claimed_yuan is not None and case.settled_yuan is not None:
            assert case.settled_yuan <= case.claimed_yuan, case.id


def test_every_cited_article_is_in_force_and_in_the_statutes() -> None:
    library = StatuteLibrary.open()
    cited = {citation: case.id for case in CASES.values() for citation in case.legal_basis}
    states = {citation: library.state(parse_ref(citation), TODAY) for citation in cited}
    wrong = {
        citation: (cited[citation], state) for citation, state in states.items() if state is not ArticleState.IN_FORCE
    }
    assert not wrong


def test_no_article_is_cited_before_it_was_in_force() -> None:
    """Of a law that was amended later the statutes do not say how it read then: that is `UNKNOWN`, and allowed."""
    library = StatuteLibrary.open()
    too_early = [
        (case.id, citation)
        for case in CASES.values()
        for citation in case.legal_basis
        if library.state(parse_ref(citation), min(date(case.year or 0, 12, 31), TODAY)) is ArticleState.NOT_YET
    ]
    assert not too_early


def test_nobody_is_named_in_full() -> None:
    """Persons are 张某, 李老太, 小吴; no phone, ID or plate number stands anywhere."""
    for case in CASES.values():
        text = case.searchable_text + case.comment
        assert not re.search(r"1[3-9]\d{9}|\d{17}[\dXx]|[京津沪渝湘鄂粤][A-Z][A-Z0-9]{5}", text), case.id


def test_titles_and_stories_are_all_different() -> None:
    assert len({case.title for case in CASES.values()}) == len(CASES)
    assert len({case.story for case in CASES.values()}) == len(CASES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1", "列表"),
        ("- id: [", "YAML"),
        ("- 只有文字", "对照"),
        ("\n- {id: a, title: b, story: c}\n- {id: a, title: b, story: c}", "第3行.*已经用过"),
        ("\n\n- {id: a, title: b, story: c, outcome: won, sum: 3}", "第3行.*sum.*won"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "contract.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CaseLibraryError, match=r"contract\.yaml.*" + message):
        illustrative_cases(tmp_path)


def test_outcomes_differ_and_failed_mediations_say_what_followed() -> None:
    counted = Counter(case.outcome for case in CASES.values())
    assert {
        Outcome.FAILED,
        Outcome.REFUSED,
        Outcome.DEFAULTED,
        Outcome.TRANSFERRED,
        Outcome.WITHDRAWN,
    } <= counted.keys()
    assert counted[Outcome.FAILED] >= 20
    for case in CASES.values():
        if case.outcome in (Outcome.FAILED, Outcome.REFUSED):
            assert re.search("告知|提示|提醒", case.result), case.id
            assert "《中华人民共和国人民调解法》第二十六条" in case.legal_basis or case.outcome is Outcome.REFUSED, (
                case.id
            )


def _outcomes(category: str, subtype: str) -> Counter[Outcome]:
    return Counter(case.outcome for case in CASES.values() if (case.category, case.subtype) == (category, subtype))


@pytest.mark.parametrize("category", sorted(taxonomy.MEDIABLE))
def test_every_subtype_ends_in_more_than_one_way_and_every_frequent_one_fails_too(category: str) -> None:
    frequent = FREQUENT.get(category, "").split()
    for subtype in taxonomy.CATEGORIES[category].subtypes:
        if subtype == taxonomy.OTHER:
            continue
        outcomes = _outcomes(category, subtype)
        assert len(outcomes) >= 2, (subtype, outcomes)
        if subtype in frequent:
            assert len(outcomes) >= 3, (subtype, outcomes)
            assert outcomes & Counter([Outcome.FAILED, Outcome.REFUSED, Outcome.DEFAULTED]), (subtype, outcomes)
    assert Outcome.FAILED in {case.outcome for case in CASES.values() if case.category == category}
