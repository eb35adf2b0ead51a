"""Search: by story, by filters, why it matched, and new cases taken up without a restart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from case_library.case_file import CaseFile
from case_library.case_index import CaseFilter
from case_library.errors import CaseNotFoundError
from case_library.library import CaseLibrary
from case_library.precedent import CaseHit, Origin, ReviewState
from case_library.story_facts import READABLE
from case_library.wording import wording
from nlp.findings import Fact, Risk, RiskFinding, ScoredCategory, Span, Understanding


def ids(hits: tuple[CaseHit, ...]) -> list[str]:
    return [hit.case.id for hit in hits]


def test_a_story_finds_its_like_first_with_score_and_reason(library: CaseLibrary, samples: Any) -> None:
    hits = library.search("包工头欠我们六个人的工钱，春节前电话也不接")
    assert hits[0].case == samples.wages
    assert 0 < hits[-1].score <= hits[0].score <= 1
    assert any("包工头" in reason for reason in hits[0].why)


def test_a_mistyped_word_still_finds(library: CaseLibrary, samples: Any) -> None:
    assert library.search("楼上水管爆烈，地板炮坏了")[0].case == samples.leak


def test_filters_alone_and_together_with_a_story(library: CaseLibrary, samples: Any) -> None:
    assert ids(library.search("", wanted=CaseFilter(category="labour"))) == [samples.wages.id]
    assert ids(library.search("借钱不还", wanted=CaseFilter(category="labour"))) == []
    assert ids(library.search("", wanted=CaseFilter(year=2024))) == [samples.leak.id]
    assert ids(library.search("", wanted=CaseFilter(outcome="failed"))) == [samples.leak.id]
    assert ids(library.search("", wanted=CaseFilter(amount=(80_000, 90_000)))) == [samples.wages.id]
    assert ids(library.search("", wanted=CaseFilter(amount=(90_001, 1e9)))) == []
    assert ids(library.search("", wanted=CaseFilter(method="背对背沟通"))) == [samples.wages.id]
    assert ids(library.search("", wanted=CaseFilter(method="背对背"))) == [samples.wages.id], (
        "in the words of whoever asks"
    )
    assert library.search("", wanted=CaseFilter(method=".*")) == ()
    assert set(ids(library.search("", wanted=CaseFilter(origin="imported")))) == {
        samples.wages.id,
        samples.leak.id,
        samples.loan.id,
    }
    assert ids(library.search("", wanted=CaseFilter(published_only=True))) == [samples.wages.id]


def test_a_method_is_found_by_any_part_of_its_name(library: CaseLibrary, samples: Any) -> None:
    methods = ("面对面调解", "与赵某ABC会谈 3次")
    library.store.put_many([samples.a_case(7, methods=methods), samples.a_case(8, methods=("对面", "面谈"))])

    def by(method: str) -> list[str]:
        return ids(library.search("", 9, CaseFilter(method=method)))

    for part in ("面对面", "对面调", "面对面调解", "解", "abc会谈3次", "与", "赵某ABC", "3次"):
        assert by(part) == ["im-0007"], part
    assert set(by("对面")) == {"im-0007", "im-0008"}
    assert set(by("面")) == {"im-0007", "im-0008"}
    for other in ("对面面谈", "面调解对", "调解与赵", ".", ".*", "调 解 与", "面面"):
        assert by(other) == [], other


def test_shared_numbers_are_named(library: CaseLibrary) -> None:
    hit = library.search("工钱一共86500元没有给")[0]
    assert any("86500" in reason for reason in hit.why)


def test_nothing_to_ask_for_gives_nothing(library: CaseLibrary) -> None:
    assert library.search("") == ()
    assert library.search("😀😀 !!") == ()


def test_more_like_this_leaves_itself_out(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many([samples.a_case(7, story=samples.loan.story.replace("半年", "一年"))])
    assert ids(library.like(samples.loan.id))[0] == "im-0007"
    assert samples.loan.id not in ids(library.like(samples.loan.id))
    with pytest.raises(CaseNotFoundError, match="没有编号"):
        library.like("nobody")


def test_new_changed_and_removed_cases_are_taken_up_at_once(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many([samples.a_case(8, story="某小区电梯困人，业主王某要求物业公司道歉并赔偿精神损失。")])
    assert ids(library.search("电梯困人"))[0] == "im-0008"
    library.store.put_many([samples.a_case(8, story="某养殖场污水流进鱼塘，死鱼五百斤。")])
    assert ids(library.search("污水鱼塘"))[0] == "im-0008"
    assert "im-0008" not in ids(library.search("电梯困人"))
    library.store.remove("im-0008")
    assert "im-0008" not in ids(library.search("污水鱼塘"))


def test_a_withdrawn_case_is_found_by_nobody(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many([samples.a_case(8, story="某小区电梯困人。", review_state=ReviewState.WITHDRAWN)])
    assert "im-0008" not in ids(library.search("电梯困人"))


def test_two_processes_share_one_index_folder(tmp_path: Path, samples: Any) -> None:
    one = CaseLibrary.open(tmp_path)
    other = CaseLibrary.open(tmp_path)
    one.store.put_many([samples.a_case(8, story="某小区电梯困人，业主要求赔偿。")])
    assert ids(one.search("电梯困人"))[0] == "im-0008"
    assert ids(other.search("电梯困人"))[0] == "im-0008"
    assert ids(CaseLibrary.open(tmp_path).search("电梯困人"))[0] == "im-0008"


def test_an_index_for_other_composed_cases_is_rebuilt_and_the_old_one_removed(tmp_path: Path, samples: Any) -> None:
    store = CaseFile(tmp_path / "cases.sqlite3")
    store.put_many([samples.wages])
    folder = tmp_path / "case_index"
    CaseLibrary.open(store, folder, composed={})
    library = CaseLibrary.open(store, folder, composed={samples.leak.id: samples.leak})
    assert len(list(folder.iterdir())) == 1
    assert ids(library.search("漏水泡坏地板"))[0] == samples.leak.id
    assert ids(library.search("包工头拖欠工钱"))[0] == samples.wages.id


def test_composed_cases_of_the_package_are_found_and_marked(tmp_path: Path) -> None:
    hit = CaseLibrary.open(tmp_path).search("餐馆老板欠我三个月工资不给")[0]
    assert hit.as_result()["origin"] == "illustrative"
    assert hit.case.category == "labour"


def test_staff_find_a_case_by_a_party_and_citizens_do_not(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many(
        [samples.a_case(8, story="两方因工程质量停工。", parties=("蓝鲸公司",), review_state=ReviewState.PUBLISHED)]
    )
    assert ids(library.search("蓝鲸公司的事"))[0] == "im-0008"
    assert "im-0008" not in ids(library.search("蓝鲸公司的事", wanted=CaseFilter(published_only=True)))


def test_words_of_mere_talk_find_nothing(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many([samples.a_case(8, story="希望你们尽快解决问题。")])
    assert not any("希望" in reason for hit in library.search("我们希望") for reason in hit.why)


def test_a_real_case_comes_before_a_composed_one_that_is_as_near(case_file: CaseFile, samples: Any) -> None:
    composed = replace(samples.leak, id="aa-0001", origin=Origin.ILLUSTRATIVE)  # first by id where all else is equal
    library = CaseLibrary.open(case_file, composed={composed.id: composed})
    assert ids(library.search(samples.leak.story))[:2] == [samples.leak.id, composed.id]


def test_the_kind_that_was_understood_counts(library: CaseLibrary, samples: Any) -> None:
    """Two stories in the same words: what the reader takes the question for decides which comes first."""
    story = "张某摔倒受伤，要求赔偿医药费。"
    library.store.put_many(
        [samples.a_case(20, story=story, category="school"), samples.a_case(21, story=story, category="labour")]
    )
    first = {}
    for code in ("school", "labour"):
        categories = (ScoredCategory(code, 0.9), ScoredCategory("injury", 0.1))
        understanding = Understanding(story, story, categories, "other", (), RiskFinding(Risk.YELLOW), {})
        first[code] = library.search("摔倒受伤要赔医药费", understanding=understanding)[0]
    assert {code: hit.case.category for code, hit in first.items()} == {"school": "school", "labour": "labour"}
    assert any("校园" in reason for reason in first["school"].why)


def test_equal_facts_are_named_with_their_value_and_others_are_not(library: CaseLibrary, samples: Any) -> None:
    story = "饭店拖欠服务员工资，老板躲着不见。"
    facts = {"months": 3, "injured": False, "headcount": 5}
    library.store.put_many([samples.a_case(8, story=story, category="labour", facts=facts)])
    heard = {
        name: Fact(name, value, Span(0, 1, "三"))
        for name, value in {"months": 3, "injured": False, "headcount": 6}.items()
    }
    categories = (ScoredCategory("labour", 0.9),)
    understanding = Understanding(story, story, categories, "other", (), RiskFinding(Risk.YELLOW), heard)
    hit = library.search("饭店拖欠服务员三个月工资", understanding=understanding)[0]
    assert hit.case.id == "im-0008"
    facts_named = next(reason for reason in hit.why if reason.startswith("都有"))
    assert facts_named == "都有：时间3个月"
    assert not any("{" in reason for reason in hit.why)


def test_why_names_a_sum_once_and_no_words_that_only_count(library: CaseLibrary, samples: Any) -> None:
    story = "老板欠工资9000元没有给，材料费1.5万元也没有给。"
    library.store.put_many([samples.a_case(7, story=story, claimed_yuan=9000.0, category="labour")])
    asked = "老板拖欠工资9000元，还有材料费1.5万元"
    heard = {"amount_yuan": Fact("amount_yuan", 9000.0, Span(0, 1, "九"))}
    categories = (ScoredCategory("labour", 0.9),)
    understanding = Understanding(asked, asked, categories, "other", (), RiskFinding(Risk.YELLOW), heard)
    hit = library.search(asked, understanding=understanding)[0]
    assert hit.case.id == "im-0007"
    said = "；".join(hit.why)
    assert "金额相近" in said
    assert "9000”" not in said, "the sum is named already"
    (words,) = (reason for reason in hit.why if reason.startswith("都提到"))
    assert "工资" in words
    assert "万元" not in words


@pytest.mark.parametrize(
    ("asked", "story", "named", "fragment"),
    [
        ("老板欠我四个月工资", "餐馆拖欠服务员3个月工资没有给。", "工资", "月工资"),
        ("老板欠我三个月工资", "餐馆拖欠服务员的月工资没有给。", "工资", "月工资"),
        ("退了货5天后不退款", "说好退货，7天后商家仍不退款。", "退款", "天后"),
        ("被三个年轻人打了", "两个年轻人喝酒后打伤赵某。", "年轻人", ""),
        ("月工资四千没有给", "月工资说好五千，餐馆没有给。", "月工资", ""),
    ],
)
def test_why_names_no_fragments_of_counted_units(
    library: CaseLibrary, samples: Any, asked: str, story: str, named: str, fragment: str
) -> None:
    library.store.put_many([samples.a_case(7, story=story)])
    (hit,) = (hit for hit in library.search(asked, marked=True) if hit.case.id == "im-0007")
    (words,) = (reason for reason in hit.why if reason.startswith("都提到"))
    told = words.removeprefix("都提到：").split("、")
    assert named in told and fragment not in told
    assert fragment not in {place.text(hit.case) for place in hit.highlights}


def test_facts_of_an_entry_without_facts_are_read_from_its_story(library: CaseLibrary, samples: Any) -> None:
    story = "工地拖欠木工李某等五人工资三个月，双方签订了劳务合同。"
    library.store.put_many([samples.a_case(7, story=story, category="labour")])
    heard = {
        name: Fact(name, value, Span(0, 1, "三"))
        for name, value in {"months": 3, "written_contract": True, "injured": True, "headcount": 6}.items()
    }
    categories = (ScoredCategory("labour", 0.9),)
    asked = "工地拖欠木工三个月工资"
    understanding = Understanding(asked, asked, categories, "other", (), RiskFinding(Risk.YELLOW), heard)
    hit = library.search(asked, understanding=understanding)[0]
    assert hit.case.id == "im-0007"
    assert "都有：有书面合同、时间3个月" in hit.why
    assert library.show("im-0007").facts == {}, "the entry stays equal to its row"


def test_every_fact_that_why_names_can_be_read() -> None:
    assert set(wording()["fact_names"]) <= READABLE
