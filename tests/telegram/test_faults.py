"""What may go wrong between us and Telegram, each seen over HTTP: nothing is lost, and every state can be seen."""

import asyncio
import json
from collections import Counter

import pytest

from bot.domain.messages import Author, Delivery
from tests.postgres_server import PostgresServer
from tests.telegram.bot_api_peer import BotApiPeer, Fault
from tests.telegram.conftest import ANNA, OpenHouse

WAGES = "老板拖欠我三个月工资，一共三万，我在麓谷"
FLOOD = {
    "ok": False,
    "error_code": 429,
    "description": "Too Many Requests: retry after 3",
    "parameters": {"retry_after": 3},
}
BAD_GATEWAY = {"ok": False, "error_code": 502, "description": "Bad Gateway"}
BLOCKED = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}


async def test_only_the_right_secret_opens_the_webhook(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house(webhook=True) as house:
        assert len(peer.webhook_secret) >= 32
        update = {"update_id": 1, "message": peer.message(ANNA, WAGES)}
        for secret in ("", "wrong", peer.webhook_secret[:-1], "密"):
            assert await peer.deliver(update, secret) == 403
        assert await house.talk(ANNA) == ()
        assert await peer.deliver(update) == 200
        assert (await house.talk(ANNA))[0].text == WAGES  # answered after the commit


async def test_bad_bodies_are_refused_and_strange_updates_passed_over(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house(webhook=True) as house:
        big = json.dumps({"update_id": 1, "message": peer.message(ANNA, "字" * 2_000_000)}).encode()
        assert len(big) > 5 * 1024 * 1024
        assert await peer.post(big) == 413
        for body in (b"", b"{", b"[" * 100_000, b"\xff\xfe"):
            assert await peer.post(body) == 400
        for update in (
            {"update_id": 2, "chat_boost": {"chat": {"id": ANNA}}},
            {"update_id": 3, "from_the_future": {"text": "?"}},
            {"update_id": 4},
            {"update_id": 5, "message": {"message_id": "x"}},
            {"update_id": 6, "message": {**peer.message(ANNA), "chat": "?"}},
            [],
            17,
        ):
            assert await peer.post(json.dumps(update).encode()) == 200
        assert await house.talk(ANNA) == ()
        assert peer.sent == []
        sticker = peer.message(ANNA, sticker={"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"})  # fmt: skip
        for _ in range(2):
            assert await peer.deliver({"update_id": 7, "message": sticker}) == 200
        await peer.wait_for(ANNA, "还看不懂")
        await asyncio.sleep(0.2)
        assert len(peer.sent) == 1
        assert await peer.deliver({"update_id": 8, "message": peer.message(ANNA, WAGES)}) == 200
        assert len(await house.talk(ANNA)) > 1


async def test_a_strange_update_does_not_stop_polling(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        await peer.update(message={"message_id": "x"})
        await peer.update(from_the_future={})
        await peer.say(ANNA, WAGES)
        await house.hears(ANNA, WAGES)


async def test_a_group_is_refused_politely_and_once(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house(webhook=True) as house:
        for number in range(3):
            group = peer.message(-500, f"大家好 {number}", kind="supergroup")
            await peer.update(message=group)
        await peer.wait_for(-500, "私聊")
        await asyncio.sleep(0.2)
        assert len(peer.texts(-500)) == 1
        assert await house.talk(-500) == ()


@pytest.mark.parametrize(
    ("fault", "pause"), [(Fault(429, FLOOD), 2.5), (Fault(502, BAD_GATEWAY), 0.4)], ids=["429", "502"]
)
async def test_a_refused_send_is_sent_again_later_and_only_once(
    open_house: OpenHouse, peer: BotApiPeer, fault: Fault, pause: float
) -> None:
    async with open_house() as house:
        peer.faults["sendMessage"].append(fault)
        started = asyncio.get_running_loop().time()
        await peer.say(ANNA, WAGES)
        await peer.wait_until(lambda: peer.sent)
        assert asyncio.get_running_loop().time() - started >= pause
        await house.has_delivered(ANNA)
        replies = [m for m in await house.talk(ANNA) if m.author is not Author.CITIZEN]
        assert {m.delivery for m in replies} == {Delivery.SENT}
        assert not any(m.repeated for m in replies)
        assert len(peer.sent) == len(replies)
        assert [text.split("\n")[0] for text in peer.texts(ANNA)] == [
            m.text.split("\n")[0] for m in replies
        ]  # in order


async def test_silence_leaves_uncertain_and_one_marked_repeat(open_house: OpenHouse, peer: BotApiPeer) -> None:
    """The peer takes the message and never answers: it may have been shown."""
    async with open_house(FENGQIAO_TELEGRAM_ANSWER_SECONDS="1") as house:
        colleague = await house.staff("陈静")
        await peer.say(ANNA, WAGES)
        await peer.say(ANNA, "转人工")
        await house.hears(ANNA, "转人工")
        handoff = await colleague.claim_first()
        await house.has_delivered(ANNA)
        peer.faults[f"sendMessage:{ANNA}"].extend([Fault(delay=30, swallow=True, body={"ok": True, "result": {}})] * 2)
        answer = await (await colleague.answer(handoff, "明天上午九点来可以吗？")).json()
        uncertain = await house.reaches(ANNA, Delivery.UNCERTAIN)
        assert uncertain.id == answer["message"]["id"]
        talk = await (await colleague.get(f"/api/v1/staff/handoffs/{handoff}/messages")).json()
        assert [m["delivery"] for m in talk["messages"] if m["id"] == uncertain.id] == ["uncertain"]  # staff see it
        await peer.say(8123, "你好")
        await peer.wait_for(8123, "Telegram 的服务器在境外", seconds=2)  # one silent chat holds up nobody else
        await peer.wait_until(lambda: sum("明天上午九点" in text for text in peer.texts(ANNA)) == 2)
        await asyncio.sleep(3)  # both attempts were met with silence: there is no third
        heard = [text for text in peer.texts(ANNA) if "明天上午九点" in text]
        assert heard[0] == "明天上午九点来可以吗？"
        assert heard[1].startswith("（网络刚才不通，下面这条可能重复。）")
        assert len(heard) == 2
        last = await house.reaches(ANNA, Delivery.UNCERTAIN)
        assert last.repeated
        await colleague.answer(handoff, "收到请回复。")
        await peer.wait_for(ANNA, "收到请回复")  # what follows goes on


async def test_a_citizen_who_blocked_us_is_seen_by_staff(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        colleague = await house.staff("陈静")
        await peer.say(ANNA, WAGES)
        await peer.say(ANNA, "转人工")
        await house.hears(ANNA, "转人工")
        handoff = await colleague.claim_first()
        await house.has_delivered(ANNA)
        peer.faults["sendMessage"].append(Fault(403, BLOCKED))
        await colleague.answer(handoff, "您好")
        blocked = await house.reaches(ANNA, Delivery.BLOCKED)
        assert blocked.text == "您好"
        talk = await (await colleague.get(f"/api/v1/staff/handoffs/{handoff}/messages")).json()
        assert talk["messages"][-1]["delivery"] == "blocked"
        await asyncio.sleep(1)
        assert "您好" not in peer.texts(ANNA)


async def test_a_peer_that_is_down_at_the_start_stops_nothing_else(open_house: OpenHouse, peer: BotApiPeer) -> None:
    peer.faults["getMe"].extend([Fault(502, BAD_GATEWAY)])
    async with open_house() as house:
        assert (await house.visitor().get("/healthz")).status == 200
        await peer.say(ANNA, WAGES)
        await house.hears(ANNA, WAGES)


async def test_a_restart_in_between_loses_nothing(open_house: OpenHouse, peer: BotApiPeer) -> None:
    """The house goes down with answers unsent and an update unconfirmed, and comes back on the same tables."""
    async with open_house() as house:
        peer.faults["sendMessage"].extend([Fault(502, BAD_GATEWAY)] * 2)
        await peer.say(ANNA, WAGES)
        await house.hears(ANNA, WAGES)
        assert peer.texts(ANNA) == []
    await peer.say(ANNA, "上个月")  # while nobody is there
    async with open_house() as house:
        await house.hears(ANNA, "上个月")
        async with asyncio.timeout(25):
            await house.has_delivered(ANNA)
        talk = await house.talk(ANNA)
        own = Counter(m.text for m in talk if m.author is Author.CITIZEN)
        assert own == {WAGES: 1, "上个月": 1}
        replies = [m for m in talk if m.author is not Author.CITIZEN]
        assert len(peer.texts(ANNA)) == len(replies)
        assert not any(m.repeated for m in replies)


@pytest.mark.postgres
async def test_two_houses_poll_and_each_update_is_answered_once(
    open_house: OpenHouse, peer: BotApiPeer, server: PostgresServer
) -> None:
    """The peer sends one of them away; who is sent away waits."""
    conflict = {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}
    database = {"FENGQIAO_DATABASE_URL": server.new_database()}
    async with open_house(**database) as house, open_house(**database):
        peer.faults["getUpdates"].append(Fault(409, conflict))
        for number in range(4):
            await peer.say(ANNA, f"第{number}句")
        await house.hears(ANNA, "第3句")
        await house.has_delivered(ANNA)
        own = [m.text for m in await house.talk(ANNA) if m.author is Author.CITIZEN]
        assert sorted(own) == [f"第{number}句" for number in range(4)]
