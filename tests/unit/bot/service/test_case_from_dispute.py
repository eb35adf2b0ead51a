"""The first draft of a case: its sum, its length of time and its terms as the file has them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.dispute import Closure, Dispute, DisputeApplication, DisputeState
from bot.service.case_from_dispute import draft_from_dispute
from nlp.findings import Risk

APPLICATION = DisputeApplication(
    organisation_id="labour-committee",
    category="labour",
    subtype="unpaid_wages",
    risk=Risk.YELLOW,
    summary="厂里拖欠工资。",
)


def closed(request: str = "", facts: dict[str, Any] | None = None, on: date = date(2026, 11, 25)) -> Dispute:
    application = replace(APPLICATION, request=request, facts=facts or {})
    return Dispute(
        id="d1",
        number="麓调〔2026〕1号",
        code="c",
        conversation_id=None,
        application=application,
        state=DisputeState.PERFORMED,
        registered_at=datetime(2026, 11, 25, 1, tzinfo=UTC),
        closure=Closure(DisputeState.PERFORMED, "performed", on),
    )


@pytest.mark.parametrize(
    ("request_", "facts", "claimed"),
    [
        ("要求支付工资一万八千元", {}, 18000),
        ("要求支付工资一万八千元", {"claimed_yuan": 20000}, 20000),
        ("要求支付工资一万八千元", {"amount_yuan": 30000}, 18000),
        ("要回工资", {"amount_yuan": 30000}, 30000),
        ("要回工资", {}, None),
    ],
)
def test_the_sum_is_read_from_the_claim(request_: str, facts: dict[str, Any], claimed: float | None) -> None:
    draft = draft_from_dispute(closed(request_, facts))
    assert draft.claimed_yuan == claimed
    assert ("1.8万元" in draft.title) == (claimed == 18000)


def test_a_matter_of_days_takes_a_part_of_a_month() -> None:
    assert draft_from_dispute(closed()).months_taken == 0
    assert draft_from_dispute(closed(on=date(2026, 11, 26))).months_taken == 0.03
    assert draft_from_dispute(closed(on=date(2027, 1, 24))).months_taken == 2
