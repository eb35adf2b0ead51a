"""A draft made of a closed file has a title that tells who, about what and how it ended, and names nobody."""

import pytest

from case_library.precedent import Outcome
from case_library.wording import draft_title, wording
from nlp.taxonomy import taxonomy


@pytest.mark.parametrize(
    ("category", "subtype", "outcome", "claimed", "title"),
    [
        (
            "labour",
            "unpaid_wages",
            "performed",
            "1.8万元",
            "劳动者与用人单位因拖欠工资起纠纷（1.8万元），达成协议并已履行",
        ),
        ("neighbour", "leak", "failed", "", "邻居之间因漏水渗水起纠纷，调解不成"),
        ("contract", "loan", "confirmed", "5万元", "借贷双方因民间借贷起纠纷（5万元），达成协议，法院已确认"),
        ("labour", "other", "refused", "", "劳动者与用人单位的劳动纠纷，一方不愿调解"),
        ("family", "divorce", "unknown", "", "夫妻之间因离婚起纠纷"),
    ],
)
def test_titles(category: str, subtype: str, outcome: str, claimed: str, title: str) -> None:
    assert draft_title(category, subtype, outcome, claimed) == title


def test_every_kind_of_dispute_and_every_outcome_has_its_words() -> None:
    say = wording()["drafts"]
    kinds = taxonomy().categories
    mediable = {code for code, each in kinds.items() if each.mediable}
    named = dict.fromkeys(say["parties"])  # type: ignore[call-overload]
    assert mediable <= set(named)
    for key in named:
        category, _, subtype = key.partition("/")
        assert category in mediable and (not subtype or subtype in kinds[category].subtypes), key
    assert set(say["ends"]) == {each.value for each in Outcome}  # type: ignore[call-overload]
    longest = max(
        len(draft_title(code, subtype, outcome.value, "999.99万元"))
        for code in mediable
        for subtype in kinds[code].subtypes
        for outcome in Outcome
    )
    assert longest <= 60, "one line of a list"
