"""Imported entries that nobody has masked: few people's to see, with a warning, and nobody's once a paper is made."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from bot.channels.telegram_staff import _told
from bot.domain.staff import Role
from case_library.precedent import Origin, Outcome, Precedent, ReviewState
from tests.web.conftest import LABOUR, STREET, House, Visitor
from tests.web.test_case_pages import house, page, problem_of, send, unmarked

__all__ = ["house"]

NAME, PHONE, IDENTITY = "羊建国", "13812345678", "430104199001011239"
RAW = Precedent(
    id="im-raw",
    title=f"{NAME}的羊啃了半夏苗",
    category="neighbour",
    story=f"{NAME}，身份证{IDENTITY}，电话{PHONE}，他的羊群啃了两亩半夏苗，对方要赔三千元。",
    origin=Origin.IMPORTED,
    parties=(NAME,),
    outcome=Outcome.PERFORMED,
    result="赔了三千元。",
)
STORY = "羊群啃了半夏苗要赔三千元"
SEARCH = f"/console/cases?q={quote(STORY)}&unpublished=yes"
WARNING = "可能有真名，不要外传"


def shows_nobody(shown: str) -> bool:
    return not [secret for secret in (NAME, PHONE, IDENTITY) if secret in unmarked(shown)]


@pytest.fixture
async def raw(house: House) -> House:
    published = [
        Precedent(
            id="od-known",
            title="羊群啃苗",
            category="neighbour",
            story="羊群啃了半夏苗，赔了三千元。",
            origin=Origin.OWN_DOCKET,
            outcome=Outcome.PERFORMED,
            result="赔了三千元。",
            review_state=ReviewState.PUBLISHED,
        )
    ]
    house.desk.room.cases.store.put_many([RAW, *published])  # type: ignore[attr-defined]
    return house


async def put(person: Visitor) -> tuple[int, str]:
    fields = {"case": RAW.id, "name": "常用"}
    return await send(person, "/console/cases/put", fields, of="/console/cases/od-known")


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.LAWYER, Role.REGISTRAR, Role.ADMINISTRATOR])
async def test_to_most_people_an_unmasked_entry_does_not_exist(raw: House, role: Role) -> None:
    person = await raw.staff("林调解", role)
    status, found = await page(person, SEARCH)
    assert (status, "od-known" in found, RAW.id in found) == (200, True, False)
    assert shows_nobody(found) and 'name="unpublished" value="yes"' not in found.split("</form>", 1)[0]
    assert (await page(person, f"/console/cases/{RAW.id}"))[0] == 404
    status, refused = await page(person, f"/console/cases/compare?id=od-known&id={RAW.id}")
    assert (status, shows_nobody(refused)) == (404, True)
    _, ticked = await page(person, f"/console/cases?kind=neighbour&id={RAW.id}")
    assert shows_nobody(ticked)
    assert (await put(person))[0] == 404
    if role is not Role.ADMINISTRATOR:
        status, _ = await send(person, "/console/cases/drafts", {"case": RAW.id}, of="/console/cases/od-known")
        assert status == 404
    _, like = await page(person, "/console/cases/od-known")
    assert shows_nobody(like)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DISTRICT])
async def test_who_imports_and_prepares_sees_it_with_a_warning_and_cannot_hand_it_on(raw: House, role: Role) -> None:
    person = await raw.staff("周主管", role)
    _, found = await page(person, SEARCH)
    assert RAW.id in found and WARNING in found.split('class="hits"', 1)[1]
    status, entry = await page(person, f"/console/cases/{RAW.id}")
    assert (status, PHONE in entry, WARNING in entry) == (200, True, True)
    assert "data-print" not in entry and "放进案例夹" not in entry and "取出来整理" in entry
    _, both = await page(person, f"/console/cases/compare?id=od-known&id={RAW.id}")
    assert WARNING in both and "data-print" not in both
    status, refused = await put(person)
    assert (status, problem_of(refused)) == (400, "这个案例还没有隐去身份，不能放进案例夹。")
    _, like = await page(person, "/console/cases/od-known")
    assert shows_nobody(like) and "data-print" in like and "放进案例夹" in like and WARNING not in like


async def test_once_a_masked_paper_is_made_the_entry_leads_to_it_and_shows_no_text(raw: House) -> None:
    chief = await raw.staff("周主管", Role.SUPERVISOR, organisation=LABOUR)
    status, _ = await send(chief, "/console/cases/drafts", {"case": RAW.id}, of=f"/console/cases/{RAW.id}")
    assert status == 200
    paper = f'href="/console/cases/drafts/{RAW.id}"'
    elsewhere = await raw.staff("吴主管", Role.SUPERVISOR, organisation=STREET)
    district = await raw.staff("区里", Role.DISTRICT)
    for person, opens in ((chief, True), (elsewhere, False), (district, True)):
        status, entry = await page(person, f"/console/cases/{RAW.id}?q={quote(STORY)}")
        assert (status, shows_nobody(entry), paper in entry) == (200, True, opens)
        assert "原文不再显示" in entry and "取出来整理、隐去身份</button>" not in entry
        assert "data-print" not in entry and "放进案例夹" not in entry
        _, found = await page(person, SEARCH)
        assert (
            RAW.id in found
            and shows_nobody(found)
            and "还没有隐去身份，" not in found
            and "已经取出来整理的外来案例" in found
        )
        assert shows_nobody((await page(person, f"/console/cases/compare?id=od-known&id={RAW.id}"))[1])


async def test_an_unmasked_entry_that_lies_in_a_folder_is_not_shown_and_not_printed(raw: House) -> None:
    chief = await raw.staff("周主管", Role.SUPERVISOR)
    _, made = await send(chief, "/console/cases/folders", {"name": "以前的"})
    folder = re.search(r"/console/cases/folders/(\w{32})/remove", made)
    assert folder is not None
    async with raw.desk.unit_of_work() as uow:
        staff = await uow.staff.by_name("周主管")
        assert staff is not None
        await uow.case_folders.put(folder[1], RAW.id, "", staff.id, raw.desk.now())
    status, shown = await page(chief, f"/console/cases/folders/{folder[1]}")
    assert (status, shows_nobody(shown), "还没有隐去身份，不再显示" in shown) == (200, True, True)


async def test_the_bot_of_the_staff_tells_of_published_cases_alone(raw: House) -> None:
    room: Any = raw.desk.room
    hits = room.similar_cases(RAW.story, None, None, 5)
    assert {hit.case.id for hit in hits} >= {"od-known"} and RAW.id not in {hit.case.id for hit in hits}
    assert shows_nobody(_told(hits, ""))
