"""The figures beside a search count what the search was asked for: every filter reaches the library."""

from dataclasses import asdict, fields
from typing import Any

from bot.service.search_cases import CaseQuery, results_of_the_like
from case_library.case_index import CaseFilter


class Listening:
    """A library that notes what it was asked to summarise."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, CaseFilter]] = []

    def results_of_the_like(self, text: str, wanted: CaseFilter) -> None:
        self.asked.append((text, wanted))


async def test_every_filter_of_a_query_holds_for_its_summary() -> None:
    values: dict[str, Any] = {
        "category": "labour",
        "subtype": "unpaid_wages",
        "outcome": "performed",
        "organisation_kind": "community",
        "year": 2024,
        "amount": (1.0, 2.0),
        "method": "背对背",
        "origin": "imported",
    }
    assert set(values) == {each.name for each in fields(CaseFilter)} - {"published_only", "outcome_told"}, (
        "a new filter is tried here too"
    )
    library: Any = Listening()
    await results_of_the_like(library, CaseQuery("欠薪", CaseFilter(**values), unpublished=True))
    ((text, wanted),) = library.asked
    assert text == "欠薪"
    assert asdict(wanted) == values | {"published_only": False, "outcome_told": False}, (
        "the library leaves out drafts by itself"
    )
