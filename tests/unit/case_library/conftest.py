"""A small library of composed and imported cases, in a folder of its own."""

from pathlib import Path

import pytest

from case_library.case_file import CaseFile
from case_library.library import CaseLibrary
from case_library.precedent import Origin, Outcome, Precedent, ReviewState


def a_case(number: int, **changes: object) -> Precedent:
    """A plain imported case with the fields a test needs changed."""
    fields: dict[str, object] = {
        "id": f"im-{number:04d}",
        "external_id": f"x{number}",
        "title": f"第{number}个案例",
        "category": "contract",
        "story": f"张某向李某借款{number}000元，约定半年归还，到期没有归还。",
        "origin": Origin.IMPORTED,
    }
    return Precedent(**{**fields, **changes})  # type: ignore[arg-type]


WAGES = a_case(
    1,
    category="labour",
    subtype="unpaid_wages",
    title="工地拖欠工钱",
    story="张某等六人在工地扎钢筋，包工头李某拖欠工钱四个月，共86500元，春节前一直不接电话。",
    outcome=Outcome.PERFORMED,
    year=2023,
    claimed_yuan=86500,
    settled_yuan=86500,
    methods=("背对背沟通",),
    review_state=ReviewState.PUBLISHED,
)
LEAK = a_case(
    2,
    category="neighbour",
    subtype="leak",
    title="楼上漏水泡了地板",
    story="王某家楼上水管爆裂，客厅木地板全部泡坏，修理要花12000元，楼上赵某不肯承担。",
    outcome=Outcome.FAILED,
    year=2024,
    claimed_yuan=12000,
)
LOAN = a_case(3, title="借款到期不还")


class Samples:
    """The sample cases, for tests to ask for by the fixture `samples`."""

    wages, leak, loan = WAGES, LEAK, LOAN
    a_case = staticmethod(a_case)


@pytest.fixture
def samples() -> type[Samples]:
    return Samples


@pytest.fixture
def case_file(tmp_path: Path) -> CaseFile:
    store = CaseFile(tmp_path / "cases.sqlite3")
    store.put_many([WAGES, LEAK, LOAN])
    return store


@pytest.fixture
def library(case_file: CaseFile) -> CaseLibrary:
    """Without the package's composed cases: only what a test puts in."""
    return CaseLibrary.open(case_file, composed={})
