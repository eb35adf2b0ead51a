"""Figures over real cases only, silent where there are few."""

from dataclasses import replace
from typing import Any

import pytest

from case_library.case_index import CaseFilter
from case_library.library import CaseLibrary
from case_library.precedent import Origin, Outcome, ReviewState
from case_library.result_summary import summarise


def cases(samples: Any, count: int, **changes: Any) -> list[Any]:
    return [
        samples.a_case(
            number,
            **{
                "outcome": Outcome.PERFORMED,
                "claimed_yuan": 1000.0,
                "settled_yuan": 500.0 + 100 * number,
                "months_taken": number,
                "terms": ("分两次付清",),
                **changes,
            },
        )
        for number in range(count)
    ]


def test_ranges_medians_and_terms_each_with_its_count(samples: Any) -> None:
    summary = summarise([*cases(samples, 5), samples.a_case(9, outcome=Outcome.FAILED)])
    assert summary is not None
    assert (summary.cases, summary.agreed, summary.kept) == (6, 5, 5)
    share = summary.settled_share
    assert share is not None
    assert (share.count, share.lowest, share.median, share.highest) == (5, 0.5, 0.7, 0.9)
    assert summary.months is not None
    assert summary.months.median == 2
    assert summary.terms == (("分期付款", 5),)
    assert "6件" in summary.lines()[0]
    assert "70%" in "".join(summary.lines())


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        *(
            (term, "分期付款")
            for term in (
                "分两期支付",
                "分二期付",
                "分三次付清",
                "分十二期还",
                "分12期支付",
                "分3个月",
                "按月付2000元",
                "每月支付2000元",
                "按季度给付",
            )
        ),
        ("书面致歉", "赔礼道歉"),
        ("停止播放", "停止有关做法"),
        ("七日内搬离", "搬离腾退"),
        ("五日内归还车辆", "返还财物"),
        ("共同申请司法确认", "司法确认"),
        ("撤回仲裁申请", "撤回申请"),
        ("三十天内修好屋顶", "维修整改"),
        ("十日内付清", "限期付清"),
    ],
)
def test_kinds_of_terms_in_all_their_forms(samples: Any, term: str, kind: str) -> None:
    summary = summarise(cases(samples, 7, terms=(term,)))
    assert summary is not None
    assert (kind, 7) in summary.terms
    assert f"常见的约定：{kind}（7件）" in summary.lines()[-1] or len(summary.terms) > 1


@pytest.mark.parametrize("term", ["大部分两次重做过", "到期付", "双方不申请司法确认", "退出合伙"])
def test_words_that_only_look_like_a_term_are_none(samples: Any, term: str) -> None:
    summary = summarise(cases(samples, 7, terms=(term,)))
    assert summary is not None
    assert not {"分期付款", "司法确认", "退款退费"} & {kind for kind, _ in summary.terms}


def test_silent_under_five_cases(samples: Any) -> None:
    assert summarise(cases(samples, 4)) is None
    few_sums = cases(samples, 4) + cases(samples, 3, settled_yuan=None, months_taken=None, terms=())
    summary = summarise(few_sums)
    assert summary is not None
    assert summary.settled_share is None
    assert summary.months is None
    assert summary.terms == ()


def test_composed_cases_and_unknown_outcomes_never_count(samples: Any) -> None:
    assert summarise(cases(samples, 9, origin=Origin.ILLUSTRATIVE)) is None
    assert summarise(cases(samples, 9, outcome=Outcome.UNKNOWN)) is None


def test_the_library_summarises_what_is_like_a_story(library: CaseLibrary, samples: Any) -> None:
    library.store.put_many(cases(samples, 6, category="contract", review_state=ReviewState.PUBLISHED))
    summary = library.results_of_the_like("张某向李某借款，到期没有归还")
    assert summary is not None
    assert summary.agreed == 6
    assert library.results_of_the_like("幼儿园孩子摔伤") is None


def test_drafts_never_count_and_filters_hold(library: CaseLibrary, samples: Any) -> None:
    story = "张某向李某借款，到期没有归还"
    library.store.put_many(cases(samples, 6, category="contract"))
    assert library.results_of_the_like(story) is None
    published = cases(samples, 6, category="contract", review_state=ReviewState.PUBLISHED, year=2024)
    library.store.put_many(replace(case, id=f"im-9{number:03}") for number, case in enumerate(published))
    assert library.results_of_the_like(story, CaseFilter(year=2024)) is not None
    assert library.results_of_the_like(story, CaseFilter(year=2019)) is None
    of_the_year = library.results_of_the_like("", CaseFilter(year=2024))
    assert of_the_year is not None
    assert of_the_year.cases == 6
    assert library.results_of_the_like("", CaseFilter(outcome="failed")) is None
