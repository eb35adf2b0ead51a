"""The database goes away while Telegram talks: updates are sent again, and what was delivered does not become uncertain."""

import asyncio

import pytest

from bot.domain.messages import Author, Delivery
from tests.postgres_server import postgres_server
from tests.telegram.bot_api_peer import BotApiPeer, Fault
from tests.telegram.conftest import ANNA, OpenHouse

WAGES = "老板拖欠我三个月工资，一共三万，我在麓谷"


@pytest.mark.postgres
async def test_nothing_is_lost_and_nothing_becomes_uncertain(open_house: OpenHouse, peer: BotApiPeer) -> None:
    with postgres_server() as server:
        async with open_house(webhook=True, FENGQIAO_DATABASE_URL=server.new_database()) as house:
            await peer.say(ANNA, "你好")
            await house.has_delivered(ANNA)
            assert peer.webhook_answers == [200]
            # the peer takes the next answer slowly; when it has it, the database is gone
            peer.faults["sendMessage"].append(Fault(delay=3))
            await peer.say(ANNA, WAGES)
            await peer.wait_until(lambda: not peer.faults["sendMessage"])
            await asyncio.to_thread(server.stop)
            update = {"update_id": 5000, "message": peer.message(ANNA, "上个月")}
            assert await peer.deliver(update) == 503
            await asyncio.sleep(3)
            await asyncio.to_thread(server.start)
            assert await peer.deliver(update) == 200
            await house.has_delivered(ANNA)
            talk = await house.talk(ANNA)
            assert [m.text for m in talk if m.author is Author.CITIZEN] == ["你好", WAGES, "上个月"]
            replies = [m for m in talk if m.author is not Author.CITIZEN]
            assert {m.delivery for m in replies} == {Delivery.SENT}
            assert not any(m.repeated for m in replies)
            assert len(peer.texts(ANNA)) == len(replies)
