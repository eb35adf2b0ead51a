"""The case library in the console: searching, comparing, folders, the road of a case; and the API."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from bot.domain.docket_steps import docket
from bot.domain.staff import Role
from bot.service.api_keys import add_api_key
from bot.service.reference_room import ReferenceRoom
from bot.service.take_step import take_step
from bot.storage.case_store import SqlCaseStore
from bot.storage.migrate import migrate
from case_library.library import CaseLibrary
from case_library.precedent import Origin, Precedent, ReviewState
from tests.unit.bot.domain.docket_files import filled
from tests.web.conftest import House, Visitor, running_house

Page = tuple[int, str]
CLOSED = {
    "applicant_name": "王建国",
    "phone": "13812345678",
    "other_party": "李秀英",
    "organisation_id": "labour-committee",
    "kind": "labour/unpaid_wages",
    "risk": "yellow",
    "summary": "王建国在长沙鑫达五金加工厂做电焊，李秀英拖欠他三个月工资，电话13812345678。",
    "request": "要回工资",
    "consented": "yes",
}


@pytest.fixture
async def house(tmp_path: Path, room: ReferenceRoom) -> AsyncIterator[House]:
    """A house whose cases lie in its own database."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'fengqiao.db'}"
    (tmp_path / "data").mkdir()
    migrate(url)
    store = SqlCaseStore(url)
    cases = CaseLibrary.open(store, tmp_path / "index", read=room.cases.read, rows=room.cases.rows)
    async for running in running_house(tmp_path, replace(room, cases=cases), FENGQIAO_DATABASE_URL=url):
        yield running
    store.close()


async def page(visitor: Visitor, address: str) -> Page:
    answer = await visitor.get(address)
    return answer.status, await answer.text()


def problem_of(shown: str) -> str:
    """What a page says is wrong; the role of an alert alone says nothing, every page of the console has one."""
    found = re.search(r'<p class="notice bad" role="alert">(.*?)</p>', shown)
    return unescape(found[1]) if found else ""


def unmarked(shown: str) -> str:
    """A page without the marks in its text."""
    return re.sub(r"</?mark>", "", shown)


async def send(visitor: Visitor, address: str, fields: dict[str, str], *, of: str | None = None) -> Page:
    """Send a form with the token of the page it stands on."""
    _, shown = await page(visitor, of or address)
    token = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert token is not None, shown[:500]
    version = re.search(r'name="version" value="(\d+)"', shown)
    filled = {"csrf": token[1], **({"version": version[1]} if version else {}), **fields}
    answer = await visitor.post(address, data=filled)
    return answer.status, await answer.text()


async def closed_dispute(house: House, person: Visitor, **fields: str) -> str:
    answer = await person.get("/console/disputes/new")
    token = re.search(r'name="csrf" value="([^"]+)"', await answer.text())
    assert token is not None
    answer = await person.post(
        "/console/disputes/new", data=CLOSED | fields | {"csrf": token[1]}, allow_redirects=False
    )
    assert answer.status == 303, await answer.text()
    dispute: str = re.split(r"[/?]", answer.headers["Location"])[3]
    async with house.desk.unit_of_work(reading=True) as uow:
        staff = await uow.staff.by_name("林调解")
    assert staff is not None
    values = filled(docket().steps["decline"], house.desk.today())
    await take_step(house.desk, staff, dispute, "decline", values)
    return dispute


async def test_a_story_and_filters_find_cases_that_say_where_they_come_from(house: House) -> None:
    person = await house.staff("林调解")
    status, found = await page(person, "/console/cases?q=楼上漏水泡了我家天花板，不肯赔&kind=neighbour")
    assert status == 200
    assert found.count('class="mark illustrative">示例案例') == found.count('class="card hit') >= 5
    assert "相似之处" in found
    assert "这类事后来怎样了" not in found, "composed cases count for nothing"
    _, by_filter = await page(person, "/console/cases?kind=labour&outcome=confirmed")
    confirmed = by_filter.count("card hit")
    assert confirmed > 1
    assert f"找到 {confirmed} 个。" in by_filter
    _, by_method = await page(person, "/console/cases?method=背对背")
    assert by_method.count("card hit") == 12
    assert re.search(r"找到 \d+ 个，这是第 1 页，共 \d+ 页", by_method)
    assert (await page(person, f"/console/cases?method={'背' * 400}"))[0] == 200
    _, in_words = await page(person, "/console/cases?kind=labour&least=1万&most=2万")
    _, in_figures = await page(person, "/console/cases?kind=labour&least=10000&most=20000")
    assert in_words.count("card hit") == in_figures.count("card hit") >= 1
    for wrong, told in (
        ("kind=war", "纠纷类型不认识。"),
        ("least=many", "金额请写数字，单位是元，例如 8000 或者 1.5万。"),
        ("least=9&most=1", "金额的范围不对。"),
        ("year=上个世纪", f"年份请写1949到{house.desk.today().year}之间的四位数字。"),
        ("outcome=won", "结局不认识。"),
    ):
        status, said = await page(person, f"/console/cases?{wrong}")
        assert (status, problem_of(said)) == (200, told), wrong


async def test_what_is_alike_is_marked_in_the_list_and_in_the_entry_and_stays_text(house: House) -> None:
    risky = Precedent(
        id="od-marked",
        title="羊群啃苗<b>赔偿</b>",
        category="contract",
        story="双方是邻村。" * 30
        + "放羊人的羊群啃了两亩半夏苗，<script>alert(1)</script>要赔3000元&误工费，争了三个月。",
        disputed=("羊群啃了多少苗",),
        origin=Origin.OWN_DOCKET,
        review_state=ReviewState.PUBLISHED,
    )
    house.desk.room.cases.store.put_many([risky])  # type: ignore[attr-defined]
    person = await house.staff("林调解")
    asked = "羊群啃了半夏苗，要赔三千块&误工，<script>x</script>拖了三个月"
    _, found = await page(person, f"/console/cases?q={quote(asked)}&origin=own_docket")
    for marked in ("羊群", "3000元", "三个月"):
        assert f"<mark>{marked}</mark>" in found, marked
    assert '<p class="excerpt">……' in found, "the excerpt is the stretch that is alike, not the beginning"
    assert "双方是邻村。" * 5 not in found
    plain = unmarked(found)  # a mark in the middle would hide what must not be there
    assert "<script>alert" not in plain and "&lt;script&gt;alert(1)" in plain and "<b>赔偿" not in plain
    link = re.search(r'href="(/console/cases/od-marked\?q=[^"]+)"', found)
    assert link is not None, "the query goes along"
    status, entry = await page(person, unescape(link[1]))
    assert (status, entry.count("<mark>羊群</mark>")) == (200, 3), "title, story, dispute"
    assert "<script>alert" not in unmarked(entry) and "&amp;误工费" in unmarked(entry)
    assert f'href="/console/cases?{link[1].split("?", 1)[1]}"' in entry, "the way back"
    assert "origin=own_docket" in link[1]
    assert "<mark>" not in (await page(person, "/console/cases/od-marked"))[1].split("<section", 1)[0]


async def test_two_cases_side_by_side_and_more_of_the_kind(house: House) -> None:
    person = await house.staff("林调解")
    _, found = await page(person, "/console/cases?q=工地欠了六个人三个月工钱，包工头不接电话")
    first, second = re.findall(r'name="id" value="([^"]+)"', found)[:2]
    status, both = await page(person, f"/console/cases/compare?id={first}&id={second}")
    assert (status, both.count("示例案例")) == (200, 2)
    assert "<mark>" not in both and "回到查找结果" not in both, "reached without a search"
    _, entry = await page(person, f"/console/cases/{first}")
    assert "更多这样的案例" in entry
    assert f"/console/cases/compare?id={first}" in entry
    assert "<p>相似之处：" in entry.split("更多这样的案例", 1)[1]
    assert "左边有一道竖线的，是两个案例不一样的地方" in both


async def test_two_cases_side_by_side_are_marked_by_the_search_that_found_them(house: House) -> None:
    person = await house.staff("林调解")
    asked = "工地欠了六个人三个月工钱，包工头不接电话"
    _, found = await page(person, f"/console/cases?q={quote(asked)}&kind=labour")
    form = found.split('action="/console/cases/compare"', 1)[1].split("</form>", 1)[0]
    sent = [(name, unescape(value)) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)]
    first, second = re.findall(r'name="id" value="([^"]+)"', form)[:2]
    search = urlencode(sent)
    assert sent == [("q", asked), ("kind", "labour")]
    status, both = await page(person, f"/console/cases/compare?id={first}&id={second}&{search}")
    assert (status, "画线加底色" in both) == (200, True)
    assert f'href="/console/cases?{escape(search)}"' in both, "the way back"
    sides = list(
        zip(*re.findall(r'</span>(.*?)</div><div><span class="which">.*?</span>(.*?)</div></div>', both), strict=True)
    )
    for case, side in zip((first, second), sides, strict=True):
        link = f"/console/cases/{case}?{search}"
        assert f'href="{escape(link)}"' in both
        _, entry = await page(person, link)
        in_entry = re.findall("<mark>.*?</mark>", entry.split("<dl", 1)[1].split("</dl>", 1)[0])
        assert re.findall("<mark>.*?</mark>", "".join(side)) == in_entry != [], "as the entry is marked"
        assert f"/console/cases/compare?id={case}&amp;id=" in entry and f"&amp;{escape(search)}" in entry


async def test_cases_are_collected_for_a_dispute_and_printed(house: House) -> None:
    person = await house.staff("林调解")
    dispute = await closed_dispute(house, person)
    _, found = await page(person, "/console/cases?q=拖欠工资")
    case = re.findall(r'name="id" value="([^"]+)"', found)[0]
    assert f"/console/cases/folders?dispute={dispute}" in (await page(person, f"/console/disputes/{dispute}"))[1]
    status, folder = await send(person, "/console/cases/folders", {"name": "欠薪的<几个>", "dispute": dispute})
    assert (status, "欠薪的&lt;几个&gt;" in folder) == (200, True)
    _, shown = await page(person, f"/console/cases/{case}")
    chosen = re.search(r'<option value="(\w{32})">', shown)
    assert chosen is not None
    fields = {"case": case, "folder": chosen[1], "note": "先给他看这个"}
    status, filled = await send(person, "/console/cases/put", fields, of=f"/console/cases/{case}")
    assert (status, "先给他看这个" in filled, "data-print" in filled, "示例案例" in filled) == (200, True, True, True)
    stranger = await house.staff("别处的人", organisation="lugu-street")
    assert (await page(stranger, f"/console/cases/folders/{chosen[1]}"))[0] == 404
    status, emptied = await send(
        person, f"/console/cases/folders/{chosen[1]}/take-out", {"case": case}, of=f"/console/cases/folders/{chosen[1]}"
    )
    assert (status, "还是空的" in emptied) == (200, True)


async def test_the_road_of_a_case_by_two_people_ends_where_citizens_find_it(house: House) -> None:
    first, second = await house.staff("林调解"), await house.staff("周主管", Role.SUPERVISOR)
    dispute = await closed_dispute(house, first)
    status, draft = await send(first, "/console/cases/drafts", {"dispute": dispute})
    assert status == 200
    address = re.search(r'action="(/console/cases/drafts/[^"]+)"', draft)
    assert address is not None
    place = address[1]
    assert all(f"<td>{kept}</td>" in draft for kept in ("王建国", "13812345678", "长沙鑫达五金加工厂"))
    assert "等待核对身份" in (await page(second, "/console/cases/drafts"))[1]
    fields = {
        "step": "save",
        "kind": "labour/unpaid_wages",
        "outcome": "performed",
        "title": "电焊工讨回三个月工资",
        "story": "电焊工王某被拖欠三个月工资。",
        "methods": "核对工资条\n背对背沟通",
        "claimed_yuan": "一万八千",
    }
    status, saved = await send(first, place, fields)
    assert (status, "背对背沟通" in saved, 'value="18000"' in saved) == (200, True, True)
    assert (await send(first, place, fields | {"claimed_yuan": "很多", "version": "2"}))[0] == 400
    assert (await send(first, place, {"step": "confirm"}))[0] == 400
    status, confirmed = await send(first, place, {"step": "confirm", "read": "yes"})
    assert (status, "自己确认的，自己不能复核" in confirmed) == (200, True)
    assert (await send(first, place, {"step": "review"}))[0] == 409
    assert (await send(second, place, {"step": "review"}))[0] == 200
    assert (await send(first, place, {"step": "publish"}))[0] == 403
    status, published = await send(second, place, {"step": "publish"})
    assert (status, "本地案例" in published, "王建国" not in published) == (200, True, True)
    status, paper = await page(first, place)
    assert (status, "电焊工讨回三个月工资" in paper, "王建国" in paper) == (200, True, False)
    _, found = await page(first, "/console/cases?q=电焊工被拖欠三个月工资&origin=own_docket")
    assert "电焊工讨回三个月工资" in unmarked(found)
    case_id = place.rsplit("/", 1)[1]
    assert house.desk.room.similar_cases("电焊工被拖欠三个月工资", "labour", "unpaid_wages")[0].case.id == case_id
    status, _ = await send(
        second, f"/console/cases/{case_id}/withdraw", {"note": "有人认出来了"}, of=f"/console/cases/{case_id}"
    )
    assert status == 200
    assert (await page(first, f"/console/cases/{case_id}"))[0] == 404


async def test_the_api_searches_for_programs_and_staff(house: House) -> None:
    stranger = house.visitor()
    assert (await stranger.post("/api/v1/cases/search", {"text": "拖欠工资"})).status == 401
    key = {"Authorization": f"Bearer {await add_api_key(house.desk, '法院')}"}
    asked: dict[str, Any] = {"text": "老板拖欠三个月工资", "kind": "labour", "limit": 3}
    answer = await stranger.session.post(stranger.base + "/api/v1/cases/search", json=asked, headers=key)
    content = json.loads(await answer.text())
    assert (answer.status, len(content["results"]), content["summary"]) == (200, 3, [])
    assert {case["category"] for case in content["results"]} == {"labour"}
    assert all(case["origin"] == "illustrative" and case["why"] for case in content["results"])
    for case in content["results"]:
        entry = house.desk.room.cases.show(case["id"])
        words = set()
        for place in case["highlights"]:
            text = getattr(entry, place["field"])
            words.add((text[place["item"]] if "item" in place else text)[place["start"] : place["end"]])
        assert words & {"老板", "拖欠", "工资", "三个月", "三个月工资", "月工资"}, case
        shown = case["excerpt"]
        assert shown["text"] and shown["text"] in getattr(entry, shown["field"])
    staff = await house.staff("林调解")
    by_filter = await (await staff.get("/api/v1/cases/search?kind=labour&outcome=confirmed&limit=2")).json()
    assert {case["outcome"] for case in by_filter["results"]} == {"confirmed"}
    for wrong in ({}, {"text": "a", "limit": 500}, {"text": ["a"]}, {"text": "a", "limit": "x"}, {"kind": "war"}):
        answer = await stranger.session.post(stranger.base + "/api/v1/cases/search", json=wrong, headers=key)
        assert answer.status == 400, wrong
    answer = await stranger.session.post(
        stranger.base + "/api/v1/cases/search", json={"text": "长" * 2001}, headers=key
    )
    assert answer.status == 413
