"""Importing cases in the console: a file is looked at, its columns chosen, taken in; in every process; nothing left."""

import io
import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from aiohttp import FormData

from bot.domain.staff import Role
from bot.service.reference_room import ReferenceRoom
from bot.storage.case_store import SqlCaseStore
from bot.storage.migrate import migrate
from case_library.library import CaseLibrary
from tests.web.conftest import House, Visitor, running_house
from tests.web.test_case_pages import Page, house, page, problem_of, send, unmarked

__all__ = ["house"]


async def upload(person: Visitor, name: str, content: bytes, source: str = "") -> Page:
    _, form = await page(person, "/console/cases/import")
    token = re.search(r'name="csrf" value="([^"]+)"', form)
    assert token is not None
    data = FormData(quote_fields=False)
    data.add_field("csrf", token[1])
    data.add_field("source", source)
    data.add_field("file", content, filename=name)
    answer = await person.post("/console/cases/import", data=data)
    return answer.status, await answer.text()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编号", "什么事", "案情简介", "纠纷类型", "涉案金额"])
    sheet.append(["a-1", "漏水", "楼上漏水泡坏楼下地板，要价一万二。", "邻里纠纷", "1.2万元"])
    sheet.append(["a-2", "噪音", "夜里装修吵人，老人睡不着。", "邻里纠纷", "很多"])
    sheet.append(["a-3", "占道", "电动车堵住楼道，劝了不听。", "邻里纠纷", 300])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def test_a_table_is_looked_at_its_columns_chosen_and_taken_in(house: House) -> None:
    person = await house.staff("周主管", Role.SUPERVISOR)
    status, preview = await upload(person, "台账.xlsx", workbook())
    assert (status, "还没有导入" in preview) == (200, True)
    assert "金额“很多”读不懂" in preview
    assert "小类是按经过认出来的" in preview
    place = re.search(r'action="(/console/cases/import/[^"]+)"', preview)
    assert place is not None
    assert house.desk.room.cases.store.count() == 0  # type: ignore[attr-defined]
    columns = {"n.0": "什么事", "c.0": "title", "n.1": "涉案金额", "c.1": "", "source": "台账"}
    again = "&".join(f"{key}={value}" for key, value in columns.items())
    _, changed = await page(person, f"{place[1]}?{again}")
    assert "读不懂的行" not in changed
    chosen = {"n.0": "什么事", "c.0": "title", "source": "台账", "step": "import"}
    status, report = await send(person, place[1], chosen)
    assert (status, "<b>3</b>读到的行" in report, "<b>2</b>新增" in report) == (200, True, True)
    assert "第 3 行" in report
    assert (await page(person, place[1]))[0] == 404, "the file is gone"
    _, form = await page(person, "/console/cases/import")
    assert "文件“台账.xlsx”：3行，新增2" in form
    _, published = await page(person, "/console/cases?q=漏水泡坏地板&origin=imported")
    assert "楼上漏水" not in unmarked(published)
    _, unpublished = await page(person, "/console/cases?q=漏水泡坏地板&origin=imported&unpublished=yes")
    assert "楼上漏水" in unmarked(unpublished)
    assert '<span class="mark">草稿</span>' in unpublished
    assert "可能有真名，不要外传" in unpublished.split('class="hits"', 1)[1]


async def test_fields_that_come_and_go_are_all_taken_where_nothing_is_changed(house: House) -> None:
    person = await house.staff("周主管", Role.SUPERVISOR)
    line = {"id": "E1", "title": "欠薪一件", "category": "labour", "story": "工人何某在某厂上班三个月没发工资。"}
    lines = [{**line, "outcome": "performed"}, {**line, "id": "E2", "story": "狗夜里叫，楼下睡不着，劝了不听。"}]
    _, preview = await upload(person, "a.jsonl", "\n".join(map(json.dumps, lines)).encode())
    place = re.search(r'action="(/console/cases/import/[^"]+)"', preview)
    assert place is not None
    form = dict(
        re.findall(r'<input type="hidden" name="([nc]\.\d+)" value="([^"]*)">', preview.split('method="post"')[1])
    )
    assert {"n.4": "outcome", "c.4": "outcome"}.items() <= form.items()
    _, report = await send(person, place[1], {**form, "step": "import"})
    assert "<b>2</b>新增" in report
    cases = {case.external_id: case.outcome for case in house.desk.room.cases.store.iterate()}  # type: ignore[attr-defined]
    assert cases == {"E1": "performed", "E2": "unknown"}


async def test_the_next_request_of_an_import_may_reach_another_process(
    tmp_path: Path, room: ReferenceRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = {
        "FENGQIAO_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'fengqiao.db'}",
        "FENGQIAO_SECRET_KEY": "one key for both houses of this test",
    }
    migrate(shared["FENGQIAO_DATABASE_URL"])
    store = SqlCaseStore(shared["FENGQIAO_DATABASE_URL"])
    cases = CaseLibrary.open(store, tmp_path / "index", read=room.cases.read, rows=room.cases.rows)
    both = replace(room, cases=cases)
    for folder in ("here", "there", "on_its_way"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "on_its_way"))  # where files lie while they are read
    async for here in running_house(tmp_path / "here", both, **shared):
        async for there in running_house(tmp_path / "there", both, **shared):
            person = await here.staff("周主管", Role.SUPERVISOR)
            elsewhere = Visitor(person.session, str(there.server.make_url("")).rstrip("/"))
            _, preview = await upload(person, "台账.xlsx", workbook())
            place = re.search(r'action="(/console/cases/import/[^"]+)"', preview)
            assert place is not None
            status, looked_at = await page(elsewhere, place[1])
            assert (status, "楼上漏水" in looked_at) == (200, True)
            chosen = {"n.0": "什么事", "c.0": "title", "source": "台账", "step": "import"}
            status, report = await send(elsewhere, place[1], chosen)
            assert (status, "<b>2</b>新增" in report) == (200, True)
            assert [(await page(each, place[1]))[0] for each in (person, elsewhere)] == [404, 404]
    store.close()
    for folder in ("here", "there", "on_its_way"):
        assert not list((tmp_path / folder).rglob("*.xlsx"))


async def test_a_broken_off_or_too_large_file_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.case_uploads.LARGEST_FILE", 1000)
    chief = await house.staff("周主管", Role.SUPERVISOR)
    status, said = await upload(chief, "a.csv", b"a,b\n" * 400)
    assert (status, "太大" in problem_of(said)) == (400, True)
    assert (await upload(chief, "a.csv", b""))[0] == 200, "an empty file can be looked at"
    async with house.desk.unit_of_work(reading=True) as uow:
        staff = await uow.staff.by_name("周主管")
        assert staff is not None
        assert len(await uow.case_uploads.of_person(staff.id)) == 1


async def test_only_those_who_may_import_and_only_files_of_ours(house: House) -> None:
    person = await house.staff("林调解")
    assert (await page(person, "/console/cases/import"))[0] == 403
    chief = await house.staff("周主管", Role.SUPERVISOR)
    for name, content, told in (
        ("a.exe", b"MZ", "这种文件不能导入。"),
        ("b.xlsx", b"no workbook", "文件 b.xlsx 不是能打开的Excel表格"),
    ):
        status, said = await upload(chief, name, content)
        assert (status, problem_of(said).startswith(told)) == (400, True), said
    other = await house.staff("吴主管", Role.SUPERVISOR)
    _, preview = await upload(chief, "台账.xlsx", workbook())
    place = re.search(r'action="(/console/cases/import/[^"]+)"', preview)
    assert place is not None
    assert (await page(other, place[1]))[0] == 404
    assert (await page(other, "/console/cases/import/..%2F..%2Fsecret"))[0] == 404
    data = FormData(quote_fields=False)
    data.add_field("file", workbook(), filename="台账.xlsx")
    assert (await chief.post("/console/cases/import", data=data)).status == 403


async def test_where_no_column_is_known_they_can_be_chosen_and_nothing_is_offered_for_import(house: House) -> None:
    person = await house.staff("周主管", Role.SUPERVISOR)
    _, preview = await upload(person, "a.csv", "序,说明,款\n1,老板拖欠三个月工资不给。,3万\n".encode())
    assert "看不出哪一栏是事情经过" in preview
    assert "导入全部好的行" not in preview
    place = re.search(r'action="(/console/cases/import/[^"]+)"', preview)
    assert place is not None
    assert [name in preview for name in ("序", "说明", "款")] == [True, True, True]
    _, chosen = await page(person, f"{place[1]}?n.0=说明&c.0=story")
    assert "看不出哪一栏" not in chosen
    assert "导入全部好的行" in chosen
    _, empty = await upload(person, "empty.csv", b"")
    assert "文件里没有案例" in empty
    assert "导入全部好的行" not in empty
