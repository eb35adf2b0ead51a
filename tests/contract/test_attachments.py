"""Files are saved with their message, read by who may read the talk, and erased with it."""

import pytest

from bot.domain.attachments import Attachment
from bot.domain.messages import CitizenAddress, CitizenMessage, StoredMessage
from bot.domain.staff import Role
from bot.errors import BadInput, NotFound
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.erase_citizen import erase_citizen
from bot.service.read_attachment import read_for_delivery, read_handoff_attachment, read_own_attachment
from bot.service.read_handoff import read_handoff
from bot.service.read_talk import read_talk
from bot.service.receive_message import ReceivedTurn, receive_message, was_received
from tests.office_setup import WINDOW, House

ANNA, BEN = CitizenAddress("web", "anna"), CitizenAddress("web", "ben")
PHOTO = Attachment("欠条.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(range(256)) * 300)
LETTER = Attachment("合同.pdf", "application/pdf", b"%PDF-1.7")


async def send(
    house: House, address: CitizenAddress, external_id: str, *files: Attachment, text: str = "看这个"
) -> ReceivedTurn:
    return await receive_message(house.desk, CitizenMessage(address, external_id, text, house.clock.now(), files))


def names(messages: tuple[StoredMessage, ...]) -> list[str]:
    return [file.name for message in messages for file in message.attachments]


async def test_files_come_with_their_message_in_order_and_once(house: House) -> None:
    turn = await send(house, ANNA, "x1", PHOTO, LETTER)
    assert [(f.name, f.media_type, f.size) for f in turn.message.attachments] == [
        ("欠条.jpg", "image/jpeg", len(PHOTO.content)),
        ("合同.pdf", "application/pdf", 8),
    ]
    again = await send(house, ANNA, "x1", LETTER)
    assert again.repeated
    assert again.message == turn.message
    assert await was_received(house.desk, CitizenMessage(ANNA, "x1", "", house.clock.now()))
    assert not await was_received(house.desk, CitizenMessage(ANNA, "x2", "", house.clock.now()))
    assert names((await read_talk(house.desk, ANNA)).messages) == ["欠条.jpg", "合同.pdf"]
    photo, letter = turn.message.attachments
    assert await read_own_attachment(house.desk, ANNA, photo.id) == PHOTO
    assert await read_own_attachment(house.desk, ANNA, letter.id) == LETTER
    for address, file in ((BEN, photo.id), (ANNA, "0" * 32), (CitizenAddress("telegram", "anna"), photo.id)):
        with pytest.raises(NotFound):
            await read_own_attachment(house.desk, address, file)


async def test_staff_read_and_send_files_and_notes_stay_among_them(house: House) -> None:
    chen = await house.staff("陈静")
    stranger = await house.staff("李明", Role.LAWYER, WINDOW)
    photo = (await send(house, ANNA, "x1", PHOTO, text="人工")).message.attachments[0]
    async with house.storage.unit_of_work(reading=True) as uow:
        (talk,) = await uow.conversations.of_address(ANNA)
        (handoff,) = await uow.handoffs.of_conversations([talk.conversation.id])
    await claim_handoff(house.desk, chen, handoff.id)
    assert await read_handoff_attachment(house.desk, chen, handoff.id, photo.id) == PHOTO
    with pytest.raises(NotFound):
        await read_handoff_attachment(house.desk, stranger, handoff.id, photo.id)
    async with house.storage.unit_of_work(reading=True) as uow:
        looks = await uow.oversight.looks(since=handoff.requested_at)
    assert (chen.id, "attachment", photo.id) in [entry[1:] for entry in looks]

    sent = await answer_citizen(house.desk, chen, handoff.id, "", "c1", attachments=(LETTER,))
    assert (await answer_citizen(house.desk, chen, handoff.id, "", "c1", attachments=(LETTER,))) == sent
    note = await answer_citizen(house.desk, chen, handoff.id, "存疑", "c2", private=True, attachments=(PHOTO,))
    assert names((await read_talk(house.desk, ANNA)).messages) == ["欠条.jpg", "合同.pdf"]
    assert names((await read_handoff(house.desk, chen, handoff.id)).messages) == ["欠条.jpg", "合同.pdf", "欠条.jpg"]
    assert await read_own_attachment(house.desk, ANNA, sent.attachments[0].id) == LETTER
    with pytest.raises(NotFound):
        await read_own_attachment(house.desk, ANNA, note.attachments[0].id)
    with pytest.raises(BadInput):
        await answer_citizen(house.desk, chen, handoff.id, " ", "c3")


async def test_a_talk_holds_only_so_many_and_what_is_refused_is_not_saved(house: House) -> None:
    await send(house, ANNA, "x1", *[LETTER] * 39)
    with pytest.raises(BadInput):
        await send(house, ANNA, "x2", LETTER, LETTER)
    assert not (await send(house, ANNA, "x2", LETTER)).repeated
    assert len(names((await read_talk(house.desk, ANNA)).messages)) == 40


async def test_files_are_erased_with_the_talk(house: House) -> None:
    photo = (await send(house, ANNA, "x1", PHOTO)).message.attachments[0]
    kept = (await send(house, BEN, "x1", PHOTO)).message.attachments[0]
    await erase_citizen(house.desk, ANNA)
    assert await read_for_delivery(house.desk, photo.id) is None
    assert await read_own_attachment(house.desk, BEN, kept.id) == PHOTO
    assert names((await read_talk(house.desk, ANNA)).messages) == []
    again = await send(house, ANNA, "x1", PHOTO)  # a late repeat brings nothing back
    assert again.repeated
    assert again.message.attachments == ()
