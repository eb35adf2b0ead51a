"""Words written with wrong characters of the right sound find what was meant, and nothing else is taken for a slip."""

from typing import Any

import pytest

from case_library.case_index import CaseIndex
from case_library.library import CaseLibrary
from case_library.sound_alikes import Heard
from nlp.findings import Risk, RiskFinding, Understanding

WAGES = "餐馆老板拖欠服务员工资，拖了三个月。"
GIFT = "两人分手，男方要求退还彩礼。"
CRASH = "路口发生交通事故，张某受伤，事故责任没有谈好。"


@pytest.fixture
def stories(library: CaseLibrary, samples: Any) -> CaseLibrary:
    told = {11: WAGES, 12: GIFT, 13: CRASH, 14: "又一起交通事故，王某的车坏了。"}
    library.store.put_many([samples.a_case(number, story=story) for number, story in told.items()])
    return library


@pytest.mark.parametrize(
    ("asked", "found", "meant"),
    [
        ("老版托欠公资", "im-0011", "“公资”读音同“工资”"),
        ("彩里退还", "im-0012", "“彩里”读音同“彩礼”"),
        ("交通是故", "im-0013", "“是故”读音同“事故”"),
    ],
)
def test_words_of_the_same_sound_are_found_told_and_marked(
    stories: CaseLibrary, asked: str, found: str, meant: str
) -> None:
    hits = stories.search(asked, marked=True)
    assert found in [hit.case.id for hit in hits[:2]]
    (hit,) = (hit for hit in hits if hit.case.id == found)
    assert any(meant in reason for reason in hit.why)
    assert meant[-3:-1] in [place.text(hit.case) for place in hit.highlights]


def test_what_is_written_right_counts_more_than_what_sounds_alike(stories: CaseLibrary, samples: Any) -> None:
    stories.store.put_many([samples.a_case(15, story="公资平台的彩里项目停了。")])
    assert stories.search("公资")[0].case.id == "im-0015"


def test_a_story_is_read_for_its_kind_as_it_was_meant(stories: CaseLibrary) -> None:
    read: list[str] = []

    def reader(text: str) -> Understanding:
        read.append(text)
        return Understanding(text, text, (), "other", (), RiskFinding(Risk.YELLOW), {})

    stories.read = reader
    stories.search("女方的彩里不退还")
    assert read == ["女方的彩礼不退还"]


def test_words_names_and_single_characters_are_no_slips(stories: CaseLibrary, samples: Any) -> None:
    stories.store.put_many([samples.a_case(15, story="詹某在卧室里受惊，失物要归还，孩子要上降薪。")])
    index: CaseIndex = stories._live.current()
    for right in ("我是湛某", "我相信他", "失误", "2024年5月", "", "😀", "ABC公司", "老板拖欠工资"):
        assert index.heard(right) == (), right


def test_new_words_of_the_library_are_heard_at_once(stories: CaseLibrary, samples: Any) -> None:
    assert stories._live.current().heard("饶民") == ()
    stories.store.put_many([samples.a_case(15, story="楼上噪音扰民。")])
    assert Heard("饶民", "扰民") in stories._live.current().heard("饶民")


def test_a_long_text_is_heard_in_bounded_time(stories: CaseLibrary) -> None:
    assert len(stories._live.current().heard("公资托欠彩里燥音是故" * 1000)) < 50
