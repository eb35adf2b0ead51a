"""Telephone numbers, quotations, facts in words, text that nobody can read."""

from datetime import date, datetime

import pytest

from bot.dialogue.fact_words import as_date, fact_list, in_words, joined, moment_in_words, number_in_words
from bot.dialogue.phone_numbers import find_phone, looks_like_phone
from bot.dialogue.quoting import LONGEST_QUOTE, excerpt, quote
from bot.dialogue.unusable_text import fault, is_foreign
from bot.domain.conversation import KnownFact
from knowledge.citations import parse_ref
from knowledge.identifiers import ArticleRef, ArticleState

from .light_desk import TODAY, LightDesk

DESK = LightDesk()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000000", "13800000000"),
        ("我的电话138 0000 0000，晚上打", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0731-12345678", "0731-12345678"),
        ("010 12345678转12", "010-12345678-12"),
        ("400-123-4567", "400-123-4567"),
        ("1380000000", None),
        ("138000000000", None),
        ("12345", None),
        ("没有电话", None),
    ],
)
def test_telephone_numbers(text: str, number: str | None) -> None:
    assert find_phone(text) == number


@pytest.mark.parametrize(
    ("text", "looks"), [("1380000", True), ("138", True), ("晚上六点以后打", False), ("我有3个孩子", False)]
)
def test_what_was_meant_as_a_number(text: str, looks: bool) -> None:
    assert looks_like_phone(text) is looks


def test_a_short_article_is_quoted_whole() -> None:
    quoted = quote(parse_ref("《人民调解法》第四条"), "不收费", DESK, TODAY)
    assert quoted.text == "人民调解委员会调解民间纠纷，不收取任何费用。"
    assert quoted.state is ArticleState.IN_FORCE


def test_a_long_article_is_quoted_word_for_word_around_the_point() -> None:
    article = DESK.article(parse_ref("《劳动合同法》第四十六条"), TODAY)
    assert article is not None
    assert len(article.text) > LONGEST_QUOTE
    said = excerpt(article.text, "用人单位依照本法第四十一条第一款规定解除劳动合同的")
    assert "第四十一条第一款" in said
    assert said.startswith("有下列情形之一的")
    assert all(part.strip() in article.text for part in said.split("……"))


def test_what_does_not_exist_is_not_quoted() -> None:
    quoted = quote(ArticleRef("中华人民共和国民法典", "第一千四百三十八条"), "x", DESK, TODAY)
    assert (quoted.text, quoted.state) == ("", ArticleState.NOT_FOUND)


def test_facts_in_words() -> None:
    assert in_words("claimed_yuan", 30000) == "30,000元"
    assert in_words("interest_monthly_percent", 1.5) == "1.5%"
    assert in_words("injured", value=True) == "是"
    assert in_words("end_date", "2026-05-01") == "2026年5月1日"
    assert in_words("steps_taken", ["reported_police", "sued"]) == "报过警、起诉了"
    assert in_words("relation", "employer") == "用人单位"
    assert in_words("end_reason", "dismissed", DESK, "labour") != ""
    assert in_words("other_party", "某某公司") == "某某公司"


def test_a_choice_is_read_back_by_its_label() -> None:
    question = DESK.question("lease_problem", "contract")
    assert question is not None
    choice = question.choices[0]
    assert in_words("lease_problem", choice.value, DESK, "contract") == choice.label


def test_numbers_in_words() -> None:
    assert number_in_words(32000) == "32,000"
    assert number_in_words((1000.0, 2000.5)) == "1,000 到 2,000.5"
    assert number_in_words("2026-05-01") == "2026年5月1日"
    assert number_in_words("2/3") == "2/3"
    assert number_in_words(None) == ""


def test_a_summary_leaves_out_the_citizen_himself_and_what_has_no_name() -> None:
    facts = {name: KnownFact(value, str(value), 0, 1, 1) for name, value in (("months", 3), ("age", 70), ("odd", 1))}
    assert joined(fact_list(facts, DESK, "labour")) == "欠薪月数 3个月"
    assert joined(()) == "暂无"


def test_dates() -> None:
    assert as_date("2026-13-01") is None
    assert as_date("2026-05") is None
    assert as_date(20260501) is None
    assert as_date("2026-05-01") == date(2026, 5, 1)
    assert moment_in_words(datetime(2026, 11, 24, 9, 0)) == "11月24日（星期二）09:00"  # noqa: DTZ001 - only its words


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("", "empty_text"),
        ("\u200b\u200d\ufe0f", "empty_text"),
        ("\x00\x1b", "empty_text"),
        ("😀❤️", "emoji_only"),
        ("？！。。", "unintelligible"),
        ("<p></p>", "unintelligible"),
        ("<b>漏水</b>", None),
        ("😭漏水", None),
        ("5", None),
    ],
)
def test_text_that_nobody_can_read(text: str, phrase: str | None) -> None:
    assert fault(text) == phrase


@pytest.mark.parametrize(("text", "foreign"), [("hello", True), ("привет", True), ("漏水 leak", False), ("3", False)])
def test_other_languages(text: str, foreign: bool) -> None:
    assert is_foreign(text) is foreign
