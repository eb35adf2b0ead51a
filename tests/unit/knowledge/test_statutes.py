"""Which text of which law holds on a day: the traps of the source and the register beside it."""

from datetime import date

import pytest

from knowledge.article_labels import canonical_label, label, read_label, read_number
from knowledge.citations import parse_ref
from knowledge.identifiers import ArticleRef, ArticleState
from knowledge.instruments import Register
from knowledge.law_versions import read_corrections
from knowledge.statutes import StatuteLibrary, citable

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def library():
    return StatuteLibrary.open()


@pytest.mark.parametrize(
    ("citation", "on", "state"),
    [
        ("《劳动合同法》第三十条", TODAY, "in_force"),
        ("《刑法》第二百三十四条", TODAY, "in_force"),  # the source flags the whole code as amended
        ("《刑法》第一百六十五条", TODAY, "amended"),  # the twelfth amendment has the newer text
        ("《刑法》第一百二十条之一", TODAY, "in_force"),
        ("《商标法》第五十七条", TODAY, "in_force"),
        ("《商标法》第八十七条", TODAY, "not_yet"),
        ("《商标法》第八十七条", date(2027, 1, 1), "in_force"),
        ("《农业法》第九十九条", TODAY, "in_force"),
        ("《医疗保障法》第三条", TODAY, "not_yet"),
        ("《耕地保护和质量提升法》第一条", TODAY, "not_yet"),
        ("《农村土地承包法》第三条", TODAY, "unknown"),
        ("《环境保护法》第六十四条", TODAY, "repealed"),
        ("《环境保护法》第六十四条", date(2026, 8, 14), "in_force"),
        ("《生态环境法典》第一千零五十四条", TODAY, "in_force"),
        ("《生态环境法典》第一千零五十四条", date(2026, 8, 14), "not_yet"),
        ("《仲裁法》第九十六条", TODAY, "in_force"),
        ("《仲裁法》第九十六条", date(2026, 2, 28), "not_yet"),
        ("《治安管理处罚法》第九条", TODAY, "in_force"),
        ("《合同法》第五十二条", TODAY, "repealed"),
        ("《合同法》第五十二条", date(2019, 1, 1), "text_missing"),
        ("《工伤保险条例》第三十七条", TODAY, "text_missing"),
        ("《工伤保险条例》第六十八条", TODAY, "not_found"),
        ("《工伤保险条例》第零条", TODAY, "not_found"),
        ("《民法典》第一千四百三十八条", TODAY, "not_found"),
        ("《民法典》第零条", TODAY, "not_found"),
        ("《住房租赁条例》", TODAY, "text_missing"),
        ("《住房租赁条例》第五条", TODAY, "not_found"),  # only citable as a whole
        ("《人民调解工作若干规定》", TODAY, "unknown"),
        ("《湖南省矛盾纠纷多元预防化解条例》", TODAY, "unknown"),
        ("《注册会计师法》第五十条", TODAY, "unknown"),
        ("《乡镇企业法》第一条", TODAY, "repealed"),
    ],
)
def test_state_of_a_citation_on_a_day(library, citation, on, state):
    assert library.state(parse_ref(citation), on) == state


def test_text_is_that_of_the_day(library):
    ref = parse_ref("《商标法》第五十七条")
    old, new = library.article(ref, TODAY), library.article(ref, date(2027, 6, 1))
    assert (old.version, new.version) == ("2019-04-23", "2026-06-26")
    assert old.text != new.text
    assert old.text.startswith("有下列行为之一的，均属侵犯注册商标专用权")


def test_show_gives_the_text_of_the_day_first_and_others_behind(library):
    shown = library.show("商标法", "57", TODAY)
    assert [article.state for article in shown] == [ArticleState.IN_FORCE, ArticleState.NOT_YET]
    assert library.show("商标法", "第五十七条", TODAY) == shown
    assert library.show("没有这部法", "1", TODAY) == ()
    assert [article.ref.label for article in library.show("刑法", "120条之一", TODAY)] == ["第一百二十条之一"]


def test_before_the_text_here_but_after_enactment_is_unknown(library):
    # the library has the text of 2012 only; an earlier one held in 2010
    assert library.state(ArticleRef("中华人民共和国劳动合同法", "第三十条"), date(2010, 1, 1)) == "unknown"
    assert library.state(ArticleRef("中华人民共和国劳动合同法", "第三十条"), date(2007, 1, 1)) == "not_yet"


def test_only_laws_in_force_are_citable(library):
    refs = [
        parse_ref(c)
        for c in (
            "《民法典》第五百八十五条",
            "《环境保护法》第一条",
            "《农村土地承包法》第三条",
            "《工伤保险条例》第十七条",
        )
    ]
    assert [ref.label for ref in citable(library, refs, TODAY)] == ["第五百八十五条", "第十七条"]


def test_every_correction_meets_a_version_of_the_source(library):
    known = {(version.law, version.version) for version in library.all_versions()}
    assert set(read_corrections()) <= known


def test_every_outdated_article_of_a_correction_exists(library):
    for (law, _), entry in read_corrections().items():
        for outdated in entry.get("outdated", ()):
            assert library.article(ArticleRef(law, outdated), TODAY) is not None


def test_register_entries_have_sources_and_short_names_that_do_not_collide():
    register = Register.load()
    shorts = [short for instrument in register for short in instrument.short]
    assert len(shorts) == len(set(shorts)) > 50
    assert all(instrument.source for instrument in register)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("30", 30),
        ("三十", 30),
        ("一百二十", 120),
        ("一四三八", 1438),
        ("１２", 12),
        ("零", 0),
        ("一千二百六十", 1260),
        ("两百", 200),
        ("百百", None),
        ("一百二", 120),
        ("一千三", 1300),
        ("一百零二", 102),
        ("十零", None),
        ("", None),
        ("9" * 12, None),
    ],
)
def test_numerals(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize("number", [1, 10, 15, 20, 99, 100, 101, 110, 119, 120, 1000, 1007, 1054, 1260])
def test_labels_go_both_ways(number):
    assert read_label(label(number)) == (number, None)
    assert canonical_label(f"第{number}条") == label(number)


def test_labels_agree_with_those_of_the_source(library):
    for law in ("中华人民共和国民法典", "中华人民共和国刑法"):
        version = library.versions(law)[-1]
        for stored in library.articles_of(version.key):
            assert canonical_label(stored.label) == stored.label
            assert read_label(stored.label)[0] == stored.number
