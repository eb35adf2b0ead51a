"""The store: one transaction, nothing twice, revisions that tell what is new."""

from pathlib import Path
from typing import Any

import pytest

from case_library.case_file import CaseFile
from case_library.errors import CaseFileError, CaseLibraryError


def test_an_entry_comes_back_as_it_was_put(case_file: CaseFile, samples: Any) -> None:
    assert case_file.get(samples.wages.id) == samples.wages
    assert case_file.count() == 3
    assert [case.id for case in case_file.iterate()] == sorted(
        case.id for case in (samples.wages, samples.leak, samples.loan)
    )


def test_the_same_cases_again_change_nothing(case_file: CaseFile, samples: Any) -> None:
    before = case_file.revision()
    result = case_file.put_many([samples.wages, samples.leak, samples.loan])
    assert result.unchanged == (samples.wages.id, samples.leak.id, samples.loan.id)
    assert result.added == result.updated == ()
    assert case_file.revision() == before


def test_an_error_in_the_middle_leaves_nothing(case_file: CaseFile, samples: Any) -> None:
    before = case_file.revision()
    with pytest.raises(CaseLibraryError, match="两次"):
        case_file.put_many([samples.a_case(10), samples.a_case(11), samples.a_case(10)])
    assert case_file.get("im-0010") is None
    assert case_file.revision() == before


def test_changes_since_a_revision_are_told_once_each(case_file: CaseFile, samples: Any) -> None:
    before = case_file.revision()
    many = [samples.a_case(number) for number in range(100, 1300)]
    case_file.put_many(many)
    case_file.put_many([samples.a_case(4)])
    assert case_file.remove(samples.leak.id)
    changes = list(case_file.changed_since(before))
    assert [change.id for change in changes[:1200]] == [case.id for case in many]
    assert [(change.id, change.case is None) for change in changes[1200:]] == [
        ("im-0004", False),
        (samples.leak.id, True),
    ]
    assert list(case_file.changed_since(case_file.revision())) == []


def test_a_removed_case_is_gone_and_may_come_back(case_file: CaseFile, samples: Any) -> None:
    assert case_file.remove(samples.leak.id)
    assert not case_file.remove(samples.leak.id)
    assert case_file.get(samples.leak.id) is None
    assert case_file.put_many([samples.leak]).added == (samples.leak.id,)
    assert case_file.get(samples.leak.id) == samples.leak


def test_external_ids_lead_to_cases(case_file: CaseFile, samples: Any) -> None:
    assert case_file.ids_by_external_id(["x1", "x2", "nobody"]) == {"x1": samples.wages.id, "x2": samples.leak.id}


def test_a_file_that_is_no_library_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "cases.sqlite3"
    broken.write_text("这不是数据库文件，只是一段文字，长度足够让人误会。" * 50, encoding="utf-8")
    with pytest.raises(CaseFileError, match=r"cases\.sqlite3"):
        CaseFile(broken)


def test_two_processes_see_each_other(case_file: CaseFile, samples: Any) -> None:
    other = CaseFile(case_file.path)
    other.put_many([samples.a_case(9)])
    assert case_file.get("im-0009") is not None
    assert case_file.revision() == other.revision()
