"""One message, one transaction: saved answers, order, silence, new talks after closed ones."""

from dataclasses import replace

import pytest

from bot.dialogue.decision import Decision
from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import HandoffKind, HandoffMove, HandoffStatus
from bot.domain.messages import Author, CitizenAddress, CitizenMessage, Delivery, Reply
from bot.errors import MessageTooLong
from bot.service.conversation_ports import Notice
from bot.service.mark_shown import mark_sent, mark_shown
from bot.service.note_typing import note_typing
from bot.service.read_talk import read_talk
from bot.service.receive_edit import receive_edit
from bot.storage import Storage
from nlp.findings import Risk
from tests.office_setup import DISTRICT, ROOM, WINDOW, House, make_house

ANNA = CitizenAddress("web", "anna")


async def test_a_first_message_starts_a_talk_and_is_answered(house: House) -> None:
    turn = await house.say("anna", "老板欠薪")
    assert [reply.text for reply in turn.replies] == ["1:None:老板欠薪"]
    assert turn.replies[0].choices == ("是", "否")
    assert turn.replies[0].delivery is Delivery.SAVED
    assert turn.message.id < turn.replies[0].id
    second = await house.say("anna", "三个月")
    assert second.replies[0].text == "2:问题1:三个月"
    assert second.message.conversation_id == turn.message.conversation_id
    talk = await read_talk(house.desk, ANNA)
    assert [m.text for m in talk.messages] == ["老板欠薪", "1:None:老板欠薪", "三个月", "2:问题1:三个月"]
    assert talk.holder is Holder.ASSISTANT
    assert [m.text for m in (await read_talk(house.desk, ANNA, second.message.id)).messages] == ["2:问题1:三个月"]


async def test_the_same_message_again_gets_the_saved_answer_and_changes_nothing(house: House) -> None:
    first = await house.say("anna", "老板欠薪", "x1")
    again = await house.say("anna", "完全不同的话", "x1")
    assert again.repeated
    assert not first.repeated
    assert (again.message, again.replies) == (first.message, first.replies)
    assert len((await read_talk(house.desk, ANNA)).messages) == 2
    other = await house.say("ben", "老板欠薪", "x1")  # ids are the channel account's own
    assert not other.repeated


async def test_unusable_characters_go_and_too_long_is_refused(house: House) -> None:
    turn = await house.say("anna", "你\x00好\ud800\x1b\r\n再")
    assert turn.message.text == "你好\n再"
    assert len((await house.say("anna", "字" * 10_000)).message.text) == 10_000
    with pytest.raises(MessageTooLong):
        await house.say("anna", "字" * 10_001)
    empty = await house.say("anna", "\x00")
    assert empty.message.text == ""


async def test_a_closed_talk_is_followed_by_a_new_one(house: House) -> None:
    first = await house.say("anna", "再见")
    talk = await read_talk(house.desk, ANNA)
    assert talk.holder is Holder.NOBODY
    second = await house.say("anna", "还有一件事")
    assert second.message.conversation_id != first.message.conversation_id
    assert second.replies[0].text.startswith("1:None")
    assert [m.text for m in (await read_talk(house.desk, ANNA)).messages][:2] == ["再见", "再见"]


async def test_asking_for_a_person_opens_one_handoff_and_waits(house: House) -> None:
    turn = await house.say("anna", "人工")
    await house.say("anna", "人工，快点")
    async with house.storage.unit_of_work(reading=True) as uow:
        (handoff,) = await uow.handoffs.of_conversations([turn.message.conversation_id])
        history = await uow.handoffs.history(handoff.id)
    assert (handoff.kind, handoff.organisation_id, handoff.status) == (
        HandoffKind.MEDIATION_ROOM,
        ROOM,
        HandoffStatus.WAITING,
    )
    assert handoff.brief["headline"] == "人工"
    assert [event.move for event in history] == [HandoffMove.REQUESTED]
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.queue_position, talk.estimate_minutes) == (Holder.STAFF_QUEUE, 1, None)
    assert (await house.say("anna", "位置")).replies[0].text == "位置 1"


async def test_another_wish_replaces_the_waiting_handoff(house: House) -> None:
    turn = await house.say("anna", "人工")
    house.clock.go_on(seconds=1)
    await house.say("anna", "律师")
    async with house.storage.unit_of_work(reading=True) as uow:
        first, second = await uow.handoffs.of_conversations([turn.message.conversation_id])
    assert (first.status, second.status) == (HandoffStatus.WITHDRAWN, HandoffStatus.WAITING)
    assert (second.kind, second.organisation_id) == (HandoffKind.LAWYER_WINDOW, WINDOW)


async def test_danger_raises_the_waiting_handoff_in_place(house: House) -> None:
    turn = await house.say("anna", "人工")
    asked_at = house.clock.now()
    house.clock.go_on(minutes=3)
    await house.say("anna", "危险，他拿刀")
    async with house.storage.unit_of_work(reading=True) as uow:
        (handoff,) = await uow.handoffs.of_conversations([turn.message.conversation_id])
        assert (await uow.conversations.show(turn.message.conversation_id)).handoff_id == handoff.id
    assert (handoff.kind, handoff.organisation_id, handoff.risk) == (HandoffKind.EMERGENCY, DISTRICT, Risk.RED)
    assert handoff.requested_at == asked_at


async def test_leaving_the_queue_brings_the_assistant_back(house: House) -> None:
    await house.say("anna", "人工")
    await house.say("anna", "不等了")
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.queue_position) == (Holder.ASSISTANT, None)
    assert (await house.say("anna", "你好")).replies[0].text.endswith(":你好")


async def test_a_call_back_leaves_the_talk_with_the_assistant(house: House) -> None:
    turn = await house.say("anna", "请回电")
    talk = await read_talk(house.desk, ANNA)
    assert talk.holder is Holder.ASSISTANT
    async with house.storage.unit_of_work(reading=True) as uow:
        (handoff,) = await uow.handoffs.of_conversations([turn.message.conversation_id])
    assert (handoff.kind, handoff.phone) == (HandoffKind.CALLBACK, "13800000000")


async def test_an_application_is_registered_with_number_and_code(house: House) -> None:
    turn = await house.say("anna", "申请调解")
    (dispute,) = await _disputes(house, turn.message.conversation_id)
    assert dispute.number.startswith("(2026)")
    assert dispute.number.endswith("人调字第1号")
    assert dispute.number in turn.replies[1].text
    assert dispute.code in turn.replies[1].text
    again = await house.say("anna", "申请调解", turn.message.external_id)
    assert [m.text for m in again.replies] == [m.text for m in turn.replies]
    assert len(await _disputes(house, turn.message.conversation_id)) == 1


async def test_shown_never_goes_back_and_is_recorded(house: House) -> None:
    turn = await house.say("anna", "一")
    assert await mark_sent(house.desk, ANNA, turn.replies[0].id) == 1
    assert await mark_shown(house.desk, ANNA, turn.replies[0].id) == 1
    assert await mark_sent(house.desk, ANNA, turn.replies[0].id) == 0
    assert await mark_shown(house.desk, ANNA, turn.replies[0].id) == 0
    assert (await read_talk(house.desk, ANNA)).messages[-1].delivery is Delivery.SHOWN


async def test_a_screen_that_resumes_gets_all_it_missed(house: House) -> None:
    turn = await house.say("anna", "一")
    async with house.storage.unit_of_work() as uow:
        talk = await uow.conversations.show(turn.message.conversation_id)
        said = [Notice(reply=Reply(f"{n}"), author=Author.SYSTEM) for n in range(1100)]
        for notice in said:
            await uow.messages.add(talk, notice, house.clock.now())
    missed = (await read_talk(house.desk, ANNA, turn.replies[0].id)).messages
    assert [m.text for m in missed] == [f"{n}" for n in range(1100)]
    assert (await read_talk(house.desk, ANNA)).messages == missed[-1000:]


async def test_typing_without_a_talk_is_nothing(house: House) -> None:
    await note_typing(house.desk, ANNA)
    turn = await house.say("anna", "你好")
    await note_typing(house.desk, ANNA)
    async with house.storage.unit_of_work(reading=True) as uow:
        now = house.clock.now()
        assert await uow.conversations.is_typing(turn.message.conversation_id, by_staff=False, now=now)
        assert not await uow.conversations.is_typing(turn.message.conversation_id, by_staff=True, now=now)


async def test_an_edit_is_kept_beside_the_original(house: House) -> None:
    first = await house.say("anna", "欠三万", "t:1")
    edited = CitizenMessage(ANNA, "t:1:99", "欠五万", house.clock.now())
    turn = await receive_edit(house.desk, edited, "t:1")
    assert (turn.message.kind, turn.message.text) == ("edit", "欠五万")
    assert (await receive_edit(house.desk, edited, "t:1")).repeated
    unknown = CitizenMessage(ANNA, "t:7:99", "新的", house.clock.now())
    assert (await receive_edit(house.desk, unknown, "t:7")).message.kind == "message"
    texts = [m.text for m in (await read_talk(house.desk, ANNA)).messages if m.author is Author.CITIZEN]
    assert texts == [first.message.text, "欠五万", "新的"]


async def test_a_fault_in_the_rules_saves_nothing(storage: Storage) -> None:
    house = make_house(storage, fault_point=_fail_at("replies_saved"))
    with pytest.raises(RuntimeError):
        await house.say("anna", "人工", "x1")
    calm = make_house(storage)
    assert (await read_talk(calm.desk, ANNA)).messages == ()
    turn = await calm.say("anna", "人工", "x1")
    assert not turn.repeated
    async with storage.unit_of_work(reading=True) as uow:
        assert len(await uow.handoffs.waiting(ROOM)) == 1
        assert (await uow.conversations.show(turn.message.conversation_id)).conversation.stage is Stage.DESCRIBING


async def test_a_fault_of_ours_is_answered_and_brought_to_people(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    house = make_house(storage)

    def broken(*_: object) -> Decision:
        raise KeyError("王小明的话")

    house.desk = replace(house.desk, decide=broken)
    turn = await house.say("anna", "王小明的话")
    assert len(turn.replies) == 1
    assert turn.replies[0].rule == "fault"
    async with storage.unit_of_work(reading=True) as uow:
        (handoff,) = await uow.handoffs.waiting(DISTRICT)
    assert handoff.kind is HandoffKind.COMPLAINT
    assert (await read_talk(house.desk, ANNA)).holder is Holder.ASSISTANT
    assert "王小明" not in caplog.text
    assert "KeyError" in caplog.text
    assert (await make_house(storage, house.clock).say("anna", "再说一遍", "y")).replies[0].rule == "echo"


def _fail_at(point: str):
    def reach(name: str) -> None:
        if name == point:
            raise RuntimeError(point)

    return reach


async def _disputes(house: House, conversation_id: str):
    async with house.storage.unit_of_work(reading=True) as uow:
        return await uow.disputes.of_conversation(conversation_id)
