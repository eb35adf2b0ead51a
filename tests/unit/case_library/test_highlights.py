"""What is marked in a case that was found, and which stretch of it a list shows."""

from typing import Any

import pytest

from case_library.case_index import CaseFilter
from case_library.case_words import words
from case_library.excerpt import excerpt, pieces
from case_library.library import CaseLibrary
from case_library.precedent import CaseHit, Precedent, Stretch


def found(library: CaseLibrary, asked: str) -> CaseHit:
    return library.search(asked, 1, marked=True)[0]


def told(hit: CaseHit, field: str | None = None) -> list[str]:
    return [place.text(hit.case) for place in hit.highlights if field in (None, place.field)]


def shown(hit: CaseHit) -> str:
    assert hit.excerpt is not None
    return "".join(f"[{text}]" if marked else text for text, marked in pieces(hit.case, hit.excerpt, hit.highlights))


def test_shared_words_are_marked_whole_and_wherever_they_stand(library: CaseLibrary, samples: Any) -> None:
    hit = found(library, "包工头拖欠工钱")
    assert hit.case == samples.wages
    assert told(hit, "title") == ["拖欠", "工钱"]
    assert told(hit, "story") == ["包工头", "拖欠", "工钱"]
    assert all(set(words(text)) & set(words(hit.case.searchable_text)) for text in told(hit))


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("工钱欠了8.65万", "86500元"),
        ("工钱欠了八万六千五", "86500元"),
        ("工钱拖了4个月", "四个月"),
        ("工钱没有给，单号86500", "86500元"),
        ("张某的工钱", "张某"),
    ],
)
def test_sums_lengths_of_time_numbers_and_names_are_marked_however_written(
    library: CaseLibrary, samples: Any, asked: str, marked: str
) -> None:
    hit = found(library, asked)
    assert hit.case == samples.wages
    assert any(marked in text or text in marked for text in told(hit, "story") if text != "工钱"), told(hit)


def test_another_sum_or_time_is_not_marked(library: CaseLibrary) -> None:
    assert told(found(library, "工钱欠了三千元，拖了五个月"), "story") == ["工钱"]


def test_what_search_does_not_read_is_not_marked_and_lists_tell_the_item(library: CaseLibrary, samples: Any) -> None:
    case = samples.a_case(9, story="电梯困人。", terms=("当场道歉", "物业修好电梯"), comment="电梯要年检。")
    library.store.put_many([case])
    hit = found(library, "电梯坏了")
    assert {place.field for place in hit.highlights} == {"story", "terms"}
    assert Stretch("terms", 1, 4, 6) in hit.highlights
    assert {"field": "terms", "item": 1, "start": 4, "end": 6} in hit.as_result()["highlights"]


def test_places_count_characters_not_octets(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many([samples.a_case(9, story="😀😀𠮷某说：电梯困人。")])
    hit = found(library, "电梯困人")
    assert told(hit, "story") == ["电梯"]


def test_the_excerpt_holds_what_is_alike_and_cuts_at_clauses(library: CaseLibrary, samples: Any) -> None:
    long = "双方住在同一个小区，多年来相安无事。" * 20
    library.store.put_many([samples.a_case(9, story=f"{long}有一天电梯困人，业主要求物业公司道歉。{long}")])
    hit = found(library, "电梯困人，物业公司不道歉")
    assert hit.excerpt is not None and hit.excerpt.start > 0
    assert all(f"[{word}]" in shown(hit) for word in ("电梯", "物业公司", "道歉"))
    assert hit.excerpt.end - hit.excerpt.start <= 110
    assert hit.case.story[hit.excerpt.start - 1] in "，。"
    assert hit.case.story[hit.excerpt.end - 1] in "，。"
    assert hit.as_result()["excerpt"]["text"] == hit.excerpt.text(hit.case)


def test_an_endless_clause_is_cut_beside_the_marked_words(samples: Any) -> None:
    case: Precedent = samples.a_case(9, story="话" * 300 + "电梯" + "话" * 300)
    place = Stretch("story", None, 300, 302)
    assert "电梯" in excerpt(case, [place]).text(case)
    edge = Stretch("story", None, 109, 111)
    whole = excerpt(samples.a_case(9, story="话" * 300), [edge])
    assert whole.start <= edge.start and edge.end <= whole.end, "a marked place is not cut in two"


def test_where_only_the_result_is_alike_the_excerpt_is_of_the_result(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many([samples.a_case(9, story="两家吵架。", result="双方握手言和，一起修了篱笆。")])
    hit = found(library, "修篱笆")
    assert hit.excerpt is not None and hit.excerpt.field == "result"


def test_filters_alone_mark_nothing_and_show_the_beginning(library: CaseLibrary, samples: Any) -> None:
    hit = library.search("", 1, marked=True, wanted=CaseFilter(category="labour"))[0]
    assert hit.highlights == ()
    assert hit.excerpt == Stretch("story", None, 0, len(samples.wages.story))


def test_an_entry_is_marked_as_the_search_for_the_same_words_marks_it(library: CaseLibrary) -> None:
    asked = "包工头欠工钱四个月"
    hit = found(library, asked)
    assert library.highlights(hit.case, asked) == hit.highlights != ()
    assert library.highlights(hit.case, " ") == ()


def test_a_search_that_shows_no_places_says_nothing_of_them(library: CaseLibrary) -> None:
    assert not library.search("包工头欠工钱", 1)[0].as_result().keys() & {"highlights", "excerpt"}
