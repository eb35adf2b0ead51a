"""The list of found cases: pages that lose and repeat nothing, counts, ticks that stay; the same over the API."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from bot.service.api_keys import add_api_key
from bot.service.reference_room import ReferenceRoom
from case_library.case_index import CaseFilter
from case_library.precedent import Origin, Outcome, Precedent, ReviewState
from tests.web.conftest import House, Visitor
from tests.web.test_case_pages import house as case_house
from tests.web.test_case_pages import page, problem_of, send, unmarked

__all__ = ["case_house"]

STORY = "工地欠了六个人三个月工钱，包工头不接电话"
HIT = re.compile(r'<h2><a href="/console/cases/([^"?]+)')


async def every_page(person: Visitor, search: str) -> tuple[list[str], str]:
    """The ids on all pages in order, and the last page."""
    seen: list[str] = []
    number = 1
    while True:
        status, shown = await page(person, f"/console/cases?{search}&page={number}")
        assert status == 200
        seen += HIT.findall(shown)
        told = re.search(r"这是第 (\d+) 页，共 (\d+) 页", shown)
        assert told is not None
        assert int(told[1]) == number
        assert ("上一页" in shown, "下一页" in shown) == (number > 1, number < int(told[2]))
        if number == int(told[2]):
            return seen, shown
        number += 1


async def test_every_case_that_a_filter_admits_stands_on_one_page_once(house: House, room: ReferenceRoom) -> None:
    performed = {case.id for case in room.cases.iterate() if case.outcome is Outcome.PERFORMED}
    person = await house.staff("林调解")
    seen, last = await every_page(person, "outcome=performed")
    assert len(seen) == len(performed) > 24
    assert set(seen) == performed
    assert f"找到 {len(performed)} 个" in last
    _, behind = await page(person, "/console/cases?outcome=performed&page=999999")
    assert HIT.findall(behind) == HIT.findall(last), "behind the last page stands the last one"
    for wrong in ("0", "-1", "x", "²"):
        assert problem_of((await page(person, f"/console/cases?outcome=performed&page={quote(wrong)}"))[1]), wrong


async def test_a_story_lists_the_nearest_in_one_order_over_all_pages(house: House) -> None:
    person = await house.staff("林调解")
    seen, last = await every_page(person, f"q={quote(STORY)}")
    assert len(seen) == len(set(seen)) == 60
    assert "列出最接近的 60 个" in last and "再加些条件" in last
    first = house.desk.room.cases.search(STORY, 12, CaseFilter(published_only=True))  # type: ignore[attr-defined]
    assert seen[:12] == [hit.case.id for hit in first]
    links = re.findall(r'<h2><a href="([^"]+)"', last)
    assert all("page=5" in link for link in links)
    _, entry = await page(person, unescape(links[0]))
    assert f'href="/console/cases?{links[0].split("?")[1]}"' in entry, "the way back leads to the page one came from"


@pytest.mark.parametrize("count", [0, 1, 3])
async def test_a_wrong_number_to_compare_shows_the_list_again_with_the_ticks(house: House, count: int) -> None:
    person = await house.staff("林调解")
    search = f"q={quote(STORY)}&outcome=performed&page=2"
    _, shown = await page(person, f"/console/cases?{search}")
    ticked = re.findall(r'name="id" value="([^"]+)"', shown)[:count]
    assert len(ticked) == count
    asked = "".join(f"&id={each}" for each in ticked)
    status, again = await page(person, f"/console/cases/compare?{search}{asked}")
    assert (status, problem_of(again)) == (400, f"比较要正好勾选两个案例，现在勾选了 {count} 个。请改一下再比较。")
    assert HIT.findall(again) == HIT.findall(shown), "the same page of the list"
    assert re.findall(r'name="id" value="([^"]+)" checked', again) == ticked


async def test_ticks_go_along_to_other_pages_of_the_list(house: House) -> None:
    person = await house.staff("林调解")
    _, first = await page(person, "/console/cases?kind=labour")
    ticked = re.findall(r'name="id" value="([^"]+)"', first)[0]
    _, second = await page(person, f"/console/cases?kind=labour&id={ticked}&id=gone&page=2")
    assert re.findall(r'name="id" value="([^"]+)" checked', second) == [ticked]
    assert "别的页上勾选的" in second and house.desk.room.cases.show(ticked).title in second  # type: ignore[attr-defined]
    _, without_search = await page(person, f"/console/cases/compare?id={ticked}")
    assert re.findall(r'name="id" value="([^"]+)" checked', without_search) == [ticked]
    assert "<mark>" not in without_search and unmarked(without_search) == without_search


async def test_the_api_gives_pages_and_counts(house: House, room: ReferenceRoom) -> None:
    stranger = house.visitor()
    key = {"Authorization": f"Bearer {await add_api_key(house.desk, '法院')}"}

    async def ask(**asked: Any) -> dict[str, Any]:
        answer = await stranger.session.post(stranger.base + "/api/v1/cases/search", json=asked, headers=key)
        return {"status": answer.status, **json.loads(await answer.text())}

    performed = {case.id for case in room.cases.iterate() if case.outcome is Outcome.PERFORMED}
    seen: list[str] = []
    number, pages = 1, 1
    while number <= pages:
        found = await ask(outcome="performed", limit=50, page=number)
        assert (found["found"], found["nearest_only"], found["page"]) == (len(performed), False, number)
        seen += [case["id"] for case in found["results"]]
        number, pages = number + 1, found["pages"]
    assert (len(seen), set(seen)) == (len(performed), performed)
    like = await ask(text=STORY, limit=20, page=3)
    assert (like["found"], like["nearest_only"], like["page"], like["pages"]) == (60, True, 3, 3)
    for wrong in (0, "x", [1]):
        refused = await ask(text=STORY, page=wrong)
        assert (refused["status"], refused["error"]["code"]) == (400, "bad_input")


async def test_the_number_in_the_imported_file_stands_on_no_page_and_in_the_api_as_promised(
    case_house: House,
) -> None:
    """Rows are known again by it, and programs are promised it; to people it says nothing and may lead to somebody."""
    number = "麓民调字2024第0731号"
    cases = [
        Precedent(
            id=f"im-{each}",
            external_id=number + each,
            title=f"欠薪之{each}",
            category="labour",
            story="羊倌被欠了三个月工资。",
            origin=Origin.IMPORTED,
            review_state=ReviewState.PUBLISHED,
        )
        for each in ("甲", "乙")
    ]
    case_house.desk.room.cases.store.put_many(cases)  # type: ignore[attr-defined]
    person = await case_house.staff("林调解")
    folder = {"case": "im-甲", "name": "欠薪的几个"}
    status, put_in = await send(person, "/console/cases/put", folder, of="/console/cases/im-甲")
    assert (status, "欠薪之甲" in put_in, number in put_in) == (200, True, False)
    for address in (f"?q={quote('羊倌被欠工资')}", "?origin=imported", "/im-甲", "/compare?id=im-甲&id=im-乙"):
        status, shown = await page(person, f"/console/cases{address}")
        assert (status, "欠薪之甲" in unmarked(shown), number in unmarked(shown)) == (200, True, False), address
    answer = await (await person.get("/api/v1/cases/search?origin=imported")).json()
    assert {case["external_id"] for case in answer["results"]} == {number + "甲", number + "乙"}
    described = (await (await person.get("/api/v1/openapi.json")).json())["components"]["schemas"]["CaseAnswer"]
    assert set(described["required"]) == set(answer)
    always = described["properties"]["results"]["items"]["required"]
    assert set(always) <= set(answer["results"][0]) and "review_state" in always
