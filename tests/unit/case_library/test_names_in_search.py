"""What happened counts more than that somebody there is called like somebody here: 王某 is in many a case."""

from dataclasses import replace
from pathlib import Path

from case_library.case_file import CaseFile
from case_library.case_words import without_masked_names
from case_library.library import CaseLibrary
from case_library.precedent import Origin


def test_names_of_composed_cases_are_nobodys(tmp_path: Path) -> None:
    library = CaseLibrary.open(CaseFile(tmp_path / "cases.sqlite3"))
    assert "货款" in library.search("王某欠张某货款不还", limit=1)[0].case.searchable_text
    assert {hit.case.category for hit in library.search("赵某拖欠钱某工资三个月", limit=3)} == {"labour"}
    assert without_masked_names("王某和李某甲") == "，和，甲"


def test_a_real_case_of_which_one_has_heard_is_found_by_its_names(tmp_path: Path) -> None:
    store = CaseFile(tmp_path / "cases.sqlite3")
    library = CaseLibrary.open(store)
    heard_of = replace(
        library.show("il-neighbour-01"),
        id="real",
        title="某村一事",
        story="亓某和仝某两家为院墙吵了三年，后来各让一步。",
        origin=Origin.IMPORTED,
    )
    store.put_many([heard_of])
    library.refresh()
    assert library.search("亓某和仝某那件事", limit=1)[0].case.id == "real"
    like = library.like("il-neighbour-01", limit=3)
    assert {hit.case.category for hit in like} <= {"neighbour", "housing", "property_service"}
