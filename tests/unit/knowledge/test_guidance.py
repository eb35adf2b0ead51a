"""Guidance: complete for every subtype, resting on law in force, in words a citizen understands."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.guidance import DATA_DIRECTORY, Guidance, GuidanceBook, owed
from knowledge.statements import Statement
from knowledge.statutes import CITABLE, StatuteLibrary
from knowledge.yaml_lines import DataFileError
from nlp.taxonomy import MEDIABLE

TODAY = date(2026, 11, 25)
LONGEST_STATEMENT = 90
LONGEST_SENTENCE = 60
NOT_SAID = (
    "我们保证",
    "保证您能",
    "保证能",
    "一定赢",
    "一定能赢",
    "稳赢",
    "胜诉率",
    "包赢",
    "必胜",
    "肯定能",
    "百分之百能",
    "胜诉",
    "败诉",
)
OFFICIALESE = (
    "之规定",
    "予以",
    "鉴于",
    "特此",
    "兹",
    "该等",
    "依据上述",
    "当事人双方应",
    "责成",
    "酌情",
    "届时",
    "须知",
)


@pytest.fixture(scope="module")
def book() -> GuidanceBook:
    return GuidanceBook.load()


def sentences(book: GuidanceBook) -> Iterator[tuple[Guidance, Statement]]:
    seen = 0
    for guidance in book:
        for statement in guidance.statements():
            seen += 1
            yield guidance, statement
    assert seen > 1500


def test_every_category_and_subtype_that_is_owed_guidance_has_it(book: GuidanceBook) -> None:
    assert book.missing() == ()
    assert len(owed()) > 130
    assert {guidance.category for guidance in book} == {path.stem for path in DATA_DIRECTORY.glob("*.yaml")}


def test_every_guidance_has_all_its_parts(book: GuidanceBook) -> None:
    for guidance in book:
        where = f"{guidance.category}/{guidance.subtype}"
        assert 2 <= len(guidance.rights) <= 7, where
        assert 2 <= len(guidance.first_steps) <= 5, where
        assert 3 <= len(guidance.evidence) <= 7, where
        assert 2 <= len(guidance.questions) <= 5, where
        assert guidance.cost, where
        assert guidance.mediation.can, where
        assert guidance.mediation.cannot, where
        assert guidance.mediation.why, where
        assert guidance.alternatives, where


def test_what_is_mediable_has_time_limits_and_a_committee(book: GuidanceBook) -> None:
    for category, subtype in owed():
        guidance = book.for_(category, subtype)
        if category in MEDIABLE:
            assert guidance.time_limits, (category, subtype)
            assert guidance.organisation_kind, (category, subtype)


def test_what_the_law_says_names_its_article(book: GuidanceBook) -> None:
    bare = [(g.category, g.subtype, s.text) for g in book for s in g.rights if not s.cites]
    share = len(bare) / sum(len(guidance.rights) for guidance in book)
    assert share < 0.03, bare


def test_every_cited_article_is_in_force(book: GuidanceBook) -> None:
    library = StatuteLibrary.open()
    stale = {
        (g.category, g.subtype, str(ref))
        for g, statement in sentences(book)
        for ref in statement.cites
        if library.state(ref, TODAY) not in CITABLE
    }
    assert stale == set()


def test_laws_about_to_change_or_in_doubt_are_not_cited_by_number(book: GuidanceBook) -> None:
    """商标法: another text with other numbers from 2027-01-01. 农村土地承包法: marked as repealed, nobody knows by what."""
    cited = {ref.law for _, statement in sentences(book) for ref in statement.cites}
    assert not cited & {"中华人民共和国商标法", "中华人民共和国农村土地承包法", "中华人民共和国医疗保障法"}


def test_nobody_is_promised_anything(book: GuidanceBook) -> None:
    said = [(g.category, g.subtype, s.text) for g, s in sentences(book) if any(words in s.text for words in NOT_SAID)]
    assert said == []


def test_no_officialese(book: GuidanceBook) -> None:
    said = [
        (g.category, g.subtype, s.text) for g, s in sentences(book) if any(words in s.text for words in OFFICIALESE)
    ]
    assert said == []


def test_sentences_are_short(book: GuidanceBook) -> None:
    long = []
    for guidance, statement in sentences(book):
        parts = re.split(r"[。；！？]", statement.text)
        if len(statement.text) > LONGEST_STATEMENT or max(map(len, parts)) > LONGEST_SENTENCE:
            long.append((guidance.category, guidance.subtype, statement.text))
    assert long == []


def test_statements_do_not_end_in_a_full_stop(book: GuidanceBook) -> None:
    """They are set in lists; the one who shows them ends them."""
    ended = [(g.category, g.subtype, s.text) for g, s in sentences(book) if s.text.endswith(("。", "；", "，"))]
    assert ended == []


def test_a_subtype_without_an_entry_takes_that_of_other(book: GuidanceBook) -> None:
    assert book.for_("family", "never heard of") is book.for_("family", "other")
    with pytest.raises(KeyError):
        book.for_("not_legal", "greeting")


def test_domestic_violence_is_never_sent_to_mediation(book: GuidanceBook) -> None:
    guidance = book.for_("family", "domestic_violence")
    assert guidance.route == "police"
    assert "mediate" not in guidance.alternatives
    said = "".join(statement.text for statement in guidance.mediation.cannot)
    assert "不调解" in said
    assert "不会通知对方" in said
    assert "人身安全保护令" in "".join(statement.text for statement in guidance.rights)


def test_status_and_agencies_have_their_own_road(book: GuidanceBook) -> None:
    assert book.for_("family", "adoption_paternity").route == "court"
    assert book.for_("family", "divorce").route is None
    assert book.for_("expropriation", "compensation").route == "administrative_remedy"
    assert book.for_("expropriation", "family_split").route is None


def test_a_subtype_takes_from_its_category_what_it_does_not_say(book: GuidanceBook) -> None:
    divorce, elders = book.for_("family", "divorce"), book.for_("family", "elder_support")
    assert elders.mediation.can != divorce.mediation.can
    assert elders.mediation.cannot == divorce.mediation.cannot
    assert elders.alternatives == divorce.alternatives


SOUND = """category: labour
organisation_kind: industry_labour
alternatives: [court]
mediation: {can: [{text: 谈}], cannot: [{text: 判}], why: [{text: 不收费}]}
subtypes:
  other:
    rights: [{text: 有权利, cites: [《民法典》第一百八十八条]}]
    first_steps: [{text: 先拍照}]
    evidence: [合同]
    time_limits: [labour_arbitration]
    questions: [months]
    cost: [{text: 不收费}]
"""


@pytest.mark.parametrize(
    ("good", "bad", "line", "said"),
    [
        ("category: labour", "category: labor", 1, "是不是“labour”"),
        ("category: labour", "category: family", 1, r"应该叫 family\.yaml"),
        ("industry_labour", "industry_labor", 2, "是不是“industry_labour”"),
        ("[court]", "[curt]", 3, "是不是“court”"),
        ("why:", "wy:", 4, "不认识的键“wy”"),
        ("  other:", "  unpaid:", 6, "缺少小类“other”"),
        ("第一百八十八条", "第一百八十八", 7, "处引用|没有写第几条"),
        ("《民法典》", "《从没有过的法》", 7, "没有叫《从没有过的法》"),
        ("rights: [{text: 有权利, cites: [《民法典》第一百八十八条]}]", "rights: []", 7, "至少要写一句"),
        ("text: 先拍照", "txt: 先拍照", 8, "不认识的键“txt”"),
        ("[合同]", "[合同, 合同]", 9, "两次"),
        ("[labour_arbitration]", "[labour_arbitrition]", 10, "是不是“labour_arbitration”"),
        ("[months]", "[marriage_registered]", 11, "没有“marriage_registered”"),
        ("[months]", "[months, days, age, place, role, phone]", 11, "最多写 5 个"),
        ("    evidence: [合同]\n", "", 7, "缺少键“evidence”"),
        ("    evidence", "    route: sideways\n    evidence", 9, "不是路"),
    ],
)
def test_broken_guidance_is_named_with_file_and_line(tmp_path: Path, good: str, bad: str, line: int, said: str) -> None:
    path = tmp_path / "labour.yaml"
    path.write_text(SOUND, encoding="utf-8")
    assert GuidanceBook.load(tmp_path).for_("labour", "unpaid_wages").evidence == ("合同",)
    assert good in SOUND
    path.write_text(SOUND.replace(good, bad), encoding="utf-8")
    with pytest.raises(DataFileError, match=said) as caught:
        GuidanceBook.load(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="holds no guidance"):
        GuidanceBook.load(tmp_path)
