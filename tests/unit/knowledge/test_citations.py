"""Citations in running text: every way people write them, and what each is worth."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.citations import UnknownCitationError, check_text, paragraphs, parse_citations, parse_ref
from knowledge.statutes import StatuteLibrary

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def library():
    return StatuteLibrary.open()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《劳动合同法》第三十条", [("劳动合同法", "第三十条")]),
        (
            "《中华人民共和国民法典》第675条、第676条和第六百八十条第二款第（一）项",
            [("民法典", "第六百七十五条"), ("民法典", "第六百七十六条"), ("民法典", "第六百八十条")],
        ),
        ("《民法典》（2020年）第10-12条", [("民法典", "第十条"), ("民法典", "第十一条"), ("民法典", "第十二条")]),
        ("《民法典》第十条至第十二条", [("民法典", "第十条"), ("民法典", "第十一条"), ("民法典", "第十二条")]),
        ("《刑法》第一百二十条之一", [("刑法", "第一百二十条之一")]),
        ("依照劳动合同法第46、47条办", [("劳动合同法", "第四十六条"), ("劳动合同法", "第四十七条")]),
        ("消法55条、消法五十五条", [("消费者权益保护法", "第五十五条"), ("消费者权益保护法", "第五十五条")]),
        ("适用中华人民共和国劳动法第四十四条；该法第四十一条", [("劳动法", "第四十四条"), ("劳动法", "第四十一条")]),
        ("我国刑法第二百条", [("刑法", "第二百条")]),
        ("看《红楼梦》第三回", []),
        ("第零条", []),
        ("按这三条办", []),
    ],
)
def test_citations_of_a_text(text, found):
    assert [(c.law.removeprefix("中华人民共和国"), c.label) for c in parse_citations(text)] == found


def test_paragraph_item_and_place_are_kept():
    text = "依《民法典》第五百八十五条第二款第（三）项，可以减少。"
    (citation,) = parse_citations(text)
    assert (citation.paragraph, citation.item) == (2, 3)
    assert text[citation.start : citation.end] == citation.text == "《民法典》第五百八十五条第二款第（三）项"


@pytest.mark.parametrize(
    "written",
    [
        "《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》第49条",
        "《最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）》第四十九条",
        "婚姻家庭编解释一第四十九条",
        "《婚姻家庭编解释(一)》第49条",
    ],
)
def test_nested_names_resolve(written):
    ref = parse_ref(written)
    assert ref.law == "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）"
    assert ref.label == "第四十九条"


@pytest.mark.parametrize("text", ["美国宪法第一条", "日本民法第709条", "香港基本法第五条", "德国的刑法第五条"])
def test_law_of_another_place_is_not_ours(text):
    assert [c.law for c in parse_citations(text)] == [None]


def test_misspelt_law_gets_a_suggestion(library):
    (checked,) = check_text("《消费者权益保障法》第55条", library, on=TODAY)
    assert checked.state == "not_found"
    assert checked.suggestion == "中华人民共和国消费者权益保护法"


def test_repealed_law_names_what_took_its_place(library):
    (checked,) = check_text("《婚姻法》第十七条", library, on=TODAY)
    assert (checked.state, checked.replaced_by) == ("repealed", "中华人民共和国民法典")


def test_paragraph_beyond_the_article_is_noticed(library):
    good, bad = check_text("《劳动合同法》第三十条第二款、《劳动合同法》第三十条第五款", library, on=TODAY)
    assert (good.paragraphs, bad.paragraphs) == (None, 2)


def test_items_belong_to_their_paragraph():
    assert len(paragraphs("有下列情形之一的：\n（一）甲；\n（二）乙。\n前款规定……")) == 2


@pytest.mark.parametrize("written", ["", "《红楼梦》", "《民法典》第一条和《刑法》第一条", "《不存在的法》第一条"])
def test_what_is_no_single_known_citation_is_refused(written):
    with pytest.raises(UnknownCitationError):
        parse_ref(written)


@pytest.mark.parametrize(
    "text",
    [
        "第一条劳动法" * 1700,
        "法" * 10000,
        "《" * 10000,
        "一" * 10000 + "第",
        "民法典第" + "一" * 9000 + "条",
        "《民法典》第1条至第9999条",
    ],
)
def test_long_and_odd_input_is_read_quietly(text):
    assert len(parse_citations(text)) <= 10000


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="《》第条款项一二三十百千零1290（）民法典劳动合同法、至之", max_size=60))
def test_any_mixture_is_read_without_error_and_places_are_right(text):
    for citation in parse_citations(text):
        assert text[citation.start : citation.end] == citation.text


def test_a_law_of_elsewhere_is_called_so_and_no_law_of_ours_is_suggested():
    library = StatuteLibrary.open()
    text = "德国民法典第242条、德国《民法典》第3条、应当适用日本民法第3条、我国《民法典》第3条、劳动和同法第3条"
    found = check_text(text, library, on=TODAY)
    assert [one.citation.foreign for one in found] == [True, True, True, False, False]
    assert [one.suggestion is None for one in found] == [True, True, True, True, False]
