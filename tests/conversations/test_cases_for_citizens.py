"""Cases that citizens are shown tell how they ended, and in plain words where they come from."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.dialogue.outcome_page import case_lines, cases_note
from bot.dialogue.reference_desk import ReferenceDesk
from bot.service.reference_room import ReferenceRoom
from case_library.case_index import CaseFilter
from case_library.library import CaseLibrary
from case_library.precedent import Origin, Outcome, Precedent, ReviewState

STORY = "工地拖欠工人三个月工资，包工头不接电话"


def a_case(number: int, origin: Origin = Origin.IMPORTED, **given: Any) -> Precedent:
    return Precedent(
        id=f"c-{number}",
        title=f"工地欠薪之{number}",
        category="labour",
        subtype="unpaid_wages",
        story=f"工地拖欠{number}名工人三个月工资，包工头不接电话。",
        origin=origin,
        review_state=ReviewState.PUBLISHED,
        **given,
    )


def room_of(room: ReferenceRoom, cases: list[Precedent]) -> ReferenceRoom:
    library = CaseLibrary.open(None, composed={})
    library.store.put_many(cases)
    return replace(room, cases=library)


SILENT = [a_case(number) for number in range(40)]


@pytest.mark.parametrize(
    "telling",
    [{"outcome": Outcome.PERFORMED}, {"outcome": Outcome.FAILED, "result": "告知可以去仲裁。"}],
)
def test_a_case_that_tells_its_result_is_given_before_forty_that_do_not(
    room: ReferenceRoom, telling: Mapping[str, Any]
) -> None:
    told = replace(a_case(90), subtype="overtime_leave", story="加班三个月没有加班工资。", **telling)
    found = room_of(room, [*SILENT, told]).similar_cases(STORY, "labour", "unpaid_wages")
    assert [hit.case.id for hit in found] == ["c-90"]


def test_result_in_words_counts_where_no_outcome_was_noted(room: ReferenceRoom) -> None:
    told = a_case(91, result="当场付清。")
    found = room_of(room, [told, *SILENT[:2]]).similar_cases(STORY, "labour", "unpaid_wages")
    assert [hit.case.id for hit in found] == ["c-91"]


def test_where_none_tells_a_result_those_that_do_not_are_given(room: ReferenceRoom) -> None:
    found = room_of(room, SILENT).similar_cases(STORY, "labour", "unpaid_wages")
    assert len(found) == 3


def test_outcome_told_is_a_filter_of_the_index() -> None:
    library = CaseLibrary.open(None, composed={})
    library.store.put_many([*SILENT[:3], a_case(90, outcome=Outcome.AGREED)])
    assert [hit.case.id for hit in library.search(STORY, 9, CaseFilter(outcome_told=True))] == ["c-90"]
    assert library.page("", 0, 9, CaseFilter(outcome_told=True)).found == 1


class Desk:
    """A desk that knows these cases."""

    def __init__(self, *cases: Precedent) -> None:
        self.cases = {case.id: case for case in cases}

    def case(self, case_id: str) -> Precedent | None:
        return self.cases.get(case_id)


def test_where_they_come_from_and_how_they_ended_stands_there_in_plain_words() -> None:
    cases = (
        a_case(1),
        a_case(2, Origin.OWN_DOCKET, outcome=Outcome.PERFORMED),
        a_case(3, Origin.OWN_DOCKET, terms=("分两次付清", "互不追究")),
        a_case(4, outcome=Outcome.AGREED, result="当场付清。"),
    )
    desk = cast("ReferenceDesk", Desk(*cases))
    lines = case_lines([case.id for case in cases], desk)
    assert [(line.origin, line.told) for line in lines] == [
        ("别处", "未写明结果"),
        ("本地", "达成协议并已履行"),
        ("本地", "分两次付清；互不追究"),
        ("别处", "达成协议，履行中。当场付清。"),
    ]
    note = cases_note([case.id for case in cases], desk)
    assert "标“别处”的是从别处收集来的案例" in note and "标“本地”的是本地办过的" in note
    assert "示例" not in note, "only marks that stand there are explained"
    only = cast("ReferenceDesk", Desk(a_case(5, Origin.ILLUSTRATIVE, outcome=Outcome.AGREED)))
    assert cases_note(["c-5"], only).startswith("标“示例”的是为说明而编写的，不是真实案件。每件事不一样")
