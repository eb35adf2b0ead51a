"""The drafting check: each thing a court or a reader would stumble over is found, and a sound draft is left alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.drafting import check_draft, signs_on_paper
from bot.domain.forms import AgreementOnPaper, Duty, PartyOnPaper
from bot.paper.example_file import EXAMPLE_FILE
from knowledge.drafting_rules import drafting_rules

TODAY = date(2026, 11, 5)
PARTIES = (PartyOnPaper("申请人", "王芳"), PartyOnPaper("被申请人", "李强"))
PAYS = Duty("李强", "王芳", "修复费", Decimal(3000), date(2026, 12, 1), "银行转账", "王芳，某银行，尾号0001")
SOUND = AgreementOnPaper(
    facts="李强家漏水，泡坏王芳家客厅。",
    issues="修复费由李强承担。",
    terms=("李强赔偿王芳修复费3000元。",),
    duties=(PAYS,),
    total=Decimal(3000),
    default_clause="逾期不付的，每日按未付金额的万分之三支付违约金。",
    agreed_on=TODAY,
)


def codes(
    agreement: AgreementOnPaper, parties: tuple[PartyOnPaper, ...] = PARTIES, category: str = "neighbour"
) -> set[str]:
    return {finding.code for finding in check_draft(agreement, parties, category, TODAY)}


def test_a_sound_draft_is_left_alone() -> None:
    assert codes(SOUND) == set()
    example = EXAMPLE_FILE.agreement
    assert {f.grade for f in check_draft(example, EXAMPLE_FILE.parties, "neighbour", TODAY)} <= {"note"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": None}, "amount_missing"),
        ({"amount": Decimal(0)}, "amount_wrong"),
        ({"amount": Decimal("1e20")}, "amount_wrong"),
        ({"amount": Decimal("NaN")}, "amount_wrong"),
        ({"due_on": None}, "date_missing"),
        ({"due_on": date(2026, 11, 4)}, "date_before"),
        ({"due_on": date(2126, 12, 1)}, "date_far"),
        ({"method": ""}, "method_missing"),
        ({"account": ""}, "account_missing"),
        ({"debtor": ""}, "who_missing"),
        ({"debtor": "王小明"}, "stranger"),
        ({"what": "", "amount": None}, "what_missing"),
        ({"what": "修复墙面", "amount": None, "method": "到场"}, "place_missing"),
    ],
)
def test_what_a_duty_lacks_is_found(change: dict[str, object], code: str) -> None:
    assert code in codes(replace(SOUND, duties=(replace(PAYS, **change),)))  # type: ignore[arg-type]


def test_instalments_are_added_up_and_put_in_order() -> None:
    later = replace(PAYS, amount=Decimal(2000), due_on=date(2026, 11, 20))
    found = codes(replace(SOUND, duties=(PAYS, later)))
    assert {"sum_differs", "order_wrong"} <= found
    assert "total_missing" in codes(replace(SOUND, duties=(PAYS, later), total=None))
    assert "same_day" in codes(replace(SOUND, duties=(PAYS, PAYS), total=Decimal(6000)))


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("双方自愿离婚。", "identity"),
        ("解除父亲与儿子的亲子关系。", "identity"),
        ("确认该房屋所有权归王芳。", "ownership"),
        ("由其父亲偿还剩余款项。", "third_party"),
        ("王芳不得再向法院起诉。", "suit_waived"),
        ("王芳承诺不再信访。", "suit_waived"),
        ("不再追究李强的刑事责任。", "crime_waived"),
        ("李强承担调解费200元。", "fee"),
        ("李强尽快付清。", "vague_time"),
        ("李强适当补偿王芳。", "vague_amount"),
        ("扣押李强身份证直到付清。", "force"),
    ],
)
def test_wordings_that_cannot_stand_are_quoted(term: str, code: str) -> None:
    found = [f for f in check_draft(replace(SOUND, terms=(term,)), PARTIES, "neighbour", TODAY) if f.code == code]
    assert found
    assert "“" in found[0].text


@pytest.mark.parametrize(
    "term",
    [
        "双方已离婚，子女随王芳生活。",
        "离婚后共同债务由李强偿还。",
        "李强于2026年12月1日前付清。",
        "李强停止在夜间施工。",
    ],
)
def test_ordinary_wordings_are_left_alone(term: str) -> None:
    assert codes(replace(SOUND, terms=(term,))) <= {"signs_on_paper"}


def test_missing_parts_of_the_whole_are_found() -> None:
    assert codes(AgreementOnPaper(agreed_on=TODAY), parties=PARTIES[:1]) >= {
        "parties_missing",
        "facts_missing",
        "content_missing",
    }
    assert "default_missing" in codes(replace(SOUND, default_clause=""))
    assert "oral_with_duties" in codes(replace(SOUND, oral=True))


def test_family_papers_are_signed_by_hand() -> None:
    assert signs_on_paper("family")
    assert not signs_on_paper("neighbour", SOUND)
    assert signs_on_paper("housing", replace(SOUND, terms=("遗产房屋折价款由李强支付。",)))
    assert signs_on_paper("property_service", replace(SOUND, terms=("物业公司停止供水。",)))
    assert "signs_on_paper" in codes(SOUND, category="family")


def test_the_gravest_come_first_and_each_rule_of_law_has_its_article() -> None:
    found = check_draft(replace(SOUND, terms=("双方自愿离婚，尽快付清。",)), PARTIES, "family", TODAY)
    grades = [finding.grade for finding in found]
    assert grades == sorted(grades, key=("must", "should", "note").index)
    legal = [rule for rule in drafting_rules().findings.values() if "法" in rule.text.replace("方法", "")]
    assert legal
    assert all(rule.article for rule in legal)
