"""The record of a talk as page, Word and PDF, each room by itself; and the ledger, for staff and for the citizen."""

import io
import shutil

import pytest
from docx import Document
from pypdf import PdfReader

from bot.domain.messages import CitizenAddress
from bot.service.second_party.answer_invitation import Consents, Key, accept_invitation
from bot.service.second_party.ask_applicant import ask_applicant
from bot.service.second_party.invite import invite_party
from bot.service.second_party.joint_room import open_joint_room
from tests.web.conftest import House, Visitor


async def word_text(colleague: Visitor, handoff: str, query: str = "") -> str:
    answer = await colleague.get(f"/console/talks/{handoff}/word{query}")
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(await answer.read())).paragraphs)


async def test_the_record_as_word_without_notes_unless_asked_for(house: House) -> None:
    anna, colleague = house.visitor(), await house.staff("陈静")
    stranger = await house.staff("外人", organisation="lugu-street")
    await anna.ask_for_a_person()
    handoff = await colleague.claim_first()
    await colleague.answer(handoff, "您好，<b>请讲</b>")
    await colleague.answer(handoff, "先核对登记", private=True)
    text = await word_text(colleague, handoff)
    assert "您好，<b>请讲</b>" in text
    assert "三万" in text
    assert "先核对登记" not in text
    with_notes = await word_text(colleague, handoff, "?notes=1")
    assert "先核对登记" in with_notes
    assert "不得交给当事人" in with_notes
    for way in ("", "/word", "/pdf", "/ledger"):
        assert (await stranger.get(f"/console/talks/{handoff}{way}")).status == 404


async def test_the_rooms_of_a_mediation_have_records_of_their_own(house: House) -> None:
    anna, bert, colleague = house.visitor(), house.visitor(), await house.staff("陈静")
    await anna.ask_for_a_person()
    handoff = await colleague.claim_first()
    async with house.desk.unit_of_work(reading=True) as uow:
        chen = await uow.staff.by_name("陈静")
    assert chen is not None
    await ask_applicant(house.desk, chen, handoff, about="工资的事", applicant_name="李女士")
    await anna.say("同意邀请对方")
    fresh = await invite_party(house.desk, chen, handoff)
    session = (await (await bert.post("/api/v1/chat/sessions")).json())["session"]["id"]
    yes = Consents(to_mediation=True, to_privacy=True)
    await accept_invitation(house.desk, Key(token=fresh.link_token), CitizenAddress("web", session), yes, "王先生")
    await open_joint_room(house.desk, chen, handoff)
    await anna.say("底线是一万")
    for visitor, words in ((anna, "我要三万"), (bert, "我给两万")):
        content = {"text": words, "client_id": "c8a1c7e0-0000-4000-8000-00000000000" + str(len(words)), "room": "joint"}
        assert (await visitor.post("/api/v1/chat/messages", content)).status == 200
    await colleague.answer(handoff, "内部的话", private=True)
    private = await word_text(colleague, handoff)
    assert "底线是一万" in private
    assert "我给两万" not in private
    assert "不得交给另一方" in private
    joint = await word_text(colleague, handoff, "?room=joint&notes=1")
    assert "李女士" in joint
    assert "我要三万" in joint
    assert "我给两万" in joint
    assert "底线是一万" not in joint
    assert "内部的话" not in joint
    page = await (await colleague.get(f"/console/talks/{handoff}?room=joint")).text()
    assert "我给两万" in page
    assert "底线是一万" not in page


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
async def test_the_record_as_pdf(house: House) -> None:
    anna, colleague = house.visitor(), await house.staff("陈静")
    await anna.ask_for_a_person()
    handoff = await colleague.claim_first()
    answer = await colleague.get(f"/console/talks/{handoff}/pdf")
    assert answer.status == 200
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(await answer.read())).pages)
    assert "谈话记录" in text
    assert "三万" in text


async def test_the_ledger_says_how_far_each_message_got(house: House) -> None:
    anna, colleague = house.visitor(), await house.staff("陈静")
    assert "还没有谈话" in await (await anna.get("/chat/ledger")).text()
    await anna.ask_for_a_person()
    handoff = await colleague.claim_first()
    said = await anna.say("在吗")
    own = await (await anna.get("/chat/ledger")).text()
    assert "等工作人员看" in own
    await colleague.post(f"/api/v1/staff/handoffs/{handoff}/seen", {"up_to": said["message"]["id"]})
    assert "工作人员已看到" in await (await anna.get("/chat/ledger")).text()
    answered = (await (await colleague.answer(handoff, "在的")).json())["message"]["id"]
    await colleague.answer(handoff, "别说漏了", private=True)
    ledger = await (await colleague.get(f"/console/talks/{handoff}/ledger")).text()
    assert '<b class="state saved">已保存</b>' in ledger
    assert "内部备注" in ledger
    await anna.post("/api/v1/chat/shown", {"up_to": answered})
    ledger = await (await colleague.get(f"/console/talks/{handoff}/ledger")).text()
    assert 'class="state shown"' in ledger
    await anna.say("好的")
    ledger = await (await colleague.get(f"/console/talks/{handoff}/ledger")).text()
    assert 'class="state answered"' in ledger
    own = await (await anna.get("/chat/ledger")).text()
    assert "已答复" in own
    assert "您已回复" in own
    assert "别说漏了" not in own
