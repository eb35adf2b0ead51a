"""From draft to published by two people, and never with names."""

from dataclasses import replace
from typing import Any

import pytest

from case_library.case_index import CaseFilter
from case_library.errors import CaseLibraryError
from case_library.library import CaseLibrary
from case_library.precedent import ReviewState
from case_library.review import NEXT_STATES, moved


def test_the_whole_road_ends_in_what_citizens_may_find(library: CaseLibrary, samples: Any) -> None:
    case = samples.a_case(30, story="两户人家为一口老井的用水争吵。")
    library.store.put_many([case])
    assert library.search("老井用水争吵", wanted=CaseFilter(published_only=True, category="contract")) == ()
    for state, by, last_by in (
        (ReviewState.ANONYMISED, "a", None),
        (ReviewState.REVIEWED, "b", "a"),
        (ReviewState.PUBLISHED, "b", "b"),
    ):
        case = moved(case, state, by=by, last_by=last_by)
        library.store.put_many([case])
    assert library.search("老井用水争吵", wanted=CaseFilter(published_only=True))[0].case == case


def test_whoever_masked_may_not_review(samples: Any) -> None:
    case = replace(samples.a_case(1), review_state=ReviewState.ANONYMISED)
    with pytest.raises(CaseLibraryError, match="两个人"):
        moved(case, ReviewState.REVIEWED, by="a", last_by="a")


def test_names_keep_an_entry_back(samples: Any) -> None:
    case = replace(samples.a_case(1, parties=("李彩霞",)), review_state=ReviewState.ANONYMISED)
    with pytest.raises(CaseLibraryError, match="姓名"):
        moved(case, ReviewState.REVIEWED, by="b", last_by="a")


def test_no_step_is_skipped(samples: Any) -> None:
    for state in ReviewState:
        case = replace(samples.a_case(1), review_state=state)
        for to in set(ReviewState) - NEXT_STATES[state]:
            with pytest.raises(CaseLibraryError, match="不能直接"):
                moved(case, to, by="b", last_by="a")
