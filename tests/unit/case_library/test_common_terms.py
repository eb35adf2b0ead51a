"""A library in which most cases are of one kind still answers what is asked in the words of that kind."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from case_library.case_file import CaseFile
from case_library.library import CaseLibrary


def test_words_of_most_cases_find_them_where_nothing_rarer_is_asked(tmp_path: Path, samples: Any) -> None:
    store = CaseFile(tmp_path / "cases.sqlite3")
    store.put_many(
        replace(samples.wages, id=f"of-wages-{number}", title="工资", story="包工头拖欠工资。")
        for number in range(2_500)
    )
    library = CaseLibrary.open(store, tmp_path / "index", composed={})
    found = library.search("包工头拖欠工资", limit=3)
    assert len(found) == 3
    assert found[0].score > 0
    assert library.search("鳄鱼", limit=3) == ()
