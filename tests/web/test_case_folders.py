"""Folders of cases in the console: what was typed is not lost, and they are seen in every organisation one works for."""

import re
from html import unescape

from bot.domain.staff import Role
from tests.web.conftest import LABOUR, STREET, House
from tests.web.test_case_pages import closed_dispute, house, page, problem_of, send

__all__ = ["house"]


async def a_case(house: House) -> str:
    return next(iter(house.desk.room.cases.search("拖欠工资", 1))).case.id  # type: ignore[attr-defined]


async def test_a_new_folder_without_a_name_loses_no_note(house: House) -> None:
    person = await house.staff("林调解")
    case = await a_case(house)
    typed = {"case": case, "folder": "", "name": " ", "note": "分期的办法<可以>给他看"}
    _, entry = await page(person, f"/console/cases/{case}?q=拖欠工资")
    form = re.search(r'action="(/console/cases/put[^"]*)"', entry)
    assert form is not None
    status, shown = await send(person, unescape(form[1]), typed, of=f"/console/cases/{case}")
    assert (status, problem_of(shown)) == (400, "请写新案例夹的名称，或者选一个已有的案例夹。")
    assert "分期的办法&lt;可以&gt;给他看" in shown
    assert "回到查找结果" in shown, "the search that led here is not lost either"
    long = {"case": case, "folder": "", "name": "长" * 101, "note": "先看"}
    status, shown = await send(person, "/console/cases/put", long, of=f"/console/cases/{case}")
    assert (status, problem_of(shown)) == (400, "案例夹的名称太长了。")
    assert 'value="先看"' in shown and f'value="{"长" * 101}"' in shown
    status, _ = await send(person, "/console/cases/folders", {"name": "欠薪"})
    chosen = re.findall(r'<option value="(\w{32})"', (await page(person, f"/console/cases/{case}"))[1])
    status, folder = await send(
        person, "/console/cases/put", {"case": case, "folder": chosen[0], "note": "先看"}, of=f"/console/cases/{case}"
    )
    assert (status, "先看" in folder) == (200, True)


async def test_the_form_for_a_new_folder_comes_back_as_it_was(house: House) -> None:
    person = await house.staff("林调解")
    dispute = await closed_dispute(house, person)
    status, shown = await send(person, "/console/cases/folders", {"name": "长" * 101, "dispute": dispute})
    assert (status, problem_of(shown)) == (400, "案例夹的名称太长了。")
    assert f'value="{"长" * 101}"' in shown
    assert f'<option value="{dispute}" selected>' in shown


async def test_folders_of_every_organisation_of_a_person_are_listed(house: House) -> None:
    person = await house.staff("林调解", organisation=LABOUR)
    neighbour = await house.staff("街道王", organisation=STREET)
    await send(neighbour, "/console/cases/folders", {"name": "街道常用"})
    assert "街道常用" not in (await page(person, "/console/cases/folders"))[1]
    async with house.desk.unit_of_work() as uow:
        staff = await uow.staff.by_name("林调解")
        assert staff is not None
        await uow.duty.join(staff.id, STREET)
    await send(person, "/console/cases/folders", {"name": "劳动常用"})
    _, listed = await page(person, "/console/cases/folders")
    assert "街道常用" in listed and "劳动常用" in listed
    assert house.desk.organisation_name(STREET) in listed, "whose it is"
    _, entry = await page(person, f"/console/cases/{await a_case(house)}")
    assert "街道常用" in entry.split('name="folder"', 1)[1]
    district = await house.staff("区里", Role.DISTRICT)
    assert "街道常用" in (await page(district, "/console/cases/folders"))[1], "who may read them all finds them"


async def test_a_folder_for_a_file_belongs_where_the_file_does(house: House) -> None:
    person = await house.staff("林调解", organisation=LABOUR)
    dispute = await closed_dispute(house, person)
    both = await house.staff("两处做", organisation=STREET)
    async with house.desk.unit_of_work() as uow:
        staff = await uow.staff.by_name("两处做")
        assert staff is not None
        await uow.duty.join(staff.id, LABOUR)
    _, work = await page(both, "/console/cases/drafts")
    assert dispute in work, "closed files of every organisation of his can be made cases"
    await send(both, "/console/cases/folders", {"name": "这件用", "dispute": dispute})
    assert "这件用" in unescape((await page(person, "/console/cases/folders"))[1])


async def test_a_draft_tells_sum_days_and_terms_without_marks_that_stand_twice(house: House) -> None:
    person = await house.staff("林调解")
    request = "支付拖欠的工资一万八千元；\n补缴社保；"
    dispute = await closed_dispute(house, person, request=request)
    _, draft = await send(person, "/console/cases/drafts", {"dispute": dispute})
    assert "<dt>金额</dt><dd>诉求1.8万元</dd>" in draft
    assert "<dt>用时</dt><dd>不到一天</dd>" in draft
    assert "<dt>争议</dt><dd>支付拖欠的工资一万八千元；补缴社保</dd>" in draft
    saved = {"step": "save", "kind": "labour/unpaid_wages", "outcome": "agreed", "title": "欠薪", "story": "欠薪。"}
    form = re.search(r'action="(/console/cases/drafts/[^"]+)"', draft)
    assert form is not None
    terms = {"terms": "先付一万；\n再付八千。\n不再纠缠", "months_taken": "3天"}
    _, draft = await send(person, form[1], saved | terms)
    assert "<dt>协议内容</dt><dd>先付一万；再付八千。不再纠缠</dd>" in draft
    assert "<dt>用时</dt><dd>3天</dd>" in draft
