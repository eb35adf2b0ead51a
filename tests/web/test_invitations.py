"""The page of an invited person, without a script: what it shows, what it asks, what it keeps to itself."""

import re
from dataclasses import dataclass

import pytest

from bot.domain.mediation import MediationState
from bot.service.second_party.ask_applicant import ask_applicant
from bot.service.second_party.invite import FreshInvitation, invite_party
from tests.web.conftest import House, Visitor


@dataclass
class Invited:
    """An applicant who agreed, a mediator who invited."""

    house: House
    anna: Visitor
    handoff: str
    fresh: FreshInvitation

    @property
    def link(self) -> str:
        return f"/join/{self.fresh.link_token}"

    async def state(self) -> MediationState:
        async with self.house.desk.unit_of_work(reading=True) as uow:
            handoff = await uow.handoffs.show(self.handoff)
            mediation = await uow.mediations.latest(handoff.conversation_id)
        assert mediation is not None
        return mediation.state


@pytest.fixture
async def invited(house: House) -> Invited:
    anna, colleague = house.visitor(), await house.staff("陈静")
    await anna.ask_for_a_person()
    handoff = await colleague.claim_first()
    async with house.desk.unit_of_work(reading=True) as uow:
        chen = await uow.staff.by_name("陈静")
    assert chen is not None
    await ask_applicant(house.desk, chen, handoff, about="工资的事", applicant_name="李女士", respondent_name="王老板")
    await anna.say("同意邀请对方")
    return Invited(house, anna, handoff, await invite_party(house.desk, chen, handoff))


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that accepts."""
    form = page[page.index('id="accept"') : page.index('id="refuse"')]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


async def test_a_forwarded_link_shows_the_invitation_and_nothing_else(invited: Invited) -> None:
    await invited.anna.say("我家住在望城坡")
    for _ in range(3):  # messengers look at links: that uses nothing up
        stranger = invited.house.visitor()
        answer = await stranger.get(invited.link)
        page = await answer.text()
        assert answer.status == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
        for word in ("李女士", "王老板", "工资的事", "陈静", "自愿", "不收", "第十七条", "第二十三条", "第四条"):
            assert word in page
        for secret in ("三万", "麓谷", "三个月", "望城坡"):
            assert secret not in page
        assert (await stranger.get("/api/v1/chat/messages")).status == 401
    assert "checked" not in page
    assert await invited.state() is MediationState.PREPARING


async def test_consent_opens_an_own_talk_and_pressing_twice_is_once(invited: Invited) -> None:
    bert = invited.house.visitor()
    fields = hidden(await (await bert.get(invited.link)).text())
    missing = await bert.post("/join/answer", data={**fields, "answer": "accept", "take_part": "yes"})
    assert missing.status == 400
    assert "两个“同意”都勾上" in await missing.text()
    agreed = {**fields, "answer": "accept", "take_part": "yes", "privacy": "yes", "name": "王先生"}
    first = await bert.post("/join/answer", data=agreed, allow_redirects=False)
    assert (first.status, first.headers["Location"]) == (303, "/")
    second = await invited.house.visitor().post("/join/answer", data=agreed, allow_redirects=False)
    assert second.status == 303
    assert await invited.state() is MediationState.TALKING
    talk = await (await bert.get("/api/v1/chat/messages")).json()
    assert talk["state"]["holder"] == "staff_member"
    assert "进入" in talk["messages"][0]["text"]
    late = await invited.house.visitor().get(invited.link)
    assert late.status == 404
    assert "用过" in await late.text()


async def test_the_short_code_opens_the_same_page_and_a_wrong_one_does_not(invited: Invited) -> None:
    bert = invited.house.visitor()
    assert "打开调解邀请" in await (await bert.get("/join")).text()
    wrong = await bert.post("/join", data={"code": "AAAA-BBBB-CCCC"})
    assert wrong.status == 404
    right = await bert.post("/join", data={"code": invited.fresh.code.lower()})
    page = await right.text()
    assert "李女士" in page
    refused = await bert.post("/join/answer", data={"code": hidden(page)["code"], "answer": "refuse"})
    assert "这是您的权利" in await refused.text()
    assert await invited.state() is MediationState.REFUSED
    told = (await (await invited.anna.get("/api/v1/chat/messages")).json())["messages"][-1]
    assert "不愿意调解" in told["text"]
    assert [article["label"] for article in told["articles"]] == ["第十七条", "第二十六条"]


async def test_the_applicants_own_browser_cannot_answer_his_invitation(invited: Invited) -> None:
    fields = hidden(await (await invited.anna.get(invited.link)).text())
    agreed = {**fields, "answer": "accept", "take_part": "yes", "privacy": "yes"}
    answer = await invited.anna.post("/join/answer", data=agreed, allow_redirects=False)
    assert answer.status == 409
    assert "换一个浏览器" in await answer.text()
    forged = {**agreed, "place": "anna.xyz"}
    assert (await invited.house.visitor().post("/join/answer", data=forged)).status == 400
    other_site = await invited.house.visitor().post(
        "/join/answer", data=agreed, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert other_site.status == 403
    assert await invited.state() is MediationState.PREPARING
