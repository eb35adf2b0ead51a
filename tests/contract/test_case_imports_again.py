"""A file that comes in again brings no name back into an entry that people have worked on, and un-publishes nothing."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.staff import Role, StaffMember
from bot.service.edit_case import confirm_case
from bot.service.hand_over_to_library import take_up_case
from bot.service.publish_case import drop_case, publish_case, review_case, withdraw_case
from bot.storage import Storage
from bot.storage.case_store import SqlCaseStore
from case_library.importers.import_file import import_file
from case_library.importers.import_report import ImportReport
from case_library.library import CaseLibrary
from case_library.precedent import Precedent, ReviewState
from tests.contract.test_case_store import a_case
from tests.office_setup import House, make_house

Move = Callable[[str], Awaitable[object]]
ROWS = [
    {
        "external_id": f"S{number}",
        "title": f"欠薪之{number}",
        "category": "labour",
        "story": f"{name}在鑫隆五金厂做{work}，干了{number + 3}个月，老板拖欠工资{number}000元一直不给。",
        "parties": [name],
    }
    for number, (name, work) in enumerate(
        (("周小梅", "电焊"), ("马建军", "仓管"), ("孙丽丽", "质检"), ("贺大勇", "保洁"), ("吴晓燕", "出纳")), 1
    )
]


class Office:
    """Two people, a library on the house's database, and a file of cases."""

    def __init__(self, house: House, first: StaffMember, chief: StaffMember, store: SqlCaseStore, path: Path) -> None:
        self.house, self.first, self.chief, self.store, self.path = house, first, chief, store, path

    async def take_in(self, rows: list[dict[str, Any]]) -> ImportReport:
        """Import the rows as a file."""
        self.path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
        return await asyncio.to_thread(import_file, self.path, CaseLibrary.open(self.store, composed={}))

    async def id_of(self, number: int) -> str:
        """Give the id of a row."""
        return (await asyncio.to_thread(self.store.ids_by_external_id, [f"S{number}"]))[f"S{number}"]

    async def entries(self) -> list[Precedent]:
        """Give what stands in the library."""
        return await asyncio.to_thread(lambda: list(self.store.iterate()))

    async def take_up(self, case_id: str) -> None:
        """Begin to work on an entry."""
        await take_up_case(self.house.desk, self.chief, case_id)

    async def publish(self, case_id: str) -> None:
        """Take an entry all the way."""
        desk, draft = self.house.desk, await take_up_case(self.house.desk, self.chief, case_id)
        draft = await confirm_case(desk, self.first, case_id, draft.version, read_word_by_word=True)
        draft = await review_case(desk, self.chief, case_id, draft.version)
        await publish_case(desk, self.chief, case_id, draft.version)

    async def withdraw(self, case_id: str) -> None:
        """Take an entry out."""
        await withdraw_case(self.house.desk, self.chief, case_id, "有人认出来了")

    async def drop(self, case_id: str) -> None:
        """Begin to work on an entry, and give it up."""
        draft = await take_up_case(self.house.desk, self.chief, case_id)
        await drop_case(self.house.desk, self.first, case_id, draft.version, "不用")


@pytest.fixture
async def office(storage: Storage, tmp_path: Path) -> Any:
    house = make_house(storage)
    first = await house.staff("first", Role.MEDIATOR, here=False)
    chief = await house.staff("chief", Role.SUPERVISOR, here=False)
    store = SqlCaseStore(str(storage.engine.url.render_as_string(hide_password=False)))
    yield Office(house, first, chief, store, tmp_path / "rows.jsonl")
    store.close()


async def test_the_same_rows_again_are_unchanged_and_changed_ones_are_reported(office: Office) -> None:
    assert (await office.take_in(ROWS)).added == 5
    await office.publish(await office.id_of(1))
    await office.publish(await office.id_of(2))
    await office.withdraw(await office.id_of(2))
    await office.withdraw(await office.id_of(3))
    await office.take_up(await office.id_of(4))
    await office.drop(await office.id_of(5))
    before = await office.entries()
    again = await office.take_in(ROWS)
    assert (again.added, again.updated, again.unchanged, again.problems) == (0, 0, 5, ())
    assert await office.entries() == before
    changed = await office.take_in([{**row, "result": "后来付清了。"} for row in ROWS])
    assert (changed.added, changed.updated, changed.unchanged) == (0, 0, 0)
    assert [problem.row for problem in changed.problems] == [1, 2, 3, 4, 5]
    assert all("已经有人整理过" in problem.reasons[0] for problem in changed.problems)
    assert await office.entries() == before
    states = {case.external_id: case.review_state for case in before if case.external_id}
    assert states["S3"] is ReviewState.WITHDRAWN
    masked = await asyncio.to_thread(office.store.get, await office.id_of(1))
    assert masked is not None
    assert (masked.review_state, "周小梅" in masked.story, masked.parties) == (ReviewState.PUBLISHED, False, ())


async def test_a_row_that_only_names_its_kind_otherwise_is_reported(office: Office) -> None:
    await office.take_in(ROWS)
    await office.publish(await office.id_of(1))
    report = await office.take_in([{**ROWS[0], "category": "neighbour"}])
    assert (report.unchanged, [problem.row for problem in report.problems]) == (0, [1])


async def test_papers_of_an_earlier_version_have_no_imprint(office: Office) -> None:
    """While the original is there it tells; what was published before is reported, and left in peace."""
    await office.take_in(ROWS)
    await office.publish(await office.id_of(1))
    await office.take_up(await office.id_of(2))
    async with office.house.storage.engine.begin() as connection:
        await connection.execute(text("UPDATE case_drafts SET imprint = ''"))
        await connection.execute(text("DELETE FROM cases WHERE external_id = 'S2'"))
    before = await office.entries()
    report = await office.take_in(ROWS)
    assert (report.unchanged, [problem.row for problem in report.problems]) == (4, [1])
    assert await office.entries() == before


@pytest.mark.parametrize("others", [0, 600])
@pytest.mark.parametrize("done", ["take_up", "publish", "withdraw"])
async def test_work_that_is_done_while_a_file_comes_in_stands(office: Office, done: str, others: int) -> None:
    """Small imports go in at once, large ones page by page."""
    await office.take_in(ROWS)
    case_id, loop = await office.id_of(1), asyncio.get_running_loop()
    move: Move = getattr(office, done)
    standing = [await asyncio.to_thread(office.store.get, await office.id_of(number)) for number in (1, 2)]
    after: list[Precedent | None] = []

    def coming() -> Iterator[Precedent]:
        for case in standing:
            assert case is not None
            yield replace(case, result="后来付清了。")
        yield from (a_case(number) for number in range(others))
        asyncio.run_coroutine_threadsafe(move(case_id), loop).result()  # type: ignore[arg-type]
        after.append(asyncio.run_coroutine_threadsafe(read(), loop).result())

    async def read() -> Precedent | None:
        async with office.house.storage.unit_of_work(reading=True) as uow:
            return await uow.cases.get(case_id)

    result = await asyncio.to_thread(lambda: office.store.put_many(coming()))
    assert (result.kept, result.updated, len(result.added)) == ((case_id,), (await office.id_of(2),), others)
    assert [await asyncio.to_thread(office.store.get, case_id)] == after
