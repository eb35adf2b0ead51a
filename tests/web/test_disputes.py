"""The docket by hand, and what a citizen learns of his file."""

import re

from bot.domain.staff import Role
from tests.web.conftest import STREET, House, Visitor


async def form_of(person: Visitor) -> dict[str, str]:
    html = await (await person.get("/console/disputes/new")).text()
    csrf = re.search(r'name="csrf" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]
    return {
        "csrf": csrf,
        "handoff": "",
        "applicant_name": "李某",
        "phone": "",
        "other_party": "楼上住户",
        "organisation_id": STREET,
        "kind": "neighbour/leak",
        "risk": "yellow",
        "summary": "楼上漏水，泡了天花板",
        "request": "修好并赔偿",
        "consented": "yes",
    }


async def test_a_walk_in_is_registered_and_found_again_by_number_and_code(house: House) -> None:
    registrar = await house.staff("登记员", Role.REGISTRAR, STREET)
    answer = await registrar.post("/console/disputes/new", data=await form_of(registrar))
    page = await answer.text()
    assert answer.status == 200, page
    number = re.search(r"<h1>([^<]+)</h1>", page).group(1)  # type: ignore[union-attr]
    code = re.search(r"查询码 ([\w-]+)</b>", page).group(1)  # type: ignore[union-attr]
    assert "长高麓谷" in number
    assert number in await (await registrar.get("/console/disputes")).text()

    citizen = house.visitor()
    found = await citizen.post("/api/v1/disputes/status", {"number": number, "code": code})
    dispute = (await found.json())["dispute"]
    assert dispute["number"] == number
    assert dispute["progress"]
    assert "李某" not in await found.text()
    assert "漏水，泡了" not in await found.text()
    html = await (await citizen.post("/status", data={"number": number, "code": code})).text()
    assert number in html
    wrong = await citizen.post("/api/v1/disputes/status", {"number": number, "code": "WRONG"})
    unknown = await citizen.post("/api/v1/disputes/status", {"number": "不存在", "code": "WRONG"})
    assert wrong.status == unknown.status == 404
    assert (await wrong.json()) == (await unknown.json())


async def test_codes_cannot_be_guessed_by_trying(house: House) -> None:
    citizen = house.visitor()
    answers = [
        (await citizen.post("/api/v1/disputes/status", {"number": "某号", "code": str(number)})).status
        for number in range(15)
    ]
    assert answers[0] == 404
    assert answers[-1] == 429


async def test_every_wrong_field_is_named_and_nothing_is_registered(house: House) -> None:
    registrar = await house.staff("登记员", Role.REGISTRAR, STREET)
    good = await form_of(registrar)
    for field, value, words in (
        ("applicant_name", "", "请填写"),
        ("summary", " ", "请填写"),
        ("phone", "abc", "电话号码"),
        ("kind", "x/y", "请选择纠纷类型"),
        ("risk", "pink", "请选择风险等级"),
        ("organisation_id", "labour-committee", "请选择受理组织"),
        ("consented", "", "单独同意"),
    ):
        answer = await registrar.post("/console/disputes/new", data={**good, field: value})
        html = await answer.text()
        assert answer.status == 400, field
        assert words in html, field
        assert "楼上住户" in html  # what was filled in stays
    assert "还没有登记过" in await (await registrar.get("/console/disputes")).text()


async def test_a_form_without_its_token_is_refused(house: House) -> None:
    registrar = await house.staff("登记员", Role.REGISTRAR, STREET)
    form = await form_of(registrar)
    assert (await registrar.post("/console/disputes/new", data={**form, "csrf": ""})).status == 403


async def test_other_offices_do_not_see_the_file(house: House) -> None:
    registrar = await house.staff("登记员", Role.REGISTRAR, STREET)
    answer = await registrar.post("/console/disputes/new", data=await form_of(registrar))
    path = answer.url.path
    stranger = await house.staff("别处", Role.REGISTRAR, "leifeng-street")
    assert (await stranger.get(path)).status == 404
    district = await house.staff("区里", Role.DISTRICT, "district-committee")
    assert (await district.get(path)).status == 200


async def test_the_form_is_filled_in_from_a_talk(house: House) -> None:
    mediator, citizen = await house.staff("林调解"), house.visitor()
    await citizen.ask_for_a_person()
    handoff = await mediator.claim_first()
    html = await (await mediator.get(f"/console/disputes/new?handoff={handoff}")).text()
    assert "老板拖欠我三个月工资" in html
    assert 'value="labour/unpaid_wages" selected' in html
