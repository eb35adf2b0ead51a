"""A large import comes in page by page: others write meanwhile, nobody sees half of it, nothing stays behind."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.storage.case_store import SqlCaseStore
from bot.storage.rows import Row
from case_library.errors import CaseStoreAwayError
from case_library.importers.import_file import import_file
from case_library.library import CaseLibrary
from case_library.precedent import Precedent
from tests.contract.test_case_store import a_case

PAGES = 5
MANY = [a_case(number) for number in range(1, 500 * PAGES + 1)]
WAITING = ("case_intakes", "case_intake_entries", "case_intake_marks")


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    shutil.copy(sqlite_template, tmp_path / "fengqiao.db")
    return tmp_path / "fengqiao.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqlCaseStore]:
    opened = SqlCaseStore(f"sqlite:///{file}")
    yield opened
    opened.close()


@contextmanager
def at(store: SqlCaseStore, moment: str, act: Callable[..., None]) -> Iterator[None]:
    engine = store._engine.sync_engine
    event.listen(engine, moment, act)
    try:
        yield
    finally:
        event.remove(engine, moment, act)


def count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as other:
        return int(other.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_message_is_saved_between_the_pages_of_an_import_of_which_nothing_is_seen(
    store: SqlCaseStore, file: Path
) -> None:
    saved: list[tuple[int, int]] = []

    def save_a_message(*_: Any) -> None:
        waiting = count(file, "case_intake_entries")
        if waiting and waiting != (saved[-1][0] if saved else 0):
            with closing(sqlite3.connect(file, timeout=0)) as other, other:  # it does not wait at all
                other.execute("BEGIN IMMEDIATE")
                other.execute("INSERT INTO number_counters VALUES (?, 2026, 1)", (f"m{len(saved)}",))
            saved.append((waiting, count(file, "cases")))

    with at(store, "checkin", save_a_message):
        result = store.put_many(MANY)
    coming_in = [entry for entry in saved if not entry[1]]
    assert [waiting for waiting, _ in coming_in] == [500 * page for page in range(1, PAGES + 1)]
    assert result.added == tuple(case.id for case in MANY)
    assert (store.count(), store.revision()) == (len(MANY), 1)
    assert [count(file, table) for table in WAITING] == [0, 0, 0]


def fails_at(page: int) -> Callable[..., None]:
    seen = []

    def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO case_intake_entries"):
            seen.append(statement)
            if len(seen) == page:
                raise sqlite3.OperationalError("disk full")

    return fail


def test_an_import_that_breaks_off_leaves_nothing_and_may_be_repeated(store: SqlCaseStore, file: Path) -> None:
    with (
        at(store, "before_cursor_execute", fails_at(3)),
        pytest.raises((CaseStoreAwayError, sqlite3.OperationalError)),
    ):
        store.put_many(MANY)
    assert (store.count(), store.revision()) == (0, 0)
    assert [count(file, table) for table in WAITING] == [0, 0, 0]
    assert len(store.put_many(MANY).added) == len(MANY)


def test_what_a_crash_left_waiting_is_never_seen_and_goes_with_the_next_import(store: SqlCaseStore, file: Path) -> None:
    with closing(sqlite3.connect(file)) as other, other:
        for intake, began in (("old", "2026-01-01 00:00:00.000000"), ("now", "2999-01-01 00:00:00.000000")):
            other.execute("INSERT INTO case_intakes VALUES (?, ?)", (intake, began))
            other.execute("INSERT INTO case_intake_entries VALUES (?, 'im-9999', NULL, 'd', '{}')", (intake,))
    assert store.count() == 0
    assert store.get("im-9999") is None
    assert list(store.iterate()) == list(store.changed_since(0)) == []
    store.put_many(MANY)
    assert store.get("im-9999") is None
    assert [count(file, table) for table in WAITING] == [1, 1, 0], "another import may be on its way just now"


def test_an_import_from_which_something_is_missing_puts_in_nothing(store: SqlCaseStore, file: Path) -> None:
    def lose_one(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if "LEFT OUTER JOIN cases" in statement:
            cursor.execute("DELETE FROM case_intake_entries WHERE case_id = 'im-0007'")

    with at(store, "before_cursor_execute", lose_one), pytest.raises(CaseStoreAwayError, match="再导入一次"):
        store.put_many(MANY)
    assert (store.count(), store.revision()) == (0, 0)


def as_line(case: Precedent) -> str:
    return json.dumps(
        {"external_id": case.external_id, "title": case.title, "category": case.category, "story": case.story}
    )


class RowByRow(SqlCaseStore):
    """A store that fetches nothing ahead."""

    def look_ahead(self, case_ids: Sequence[str], stories: Sequence[Sequence[int]]) -> None:
        del case_ids, stories


def test_a_file_is_compared_with_what_stands_some_hundred_rows_at_a_time(tmp_path: Path, sqlite_template: Path) -> None:
    """With the same report as row by row."""
    things = [
        a_case(
            number,
            story=f"第{number}号：某甲卖给某乙{'米面油盐茶'[number % 5]}{number * 37}袋，{number * 11}天没付钱。",
        )
        for number in range(1, 1301)
    ]
    long = "承租人董某退租后，房东以墙面损坏为由扣下押金，董某认为只是正常使用留下的痕迹，双方多次争吵没有结果。"
    standing = [*things[:40], a_case(5001, story=long)]
    coming = [
        *things[20:],
        a_case(1, story="完全是另一件事：旅行社临时取消行程，游客要求退还全部团费和定金。"),
        replace(things[1], story=things[1].story + "后来付了。"),
        a_case(5002, story=long.replace("董某", "姚某")),
        a_case(5003, story=long.replace("董某", "孟某")),
        a_case(5003, story=long.replace("董某", "鲍某")),
    ]
    before, file = tmp_path / "before.jsonl", tmp_path / "coming.jsonl"
    before.write_text("\n".join(map(as_line, standing)), "utf-8")
    file.write_text("\n".join(map(as_line, coming)), "utf-8")
    reports, asked = [], []
    for kind in (SqlCaseStore, RowByRow):
        shutil.copy(sqlite_template, tmp_path / f"{kind.__name__}.db")
        opened = kind(f"sqlite:///{tmp_path / kind.__name__}.db")
        library, statements = CaseLibrary.open(opened, composed={}), []
        import_file(before, library)

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any, noted: list[str] = statements) -> None:
            noted.append(statement)

        with at(opened, "before_cursor_execute", note):
            reports.append(import_file(file, library))
        asked.append(sum(statement.startswith("SELECT") for statement in statements))
        opened.close()
    report = reports[0]
    assert report == reports[1]
    assert (report.added, report.updated, report.unchanged) == (1262, 1, 20)
    assert [problem.row for problem in report.problems] == [1281, 1285]
    assert len(report.near_duplicates) >= 2
    assert asked[0] < 60 < 1285 < asked[1]


EITHER = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("which", EITHER)
def test_the_same_again_changes_nothing_and_what_differs_is_brought_up_to_date(
    which: str, request: pytest.FixtureRequest
) -> None:
    if which == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('file')}"
    else:
        url = request.getfixturevalue("postgres_database")
    store = SqlCaseStore(url)
    try:
        assert len(store.put_many(MANY).added) == len(MANY)
        again = store.put_many(MANY)
        assert (again.added, again.updated, len(again.unchanged), again.revision) == ((), (), len(MANY), 1)
        store.remove("im-0002")
        changed: list[Precedent] = [replace(MANY[0], story="另一个故事，换了说法，说的是同一件事。"), *MANY[1:]]
        third = store.put_many([*changed, a_case(9001)])
        assert (third.added, third.updated) == (("im-0002", "im-9001"), ("im-0001",))
        assert (len(third.unchanged), third.revision) == (len(MANY) - 2, 3)
        assert {change.id for change in store.changed_since(2)} == {"im-0001", "im-0002", "im-9001"}
        assert store.get("im-0001") == changed[0]
        assert store.count() == len(MANY) + 1
    finally:
        store.close()
        if which == "postgres":
            request.getfixturevalue("server").empty(url, Row.metadata.tables)
