"""Staff: signing in, taking talks, and everything they may not do."""

import asyncio
import re
import uuid

import pytest

from bot.domain.staff import Role
from bot.service.manage_staff import disable_staff
from tests.web.conftest import STREET, WAGES, House, Visitor


async def test_looking_at_the_link_does_not_use_it_up(house: House) -> None:
    token = await house.token_of("林调解")
    preview = house.visitor()
    for _ in range(3):
        assert (await preview.get(f"/console/sign-in?token={token}")).status == 200
    person = house.visitor()
    answer = await person.post("/console/sign-in", data={"token": token}, allow_redirects=False)
    assert answer.status == 303
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "接待台" in await (await person.get("/console")).text()
    again = await house.visitor().post("/console/sign-in", data={"token": token})
    assert again.status == 401
    assert "已经用过" in await again.text()


async def test_pages_of_the_console_send_strangers_to_the_door(house: House) -> None:
    stranger = house.visitor()
    for path in ("/console", "/console/me", "/console/disputes", "/console/laws", "/console/cases"):
        answer = await stranger.get(path, allow_redirects=False)
        assert answer.status == 303
        assert answer.headers["Location"] == "/console/sign-in"
    for path in ("queue", "events", "me", "handoffs/x"):
        assert (await stranger.get(f"/api/v1/staff/{path}")).status == 401


async def test_a_person_renews_his_link_and_signs_out_by_himself(house: House) -> None:
    person = await house.staff("林调解")
    html = await (await person.get("/console/me")).text()
    csrf = re.search(r'name="csrf" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]
    assert (await person.post("/console/link", data={"csrf": "wrong"})).status == 403
    renewed = await (await person.post("/console/link", data={"csrf": csrf})).text()
    token = re.search(r"sign-in\?token=([\w-]+)", renewed).group(1)  # type: ignore[union-attr]
    phone = house.visitor()
    assert (await phone.post("/api/v1/staff/sign-in", {"token": token})).status == 200
    assert (await person.post("/console/sign-out", data={"csrf": csrf}, allow_redirects=False)).status == 303
    assert (await person.get("/api/v1/staff/me")).status == 401
    assert (await phone.get("/api/v1/staff/me")).status == 200


async def test_a_disabled_person_is_out_at_once(house: House) -> None:
    person = await house.staff("林调解")
    await disable_staff(house.desk, "林调解")
    assert (await person.get("/api/v1/staff/queue")).status == 401


async def test_two_claims_in_one_instant_have_one_winner(house: House) -> None:
    colleagues = [await house.staff(f"调解员{number}") for number in range(4)]
    citizen = house.visitor()
    await citizen.ask_for_a_person()
    handoff = (await colleagues[0].queue())["waiting"][0]["id"]
    answers = await asyncio.gather(*(one.post(f"/api/v1/staff/handoffs/{handoff}/claim") for one in colleagues))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    loser = next(answer for answer in answers if answer.status == 409)
    assert (await loser.json())["error"]["code"] == "already_claimed"
    state = (await (await citizen.get("/api/v1/chat/messages")).json())["state"]
    assert state["holder"] == "staff_member"


async def test_only_the_holder_speaks(house: House) -> None:
    holder, colleague, citizen = await house.staff("林调解"), await house.staff("周调解"), house.visitor()
    await citizen.ask_for_a_person()
    handoff = (await holder.queue())["waiting"][0]["id"]
    early = await holder.answer(handoff, "还没接手就说话")
    assert early.status == 403
    await holder.claim_first()
    assert (await colleague.answer(handoff, "插话")).status == 403
    assert (await colleague.post(f"/api/v1/staff/handoffs/{handoff}/close", {"outcome": "answered"})).status == 403
    said = {"text": "您好", "client_id": str(uuid.uuid4())}
    first = await holder.post(f"/api/v1/staff/handoffs/{handoff}/messages", said)
    second = await holder.post(f"/api/v1/staff/handoffs/{handoff}/messages", said)
    assert (await first.json())["message"]["id"] == (await second.json())["message"]["id"]


async def test_another_organisation_learns_not_even_that_the_talk_exists(house: House) -> None:
    holder, stranger, citizen = (
        await house.staff("林调解"),
        await house.staff("街道员", organisation=STREET),
        house.visitor(),
    )
    await citizen.ask_for_a_person()
    handoff = await holder.claim_first()
    assert (await stranger.queue())["waiting"] == []
    for call in ("", "/messages"):
        assert (await stranger.get(f"/api/v1/staff/handoffs/{handoff}{call}")).status == 404
    for call in ("claim", "return", "typing"):
        assert (await stranger.post(f"/api/v1/staff/handoffs/{handoff}/{call}")).status == 404


async def test_the_whole_life_of_a_talk(house: House) -> None:
    holder, street, citizen = (
        await house.staff("林调解"),
        await house.staff("街道员", organisation=STREET),
        house.visitor(),
    )
    await citizen.ask_for_a_person()
    handoff = await holder.claim_first()
    base = f"/api/v1/staff/handoffs/{handoff}"
    view = await (await holder.get(base)).json()
    assert view["brief"]["category"] == "labour"
    facts = {fact["name"]: fact for fact in view["brief"]["facts"]}
    assert facts["claimed_yuan"]["value"] == "30,000元"
    assert facts["months"]["text"] == "三个月"
    assert view["brief"]["articles"]
    assert view["brief"]["told"] is not None
    assert WAGES in [said["text"] for said in view["messages"]]

    wrong = await holder.post(f"{base}/correction", {"facts": {"months": 4}})
    assert wrong.status == 400  # a reason is owed
    right = {"category": "labour", "subtype": "dismissal", "risk": "orange", "facts": {"months": 4}, "reason": "核对过"}
    assert (await (await holder.post(f"{base}/correction", right)).json())["handoff"]["risk"] == "orange"
    view = await (await holder.get(base)).json()
    assert view["brief"]["subtype"] == "dismissal"
    assert {fact["name"]: fact["raw"] for fact in view["brief"]["facts"]}["months"] == "4"

    unasked = await holder.post(f"{base}/transfer", {"organisation": STREET, "note": "请接手"})
    assert unasked.status == 400
    asked = await holder.post(f"{base}/transfer", {"organisation": STREET, "note": "请接手", "citizen_agreed": True})
    assert asked.status == 200, await asked.text()
    assert await street.claim_first() == handoff
    assert (await street.post(f"{base}/close", {"outcome": "nonsense"})).status == 400
    assert (await street.post(f"{base}/close", {"outcome": "answered", "note": "讲清楚了"})).status == 200
    assert (await street.answer(handoff, "还想说")).status == 409
    state = (await (await citizen.get("/api/v1/chat/messages")).json())["state"]
    assert state["handoff_status"] == "closed"
    assert state["may_rate"] is True
    assert (await citizen.post("/api/v1/chat/rating", {"score": 6})).status == 400
    assert (await citizen.post("/api/v1/chat/rating", {"score": 5})).status == 204
    assert (await citizen.post("/api/v1/chat/rating", {"score": 1})).status == 409
    assert (await citizen.say("又有一件事"))["replies"]
    history = (await (await street.get(base)).json())["history"]
    assert len(history) >= 5


async def test_handing_back_lets_the_assistant_speak_again(house: House) -> None:
    holder, citizen = await house.staff("林调解"), house.visitor()
    await citizen.ask_for_a_person()
    handoff = await holder.claim_first()
    assert (await citizen.say("在吗"))["replies"] == []
    assert (await holder.post(f"/api/v1/staff/handoffs/{handoff}/return", {"note": "已答复"})).status == 200
    assert (await citizen.say("还有什么要准备的"))["replies"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
async def test_roles_without_a_queue_see_no_talk(house: House, role: Role) -> None:
    holder, other, citizen = await house.staff("林调解"), await house.staff("另一人", role), house.visitor()
    await citizen.ask_for_a_person()
    handoff = (await holder.queue())["waiting"][0]["id"]
    assert (await other.get("/api/v1/staff/queue")).status == 403
    assert (await other.get(f"/api/v1/staff/handoffs/{handoff}")).status in {403, 404}
    page = await other.get("/console", allow_redirects=False)
    assert page.headers["Location"] == "/console/me"


async def test_a_forged_claim_and_a_forged_session_fail(house: House) -> None:
    holder = await house.staff("林调解")
    assert (await holder.post("/api/v1/staff/handoffs/00000000/claim")).status == 404
    assert (await holder.post("/api/v1/staff/handoffs/..%2f..%2fx/claim")).status == 404
    thief = house.visitor()
    answer = await thief.get("/api/v1/staff/queue", headers={"Cookie": "fengqiao_staff=forged"})
    assert answer.status == 401


async def test_a_form_of_another_site_cannot_act(house: House) -> None:
    holder, citizen = await house.staff("林调解"), house.visitor()
    await citizen.ask_for_a_person()
    handoff = (await holder.queue())["waiting"][0]["id"]
    answer = await holder.post(f"/api/v1/staff/handoffs/{handoff}/claim", data={"x": "1"})
    assert answer.status == 415


async def test_danger_alarms_the_district(house: House) -> None:
    district = await house.staff("区值班", Role.DISTRICT, "district-committee")
    citizen: Visitor = house.visitor()
    answer = await citizen.say("我老公正在打我，拿着刀，救命")
    assert answer["replies"][0]["kind"] == "help"
    emergencies = (await district.queue())["emergencies"]
    assert len(emergencies) == 1
    assert emergencies[0]["risk"] == "red"


async def test_searching_laws_and_cases(house: House) -> None:
    person = await house.staff("林调解")
    laws = await (await person.get("/console/laws?q=劳动合同法第三十条")).text()
    assert "劳动报酬" in laws
    cases = await (await person.get("/console/cases?q=邻居漏水泡了天花板")).text()
    address = re.search(r'<h2><a href="(/console/cases/[^"]+)"', cases).group(1)  # type: ignore[union-attr]
    case = await (await person.get(address)).text()
    assert "事情经过" in case
    assert (await person.get("/console/cases/nowhere")).status == 404
