"""The case library's store: the same on a file of its own, on SQLite and on PostgreSQL."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.case_store import SqlCaseStore
from bot.storage.rows import Row
from case_library.case_file import FILE_NAME, CaseFile
from case_library.entry_format import to_json
from case_library.errors import CaseLibraryError, CaseStoreAwayError
from case_library.importers.import_file import import_file
from case_library.library import CaseLibrary
from case_library.near_duplicates import marks
from case_library.precedent import Origin, Outcome, Precedent
from case_library.store import CaseStore

EVERY_STORE = ["file", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def a_case(number: int, **changes: object) -> Precedent:
    fields: dict[str, object] = {
        "id": f"im-{number:04d}",
        "external_id": f"x{number}",
        "title": f"第{number}个案例",
        "category": "contract",
        "story": f"第{number}件：张某向李某借款{number}000元，约定{number % 24 + 1}个月归还，到期没有归还。",
        "origin": Origin.IMPORTED,
        "outcome": Outcome.AGREED,
        "claimed_yuan": number * 1000.5,
        "terms": ("分两次付清",),
    }
    return Precedent(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture(params=EVERY_STORE)
def case_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseStore]:
    if request.param == "file":
        file = CaseFile(tmp_path / FILE_NAME)
        yield file
        file.close()
        return
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "fengqiao.db")
        url = f"sqlite:///{tmp_path / 'fengqiao.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    store = SqlCaseStore(url)
    yield store
    store.close()
    if request.param == "postgres":
        request.getfixturevalue("server").empty(url, Row.metadata.tables)


def test_entries_come_back_as_they_were_put_and_nothing_twice(case_store: CaseStore) -> None:
    many = [a_case(number) for number in range(1, 1203)]
    assert case_store.revision() == case_store.count() == 0
    assert case_store.put_many(many).added == tuple(case.id for case in many)
    before = case_store.revision()
    again = case_store.put_many([*many[:7], a_case(5000)])
    assert (len(again.unchanged), again.added, again.updated) == (7, ("im-5000",), ())
    assert case_store.put_many(many[:7]).revision == again.revision == case_store.revision() == before + 1
    assert case_store.get("im-0007") == many[6]
    assert case_store.get("nobody") is None
    assert [case.id for case in case_store.iterate()] == [*(case.id for case in many), "im-5000"]
    assert case_store.ids_by_external_id(["x3", "nobody"]) == {"x3": "im-0003"}


def test_an_error_in_the_middle_leaves_nothing(case_store: CaseStore) -> None:
    with pytest.raises(CaseLibraryError, match="两次"):
        case_store.put_many([a_case(1), a_case(2), a_case(1)])

    def cut_off() -> Iterator[Precedent]:
        yield a_case(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        case_store.put_many(cut_off())
    assert (case_store.count(), case_store.revision()) == (0, 0)


def test_changes_since_a_revision_are_told_once_each(case_store: CaseStore) -> None:
    case_store.put_many([a_case(number) for number in range(1, 4)])
    before = case_store.revision()
    many = [a_case(number) for number in range(100, 1300)]
    case_store.put_many(many)
    case_store.put_many([a_case(2, title="另一个题目")])
    assert case_store.remove("im-0001")
    assert not case_store.remove("im-0001")
    changes = list(case_store.changed_since(before))
    assert {change.id for change in changes[:1200]} == {case.id for case in many}
    assert [(change.id, change.case is None) for change in changes[1200:]] == [("im-0002", False), ("im-0001", True)]
    assert list(case_store.changed_since(case_store.revision())) == []
    assert case_store.put_many([a_case(1)]).added == ("im-0001",)


def test_marks_find_near_duplicates_and_pass_boilerplate_over(case_store: CaseStore) -> None:
    case_store.put_many([a_case(number, story="双方当面说清，一次付清，不再追究。") for number in range(60)])
    case_store.put_many([a_case(900), a_case(901)])
    assert case_store.ids_with_marks(marks("双方当面说清，一次付清，不再追究。")) == {}
    assert case_store.ids_with_marks(marks(a_case(900).story))["im-0900"] == len(marks(a_case(900).story))
    case_store.remove("im-0900")
    assert "im-0900" not in case_store.ids_with_marks(marks(a_case(900).story))
    assert case_store.ids_with_marks([]) == {}


def test_writers_at_once_lose_nothing(case_store: CaseStore) -> None:
    threads = [
        threading.Thread(target=case_store.put_many, args=([a_case(number * 100 + each) for each in range(20)],))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (case_store.count(), case_store.revision()) == (80, 4)


def test_a_file_goes_in_whole_and_its_near_duplicates_are_named(case_store: CaseStore, tmp_path: Path) -> None:
    library = CaseLibrary.open(case_store, composed={})
    rows = [
        f"{number},第{number}件,contract,第{number}号：王某卖给赵某瓷砖{number}箱，铺好三天后起翘，双方为谁的责任争了半个月。"
        for number in (1, 2)
    ]
    path = tmp_path / "some.csv"
    path.write_text("\n".join(["编号,标题,类别,案情", *rows, "3,没有案情,contract,"]), encoding="utf-8")
    report = import_file(path, library)
    assert (report.added, [problem.row for problem in report.problems], len(report.near_duplicates)) == (2, [4], 1)
    again = import_file(path, library)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    assert library.search("瓷砖铺好起翘")[0].case.external_id in {"1", "2"}


def test_a_search_survives_a_store_that_is_away(tmp_path: Path) -> None:
    store = SqlCaseStore("postgresql://postgres@127.0.0.1:9/none")
    with pytest.raises(CaseStoreAwayError):
        store.revision()
    store.close()


class Fickle(CaseFile):
    """A store that can be told not to answer."""

    away = False

    def revision(self) -> int:
        if self.away:
            raise CaseStoreAwayError("数据库暂时连不上")
        return super().revision()

    def get_many(self, case_ids):  # type: ignore[no-untyped-def]
        if self.away:
            raise CaseStoreAwayError("数据库暂时连不上")
        return super().get_many(case_ids)


def test_while_the_store_is_away_composed_cases_are_still_found(tmp_path: Path) -> None:
    store = Fickle(tmp_path / FILE_NAME)
    store.put_many([a_case(1)])
    composed = a_case(2, origin=Origin.ILLUSTRATIVE, external_id=None)
    library = CaseLibrary.open(store, composed={composed.id: composed})
    assert {hit.case.id for hit in library.search("向李某借款到期没有归还")} == {"im-0001", "im-0002"}
    store.away = True
    assert [hit.case.id for hit in library.search("向李某借款到期没有归还")] == ["im-0002"]


def test_an_index_made_from_a_later_state_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    store = CaseFile(tmp_path / FILE_NAME)
    for number in range(1, 4):
        store.put_many([a_case(number)])
    assert len(CaseLibrary.open(store, folder, composed={}).search("借款到期没有归还")) == 3
    earlier = CaseFile(tmp_path / "restored" / FILE_NAME)
    earlier.put_many([a_case(7)])
    found = CaseLibrary.open(earlier, folder, composed={}).search("借款到期没有归还")
    assert [hit.case.id for hit in found] == ["im-0007"]


def nearly_the_same(number: int, family: int, **changes: object) -> Precedent:
    """One of very many entries that tell the same but for a number: their text is boilerplate sooner or later."""
    told = "承租人搬走以后房东不肯退还押金，双方对墙面磨损由谁承担争执不下，"
    kinds = ("后来在社区调解室当面清点了家具。", "后来由物业公司的人到场量了尺寸。", "后来两家各让一步约定分期结清。")
    return a_case(number, story=f"{told}{kinds[family]}编号{number:04d}。", **changes)


def test_near_duplicates_are_the_same_whatever_keeps_the_cases(case_store: CaseStore, tmp_path: Path) -> None:
    """What stands and what comes in count together, and an entry that comes in anew counts once, as it will be."""
    standing = [nearly_the_same(number, number % 2) for number in range(1, 71)]
    coming = [nearly_the_same(number, 2 if number % 3 else 1) for number in range(51, 141)]
    file = tmp_path / "coming.jsonl"
    rows = ({**to_json(case), "id": case.id, "review_state": "draft"} for case in coming)
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    alone = CaseFile(tmp_path / "alone" / FILE_NAME)
    reports = []
    for store in (case_store, alone):
        store.put_many(standing)
        reports.append(import_file(file, CaseLibrary.open(store, composed={})))
    alone.close()
    assert reports[0].problems == ()
    assert 0 < len(reports[0].near_duplicates) < len(coming), "some are told, boilerplate is passed over"
    assert reports[0] == reports[1]
