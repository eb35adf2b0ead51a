"""Registered disputes: numbers, codes, who may look, progress."""

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.decision import Decision, Situation
from bot.domain.conversation import Conversation
from bot.domain.dispute import Dispute, DisputeApplication, DisputeSource, DisputeState
from bot.domain.messages import CitizenAddress, CitizenMessage, Reply
from bot.domain.staff import Role
from bot.errors import BadInput, NotAllowed, NotFound, TooManyRequests
from bot.service.asked_dispute import asked_dispute
from bot.service.dispute_status import dispute_status
from bot.service.list_files import list_files
from bot.service.read_file import read_file
from bot.service.receive_message import receive_message
from bot.service.register_walk_in import register_walk_in
from nlp.findings import Risk, Understanding
from tests.office_setup import DISTRICT, ROOM, WINDOW, House

APPLICATION = DisputeApplication(
    organisation_id=ROOM,
    category="neighbour",
    subtype="noise",
    risk=Risk.YELLOW,
    summary="楼上半夜装修",
    facts={"days": 10},
    applicant_name="李女士",
    phone="13800000000",
    other_party="楼上 1502",
    request="晚上十点后不施工",
    consented=True,
)


async def test_a_walk_in_is_registered_by_hand(house: House) -> None:
    registrar = await house.staff("登记员", Role.REGISTRAR, here=False)
    dispute = await register_walk_in(house.desk, registrar, APPLICATION)
    prefix = house.desk.room.organisation(ROOM).number_prefix
    assert dispute.number == f"(2026){prefix}人调字第1号"
    assert dispute.application == replace(APPLICATION, source=DisputeSource.WALK_IN)
    assert dispute.state is DisputeState.APPLIED
    assert len(dispute.history) == 1
    assert (await read_file(house.desk, registrar, dispute.id)).dispute == dispute
    second = await register_walk_in(house.desk, registrar, APPLICATION)
    assert second.number.endswith("第2号")
    assert second.code != dispute.code
    assert {d.id for d in await list_files(house.desk, registrar)} == {dispute.id, second.id}


async def test_numbers_start_anew_with_the_year_in_china(house: House) -> None:
    registrar = await house.staff("登记员", Role.REGISTRAR, here=False)
    house.clock.moment = house.clock.moment.replace(month=12, day=31, hour=15, minute=59)
    assert (await register_walk_in(house.desk, registrar, APPLICATION)).number.startswith("(2026)")
    house.clock.go_on(minutes=1)  # midnight in China, afternoon in UTC
    dispute = await register_walk_in(house.desk, registrar, APPLICATION)
    assert dispute.number.startswith("(2027)")
    assert dispute.number.endswith("第1号")


async def test_what_cannot_be_registered_leaves_no_gap(house: House) -> None:
    registrar = await house.staff("登记员", Role.REGISTRAR, here=False)
    for wrong in (
        replace(APPLICATION, consented=False),
        replace(APPLICATION, category="nonsense"),
        replace(APPLICATION, summary=" "),
        replace(APPLICATION, phone="1" * 101),
    ):
        with pytest.raises(BadInput):
            await register_walk_in(house.desk, registrar, wrong)
    with pytest.raises(NotAllowed):
        await register_walk_in(house.desk, registrar, replace(APPLICATION, organisation_id=WINDOW))
    auditor = await house.staff("审计", Role.AUDITOR, here=False)
    with pytest.raises(NotAllowed):
        await register_walk_in(house.desk, auditor, APPLICATION)
    assert (await register_walk_in(house.desk, registrar, APPLICATION)).number.endswith("第1号")


async def test_number_and_code_open_the_progress_and_nothing_else_does(house: House) -> None:
    dispute = await _registered(house)
    for number, code in (
        (dispute.number, dispute.code),
        (dispute.number.replace("(", "（").replace(")", "） "), dispute.code.lower().replace("-", " ")),
    ):
        assert (await dispute_status(house.desk, number, code)).id == dispute.id
    for number, code in (
        (dispute.number, "AAAAA-AAAAA"),
        (dispute.number, ""),
        (dispute.number, "-"),
        ("(2026)没有人调字第9号", dispute.code),
        ("", ""),
    ):
        with pytest.raises(NotFound):
            await dispute_status(house.desk, number, code)
    assert not set(dispute.code) & set("01OIL")
    assert len(dispute.code.replace("-", "")) == 10


async def test_guessing_is_slowed_down_for_each_number(house: House) -> None:
    dispute = await _registered(house)
    for _ in range(house.desk.settings.code_tries):
        with pytest.raises(NotFound):
            await dispute_status(house.desk, dispute.number, "ABCDE-FGHJK")
    with pytest.raises(TooManyRequests):
        await dispute_status(house.desk, dispute.number, dispute.code)
    house.clock.go_on(minutes=16)
    assert (await dispute_status(house.desk, dispute.number, dispute.code)).id == dispute.id


async def test_number_and_code_in_the_talk_are_understood(house: House) -> None:
    dispute = await _registered(house)
    for words in (
        f"编号 {dispute.number}，查询码 {dispute.code}",
        f"我的案子{dispute.number.replace('(', '（').replace(')', '）')} 查询码是{dispute.code.lower()}，到哪了",
    ):
        found = await asked_dispute(house.desk, words)
        assert found is not None, words
        assert found.id == dispute.id
    for words in ("我的案子到哪了", dispute.number, dispute.code, f"{dispute.number} ABCDE-FGHJK"):
        assert await asked_dispute(house.desk, words) is None


async def test_files_are_the_organisations_own(house: House) -> None:
    dispute = await _registered(house)
    stranger = await house.staff("外人", organisation=WINDOW)
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    auditor = await house.staff("审计", Role.AUDITOR, here=False)
    with pytest.raises(NotFound):
        await read_file(house.desk, stranger, dispute.id)
    with pytest.raises(NotAllowed):
        await read_file(house.desk, auditor, dispute.id)
    with pytest.raises(NotFound):
        await read_file(house.desk, district, "nothing")
    assert (await read_file(house.desk, district, dispute.id)).dispute.id == dispute.id
    assert await list_files(house.desk, stranger) == ()
    async with house.storage.unit_of_work(reading=True) as uow:
        looks = await uow.oversight.looks(since=house.clock.now())
    assert [(who, subject) for _, who, subject, _ in looks] == [(district.id, "dispute")]


async def test_number_and_code_in_two_messages_belong_together(house: House) -> None:
    dispute = await _registered(house)
    seen: list[Dispute | None] = []

    def rules(heard: Understanding, conversation: Conversation, desk: Any, situation: Situation) -> Decision:
        seen.append(situation.asked_dispute)
        turns = conversation.turns + 1
        held = {"case_pieces": {"text": heard.text, "turn": turns}}
        return Decision("echo", (Reply("好"),), replace(conversation, turns=turns, memory=held))

    desk = replace(house.desk, decide=rules)
    for number, words in enumerate((dispute.number, dispute.code)):
        address = CitizenAddress("web", "boris")
        await receive_message(desk, CitizenMessage(address, f"boris-{number}", words, house.clock.now()))
    assert [found and found.id for found in seen] == [None, dispute.id]


async def _registered(house: House) -> Dispute:
    turn = await house.say("anna", "申请调解")
    async with house.storage.unit_of_work(reading=True) as uow:
        (dispute,) = await uow.disputes.of_conversation(turn.message.conversation_id)
    return dispute
