"""Why a case was found: words that stand in any two cases are no reason, and are not marked either."""

from typing import Any

import pytest

from case_library.case_words import empty_words
from case_library.explain import all_shared_words, shared_words
from case_library.library import CaseLibrary


def test_words_that_say_nothing_are_no_reason(library: CaseLibrary, samples: Any) -> None:
    told = "我和某家公司之间签过协议，双方当场说好，十多天后第一笔定金付清，他不肯修羊圈，打电话也不答应"
    case = samples.a_case(
        77, story="某家之间的协议，双方当场签的，十多天里第一笔定金付清。后来不肯修羊圈，打电话也没用，申请调解。"
    )
    library.store.put_many([case])
    hit = next(hit for hit in library.search(told, 12, marked=True) if hit.case.id == case.id)
    (words,) = (reason for reason in hit.why if reason.startswith("都提到"))
    assert set(words.removeprefix("都提到：").split("、")) == {"定金", "羊圈"}
    marked = {place.text(case) for place in hit.highlights}
    assert "羊圈" in marked and not marked & {"协议", "当场", "双方", "之间", "电话", "某家"}


def test_no_piece_of_an_empty_word_is_told(samples: Any) -> None:
    assert "打电话" in empty_words()
    case = samples.a_case(78, story="老赵打电话催修水泵。")
    assert all_shared_words("他打电话说水泵坏了", case) == {"水泵"}


def test_what_stands_in_many_cases_of_a_library_tells_nothing_there(library: CaseLibrary, samples: Any) -> None:
    many = [samples.a_case(100 + number, story=f"第{number}家的鱼塘缺氧翻塘。") for number in range(120)]
    one = samples.a_case(99, story="鱼塘边的抽水机被人拿走。")
    library.store.put_many([*many, one])
    library.refresh()
    index = library._live.current()
    assert index.share("words", "鱼塘") > 0.2
    assert shared_words("我家鱼塘的抽水机不见了", one, index) == ("抽水机",)


@pytest.mark.parametrize("asked", ["我们之间当场签了协议", "当场付清"])
def test_where_nothing_special_is_shared_that_is_said(library: CaseLibrary, samples: Any, asked: str) -> None:
    case = samples.a_case(79, story="他们之间当场签了协议，当场付清。")
    library.store.put_many([case])
    hit = next(hit for hit in library.search(asked, 12) if hit.case.id == case.id)
    assert [reason for reason in hit.why if not reason.startswith("同")] == ["只是有些用词相近"]
