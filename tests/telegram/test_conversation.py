"""The whole conversation over HTTP: start, buttons, photo, edit, repeated and reordered updates, a person's answer."""

import asyncio
import json
import uuid

from aiohttp import FormData

from bot.domain.messages import Author
from tests.telegram.bot_api_peer import BotApiPeer
from tests.telegram.conftest import ANNA, OpenHouse

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 50


async def test_from_the_first_word_to_a_persons_answer(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        (menu,) = [call for call in peer.calls if call.method == "setMyCommands"]
        assert {"command": "human", "description": "找真人调解员"} in menu.arguments["commands"]

        await peer.say(ANNA, "/start link-payload")
        notice = await peer.wait_for(ANNA, "Telegram 的服务器在境外")
        assert all("link-payload" not in text for text in peer.texts(ANNA))
        await peer.say(ANNA, "老板拖欠我三个月工资，一共三万，我在麓谷")
        await peer.wait_until(lambda: peer.sent[-1] is not notice and "reply_markup" in peer.sent[-1])
        assert any(call.method == "sendChatAction" for call in peer.calls)

        colleague = await house.staff("陈静")
        await peer.say(ANNA, "/human")
        await house.hears(ANNA, "找人工")
        handoff = await colleague.claim_first()
        await peer.wait_for(ANNA, "陈静")
        answer = await colleague.answer(handoff, "您好，我是陈静。工资单还在吗？")
        assert answer.status == 200
        await peer.wait_for(ANNA, "工资单还在吗")
        said = len(peer.texts(ANNA))
        await peer.say(ANNA, "在的")
        await asyncio.sleep(0.5)
        assert len(peer.texts(ANNA)) == said  # the assistant is silent
        talk = await (await colleague.get(f"/api/v1/staff/handoffs/{handoff}/messages")).json()
        assert talk["messages"][-1]["text"] == "在的"
        delivered = [m["delivery"] for m in talk["messages"] if "工资单还在吗" in m["text"]]
        assert delivered == ["sent"]


async def test_a_button_says_its_text_however_long(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        await peer.say(ANNA, "老板拖欠我三个月工资，一共三万，我在麓谷")
        await peer.wait_until(lambda: any("reply_markup" in message for message in peer.sent))
        asked = next(message for message in reversed(peer.sent) if "reply_markup" in message)
        label = asked["reply_markup"]["inline_keyboard"][0][0]["text"]
        await peer.press(asked, label)
        await house.hears(ANNA, label)
        await peer.wait_until(lambda: _count(peer, "editMessageText") == 1)
        (noted,) = [call.arguments for call in peer.calls if call.method == "editMessageText"]
        assert noted["text"] == f"{asked['text']}\n\n✓ {label}"
        assert "reply_markup" not in noted  # what was chosen stands there, its buttons are gone
        assert any(call.method == "answerCallbackQuery" for call in peer.calls)

        long = "我想申请人民调解，请帮我转给麓谷街道人民调解委员会的调解员"
        shown = peer.message(
            ANNA, "选一个", reply_markup={"inline_keyboard": [[{"text": long, "callback_data": "i:0"}]]}
        )
        await peer.press_data(shown, "i:0")
        await house.hears(ANNA, long)
        await peer.press_data(peer.message(ANNA, "旧的"), "i:7")
        await peer.wait_for(ANNA, "按钮太旧了")


async def test_a_photo_and_a_document_enter_the_talk(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        await peer.send_photo(ANNA, JPEG)
        await peer.wait_for(ANNA, "收到了")
        (photo,) = [m for m in await house.talk(ANNA) if m.author is Author.CITIZEN]
        assert [(a.name, a.media_type, a.size) for a in photo.attachments] == [("photo.jpg", "image/jpeg", len(JPEG))]

        await peer.send_document(ANNA, "合同正文".encode(), "..\\..\\<b>合同</b>.txt", "text/html")
        await peer.wait_until(lambda: len(peer.calls) and _count(peer, "getFile") == 2)
        await house.holds_files(ANNA, 2)
        document = [m for m in await house.talk(ANNA) if m.attachments][-1].attachments[0]
        assert document.media_type == "text/plain"
        assert not set("/\\<>") & set(document.name)

        for content, name, word in (
            (b"MZ\x90\x00" + b"\x00" * 50, "合同.pdf", "不能收"),
            (JPEG, "照片.pdf", "对不上"),
            (b"", "空.txt", "空的"),
        ):
            await peer.send_document(ANNA, content, name, "application/pdf")
            await peer.wait_for(ANNA, word)
        huge = peer.message(
            ANNA, document={"file_id": "huge", "file_unique_id": "h", "file_name": "a.pdf", "file_size": 10**8}
        )
        await peer.update(message=huge)
        await peer.wait_for(ANNA, "太大")
        assert _count(peer, "getFile") == 5  # what is declared too large is not even asked for
        await house.holds_files(ANNA, 2)


async def test_an_edit_is_kept_as_an_edit(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        first = await peer.say(ANNA, "老板拖欠我三个月工资，一共三万，我在麓谷")
        await house.hears(ANNA, "老板拖欠我三个月工资，一共三万，我在麓谷")
        edited = {
            **first["message"],
            "edit_date": first["message"]["date"] + 60,
            "text": "老板拖欠我三个月工资，一共五万，我在麓谷",
        }
        update = await peer.update(edited_message=edited)
        await house.hears(ANNA, edited["text"])
        await peer.deliver(update)  # repeated
        await peer.update(
            edited_message={**edited, "text": "老板拖欠我三个月工资，一共六万，我在麓谷"}
        )  # the same second
        await house.hears(ANNA, "老板拖欠我三个月工资，一共六万，我在麓谷")
        own = [(m.kind, m.text[-8:-5]) for m in await house.talk(ANNA) if m.author is Author.CITIZEN]
        assert own == [("message", "共三万"), ("edit", "共五万"), ("edit", "共六万")]


async def test_a_repeated_or_late_update_changes_nothing(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house(webhook=True) as house:
        first = await peer.say(ANNA, "老板拖欠我三个月工资，一共三万，我在麓谷")
        second = await peer.say(ANNA, "上个月")
        before = await house.talk(ANNA)
        for update in (second, first, first):
            assert await peer.deliver(update) == 200
        # the same words under another update number, as after a lost confirmation
        assert await peer.deliver({**first, "update_id": 9999}) == 200
        await asyncio.gather(*(peer.deliver(second) for _ in range(5)))
        assert [m.id for m in await house.talk(ANNA)] == [m.id for m in before]
        await house.has_delivered(ANNA)
        texts = peer.texts(ANNA)
        assert len(texts) == len(set(texts)) == len([m for m in before if m.author is not Author.CITIZEN])

        # a later update may come first: both are kept, each is answered once
        late = {"update_id": 5001, "message": peer.message(ANNA, "我叫王芳")}
        soon = {"update_id": 5002, "message": peer.message(ANNA, "就这些")}
        for update in (soon, late, soon):
            assert await peer.deliver(update) == 200
        own = [m.text for m in await house.talk(ANNA) if m.author is Author.CITIZEN]
        assert own[2:] == ["就这些", "我叫王芳"]


async def test_a_long_answer_arrives_in_pieces_that_end_with_a_sentence(
    open_house: OpenHouse, peer: BotApiPeer
) -> None:
    async with open_house() as house:
        colleague = await house.staff("陈静")
        await peer.say(ANNA, "老板拖欠我三个月工资，一共三万，我在麓谷")
        await peer.say(ANNA, "转人工")
        await house.hears(ANNA, "转人工")
        handoff = await colleague.claim_first()
        long = "".join(f"第{number}条：工资应当按月支付，不得克扣。" for number in range(320)) + "😀完。"
        assert 4096 < len(long) < 8192
        await colleague.answer(handoff, long)
        await peer.wait_for(ANNA, "😀完。", seconds=20)
        pieces = [text for text in peer.texts(ANNA) if text.startswith("第")]
        assert "".join(pieces) == long
        assert len(pieces) == 2
        assert all(len(piece.encode("utf-16-le")) // 2 <= 4096 for piece in pieces)
        assert all(piece.endswith("。") for piece in pieces)


async def test_citizens_are_kept_apart(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        await asyncio.gather(*(peer.say(chat, f"你好，我是{chat}号") for chat in range(8001, 8006)))
        for chat in range(8001, 8006):
            await peer.wait_for(chat, "Telegram 的服务器在境外")
            own = [m.text for m in await house.talk(chat) if m.author is Author.CITIZEN]
            assert own == [f"你好，我是{chat}号"]
        assert "42:TEST" not in json.dumps(peer.sent)


def _count(peer: BotApiPeer, method: str) -> int:
    return sum(call.method == method for call in peer.calls)


async def test_a_file_from_staff_arrives_as_a_document(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        colleague = await house.staff("陈静")
        await peer.say(ANNA, "老板拖欠我三个月工资，一共三万，我在麓谷")
        await peer.say(ANNA, "转人工")
        await house.hears(ANNA, "转人工")
        handoff = await colleague.claim_first()
        form = FormData({"client_id": str(uuid.uuid4()), "text": "申请书样本"}, quote_fields=False)
        form.add_field("file", b"%PDF-1.7 sample", filename="申请书.pdf")
        answer = await (await colleague.post(f"/api/v1/staff/handoffs/{handoff}/attachments", data=form)).json()
        assert [file["name"] for file in answer["message"]["attachments"]] == ["申请书.pdf"]
        await peer.wait_until(lambda: _count(peer, "sendDocument") == 1)
        (call,) = [call for call in peer.calls if call.method == "sendDocument"]
        assert b"%PDF-1.7 sample" in call.arguments.values()
        assert "申请书样本" in peer.texts(ANNA)
        await house.has_delivered(ANNA)
