"""The other party of a dispute: asked for, invited, and what makes an invitation worthless."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.conversation import Holder
from bot.domain.mediation import JOINT, JointRoom, MediationMove, MediationState
from bot.domain.messages import Author, CitizenAddress
from bot.domain.staff import Role
from bot.errors import BadInput, Conflict, NotAllowed, NotFound, NotMediable
from bot.service.claim_handoff import claim_handoff
from bot.service.correct_triage import correct_triage
from bot.service.read_talk import read_talk
from bot.service.second_party.answer_invitation import (
    Consents,
    Key,
    accept_invitation,
    read_invitation,
)
from bot.service.second_party.ask_applicant import ask_applicant, record_consent
from bot.service.second_party.invite import invite_party, revoke_invitation
from bot.service.second_party.joint_room import close_joint_room, open_joint_room, say_to_both
from bot.service.second_party.reach_party import note_contact_try
from bot.service.transfer_handoff import transfer_handoff
from tests.contract.second_party_setup import ANNA, BERT, LAWYERS, YES, Begun, begun
from tests.office_setup import DISTRICT, House, waiting_handoff

__all__ = ["begun"]


async def test_from_the_question_to_both_rooms(begun: Begun) -> None:
    house, chen = begun.house, begun.chen
    asked = (await read_talk(house.desk, ANNA)).messages[-1]
    assert asked.choices == ("同意邀请对方", "先不邀请")
    assert "李女士申请调解" in asked.text
    assert asked.cites
    with pytest.raises(Conflict):
        await begun.invited()  # not before he agreed
    await house.say("anna", "让我想想")
    assert (await begun.state())[0] is MediationState.ASKING
    await begun.agreed()
    link, code = await begun.invited()
    for key in (link, code):
        seen = await read_invitation(house.desk, key)
        assert (seen.applicant, seen.about) == ("李女士", "工资的事")
        assert "陈静" in seen.mediator
    with pytest.raises(BadInput):
        await accept_invitation(house.desk, link, BERT, Consents(to_mediation=True, to_privacy=False))
    mediation = await accept_invitation(house.desk, code, BERT, YES, "王老板")
    assert mediation.state is MediationState.TALKING
    with pytest.raises(NotFound):
        await read_invitation(house.desk, link)  # used by its code: the link is spent too
    assert "王老板" in await begun.last(ANNA)
    respondent = await read_talk(house.desk, BERT)
    assert (respondent.holder, respondent.staff_name) == (Holder.STAFF_MEMBER, "陈静")

    with pytest.raises(Conflict):
        await begun.joint("anna", "太早")
    await open_joint_room(house.desk, chen, begun.handoff_id)
    await begun.joint("anna", "我想拿回工资")
    await begun.joint("bert", "公司也难")
    said = await say_to_both(house.desk, chen, mediation.respondent_handoff_id or "", "都说说看", "c1")
    assert (await say_to_both(house.desk, chen, mediation.respondent_handoff_id or "", "别的", "c1")) == said
    for address, own, other in ((ANNA, "我想拿回工资", "公司也难"), (BERT, "公司也难", "我想拿回工资")):
        talk = await read_talk(house.desk, address)
        spoken = {m.text: m for m in talk.messages if m.kind == JOINT}
        assert spoken[own].author is Author.CITIZEN
        assert spoken[other].author is Author.OTHER_PARTY
        assert spoken["都说说看"].author is Author.STAFF
        assert all(m.author is not Author.ASSISTANT for m in spoken.values())
    await close_joint_room(house.desk, chen, begun.handoff_id, "先分开谈")
    with pytest.raises(Conflict):
        await begun.joint("bert", "还想说")
    _, joint, moves = await begun.state()
    assert joint is JointRoom.CLOSED
    assert moves == [
        MediationMove.ASKED,
        MediationMove.AGREED,
        MediationMove.INVITED,
        MediationMove.ACCEPTED,
        MediationMove.JOINT_OPENED,
        MediationMove.JOINT_CLOSED,
    ]


async def test_danger_violence_at_home_and_offices_that_do_not_mediate_are_refused(house: House) -> None:
    chen = await house.staff("陈静", Role.DISTRICT, DISTRICT)
    red = await waiting_handoff(house, "anna", "危险 人工")
    await claim_handoff(house.desk, chen, red)
    with pytest.raises(NotMediable, match="危险"):
        await ask_applicant(house.desk, chen, red, about="事", applicant_name="李")
    at_home = await waiting_handoff(house, "carl")
    await claim_handoff(house.desk, chen, at_home)
    await correct_triage(house.desk, chen, at_home, category="family", subtype="domestic_violence", reason="打人")
    with pytest.raises(NotMediable, match="家庭暴力"):
        await ask_applicant(house.desk, chen, at_home, about="事", applicant_name="李")
    unwilling = await waiting_handoff(house, "dora")
    await claim_handoff(house.desk, chen, unwilling)
    await correct_triage(house.desk, chen, unwilling, facts={"wishes_mediation": False}, reason="她说不谈")
    with pytest.raises(NotMediable, match="不愿意"):
        await ask_applicant(house.desk, chen, unwilling, about="事", applicant_name="李")
    adviser = await house.staff("周律师", Role.LAWYER, LAWYERS)
    elsewhere = await waiting_handoff(house, "emil")
    mediator = await house.staff("钱英")
    await claim_handoff(house.desk, mediator, elsewhere)
    await transfer_handoff(house.desk, mediator, elsewhere, LAWYERS, citizen_agreed=True)
    await claim_handoff(house.desk, adviser, elsewhere)
    with pytest.raises(Conflict, match="不做调解"):
        await ask_applicant(house.desk, adviser, elsewhere, about="事", applicant_name="李")
    other = await house.staff("外人")
    with pytest.raises((NotFound, NotAllowed)):
        await ask_applicant(house.desk, other, unwilling, about="事", applicant_name="李")


async def test_danger_that_shows_after_the_invitation_stops_the_acceptance(begun: Begun) -> None:
    await begun.agreed()
    link, _ = await begun.invited()
    await begun.house.say("anna", "他说危险")
    with pytest.raises(NotMediable):
        await accept_invitation(begun.house.desk, link, BERT, YES)
    with pytest.raises(NotMediable):
        await begun.invited()


async def test_of_many_who_use_one_invitation_at_once_one_takes_part(begun: Begun) -> None:
    await begun.agreed()
    link, code = await begun.invited()

    async def accept(number: int) -> bool:
        address = CitizenAddress("web", f"guest{number}")
        try:
            await accept_invitation(begun.house.desk, link if number % 2 else code, address, YES)
        except NotFound:
            return False
        return True

    won = await asyncio.gather(*(accept(number) for number in range(8)))
    assert won.count(True) == 1
    async with begun.house.storage.unit_of_work(reading=True) as uow:
        talks = [await uow.conversations.of_address(CitizenAddress("web", f"guest{n}")) for n in range(8)]
    assert [len(found) for found in talks] == [int(taken) for taken in won]


async def test_an_invitation_runs_out_is_revoked_and_survives_few_wrong_codes(begun: Begun) -> None:
    desk, chen = begun.house.desk, begun.chen
    await begun.agreed()
    link, code = await begun.invited()
    assert await revoke_invitation(desk, chen, begun.handoff_id, "发错人了")
    for key in (link, code):
        with pytest.raises(NotFound):
            await read_invitation(desk, key)
    _, old = await begun.invited()
    _, new = await begun.invited()
    with pytest.raises(NotFound):
        await read_invitation(desk, old)
    wrong = Key(code=new.code[:4] + ("-23456789"))
    for _ in range(desk.settings.invitation_wrong_codes):
        with pytest.raises(NotFound):
            await read_invitation(desk, wrong)
    with pytest.raises(NotFound):
        await read_invitation(desk, new)
    link, code = await begun.invited()
    assert (await read_invitation(desk, Key(code=code.code.lower().replace("-", " ")))).about == "工资的事"
    begun.house.clock.go_on(days=8)
    for key in (link, code, Key(code="什么"), Key()):
        with pytest.raises(NotFound):
            await read_invitation(desk, key)
    moves = (await begun.state())[2]
    assert moves.count(MediationMove.WRONG_CODE) == desk.settings.invitation_wrong_codes
    assert MediationMove.REVOKED in moves


async def test_no_secret_lies_in_the_database(begun: Begun) -> None:
    await begun.agreed()
    link, code = await begun.invited()
    async with begun.house.storage.unit_of_work(reading=True) as uow:
        invitation = await uow.mediations.by_number(code.code[:4])
    assert invitation is not None
    kept = repr(invitation)
    assert link.token not in kept
    assert code.code.replace("-", "")[4:] not in kept


async def test_the_applicant_says_no_in_other_words(begun: Begun) -> None:
    desk, chen = begun.house.desk, begun.chen
    with pytest.raises(BadInput):
        await record_consent(desk, chen, begun.handoff_id, agreed=False, words=" ")
    await record_consent(desk, chen, begun.handoff_id, agreed=False, words="还是算了")
    assert (await begun.state())[0] is MediationState.ENDED
    assert "不邀请" in await begun.last(ANNA)
    with pytest.raises(NotFound):
        await record_consent(desk, chen, begun.handoff_id, agreed=True, words="又想了")


async def test_unreachable_after_enough_tries_and_reachable_after_all(begun: Begun) -> None:
    desk, chen = begun.house.desk, begun.chen
    with pytest.raises(Conflict):
        await note_contact_try(desk, chen, begun.handoff_id, "打电话，没人接")
    await begun.agreed()
    link, _ = await begun.invited()
    for how in ("打电话，没人接", "打电话，关机"):
        await note_contact_try(desk, chen, begun.handoff_id, how)
    assert (await begun.state())[0] is MediationState.PREPARING
    await note_contact_try(desk, chen, begun.handoff_id, "上门，没有人")
    assert (await begun.state())[0] is MediationState.UNREACHABLE
    told = (await read_talk(desk, ANNA)).messages[-1]
    assert "联系了对方 3 次" in told.text
    assert told.cites
    await note_contact_try(desk, chen, begun.handoff_id, "再打一次")  # goes on counting, tells nothing anew
    assert (await begun.last(ANNA)) == told.text
    assert (await accept_invitation(desk, link, BERT, YES)).state is MediationState.TALKING


async def test_the_invitation_lives_as_long_as_the_office_says(begun: Begun) -> None:
    await begun.agreed()
    fresh = await invite_party(begun.house.desk, begun.chen, begun.handoff_id)
    assert fresh.invitation.expires_at - begun.house.clock.now() == timedelta(days=7)


async def test_who_accepts_is_reached_as_a_party_of_the_file(house: House) -> None:
    """The applicant registered the dispute first; the respondent's talk then stands in the file, with its event."""
    chen = await house.staff("陈静")
    await house.say("anna", "申请调解")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    await ask_applicant(house.desk, chen, handoff_id, about="工资的事", applicant_name="李女士")
    begun = Begun(house, chen, handoff_id)
    await begun.agreed()
    link, _ = await begun.invited()
    mediation = await accept_invitation(house.desk, link, BERT, YES, "王老板")
    async with house.storage.unit_of_work(reading=True) as uow:
        (dispute,) = await uow.disputes.of_conversation(mediation.conversation_id)
        file = await uow.files.show(dispute.id)
    (respondent,) = file.respondents
    assert (respondent.name, respondent.conversation_id) == ("王老板", mediation.respondent_conversation_id)
    assert file.events[-1].step == "party"
