"""One message in, everything understood."""

from datetime import date

import pytest

from nlp.findings import Intent, Risk
from nlp.understanding import Understander

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def understander():
    return Understander.load(places=["麓谷街道", "雷锋街道"], embeddings=False)


def test_the_first_sentence(understander):
    found = understander.understand("老板拖欠我三个月工资，一共三万，我在麓谷", TODAY)
    assert (found.category, found.subtype) == ("labour", "unpaid_wages")
    assert found.risk.grade is Risk.YELLOW
    assert {name: fact.value for name, fact in found.facts.items() if name in {"months", "claimed_yuan", "place"}} == {
        "months": 3,
        "claimed_yuan": 30000,
        "place": "麓谷街道",
    }
    assert found.facts["months"].span.text == "三个月"
    assert found.facts["months"].span.start == 5


@pytest.mark.parametrize(
    ("text", "category", "subtype"),
    [
        ("包工头拖欠张某三个月工资两万元，一直不给。", "labour", "unpaid_wages"),
        ("楼上王某家水管漏水，泡坏楼下李某家天花板。", "neighbour", "leak"),
        ("双方为小事争执。", "neighbour", None),
        ("包工头拖欠张某三个月工资两万元，一直不给。", "neighbour", None),
        ("", "neighbour", None),
        ("楼上漏水。", "no_such_category", None),
    ],
)
def test_a_subtype_is_told_where_the_words_leave_no_doubt(
    understander: Understander, text: str, category: str, subtype: str | None
) -> None:
    assert understander.sure_subtype(text, category) == subtype
    assert understander.by_words().sure_subtype(text, category) == subtype


def test_probabilities_are_a_distribution(understander):
    found = understander.understand("楼上漏水把我家天花板泡坏了", TODAY)
    assert sum(score.probability for score in found.categories) == pytest.approx(1, abs=1e-3)
    assert found.category == "neighbour"


@pytest.mark.parametrize("text", ["", "😀😀", "\x00\x01", "<b>你好</b>", "1" * 10_000, "我" * 9_999])
def test_any_text_is_understood(understander, text):
    found = understander.understand(text, TODAY)
    assert found.categories
    assert found.text == text


def test_greeting_is_no_dispute(understander):
    found = understander.understand("你好", TODAY)
    assert (found.category, found.subtype, found.own_dispute) == ("not_legal", "greeting", False)
    assert Intent.GREETING in found.intents


def test_danger(understander):
    found = understander.understand("我不想活了，老板不给钱我就从楼上跳下去", TODAY)
    assert found.risk.grade is Risk.RED
    assert "suicide" in found.risk.kinds
    assert found.risk.reasons


def test_general_question_is_green(understander):
    assert understander.understand("劳动仲裁的时效是多久？", TODAY).risk.grade is Risk.GREEN


def test_answer_to_the_question_just_asked(understander):
    found = understander.understand("三个", TODAY, awaiting="months@labour")
    assert found.facts["months"].value == 3


def test_same_message_same_answer(understander):
    text = "网购的手机是翻新机 商家不退款"
    assert understander.understand(text, TODAY) == understander.understand(text, TODAY)


@pytest.mark.parametrize("text", ["今天上午", "昨天晚上", "我妈", "他们", "他睡了", "现在他睡了", "他喝酒了", "还在家"])
def test_a_bare_answer_to_a_question_rings_no_bell(understander: Understander, text: str) -> None:
    assert understander.understand(text, TODAY).risk.grade not in {Risk.RED, Risk.ORANGE}


@pytest.mark.parametrize("text", ["我想死", "不想活了", "快来救我", "我割腕了", "救救我", "他拿刀来了", "家里着火了"])
def test_few_words_of_danger_ring_all_the_same(understander: Understander, text: str) -> None:
    assert understander.understand(text, TODAY).risk.grade is Risk.RED
