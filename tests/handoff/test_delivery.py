"""Pain points 19 to 21: nothing delivered twice, nothing lost at a restart, nothing undeliverable in silence."""

import asyncio
from dataclasses import dataclass, field

from bot.domain.messages import CitizenAddress, Delivery, StoredMessage
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.deliver_replies import deliver_replies
from bot.service.ports import Capabilities, DeliveryOutcome, DeliveryResult
from bot.service.read_handoff import read_handoff
from bot.service.read_talk import read_talk
from bot.storage import open_storage
from tests.office_setup import House, make_house
from tests.telegram.bot_api_peer import BotApiPeer
from tests.telegram.conftest import ANNA as CHAT
from tests.telegram.conftest import OpenHouse, open_house, peer, peer_url

__all__ = ["open_house", "peer", "peer_url"]
ANNA = CitizenAddress("telegram", "anna")


@dataclass
class Courier:
    """Brings letters slowly, as a network does, and remembers them."""

    outcome: DeliveryOutcome = DeliveryOutcome.SENT
    name: str = "telegram"
    capabilities: Capabilities = field(default_factory=Capabilities)
    brought: list[str] = field(default_factory=list)

    async def deliver(self, address: CitizenAddress, message: StoredMessage) -> DeliveryResult:
        await asyncio.sleep(0.01)
        self.brought.append(message.text)
        return DeliveryResult(self.outcome)


async def test_19_parallel_workers_bring_each_message_once(house: House) -> None:
    for number in range(12):
        await house.say(f"citizen-{number}", f"第{number}句", channel="telegram")
    couriers = [Courier() for _ in range(6)]
    while True:
        rounds = await asyncio.gather(*(deliver_replies(house.desk, [courier]) for courier in couriers))
        if not sum(one.attempted for one in rounds):
            break
    brought = [text for courier in couriers for text in courier.brought]
    assert sorted(brought) == sorted(set(brought))
    assert len(brought) == 12


async def test_19_the_same_update_in_parallel_is_one_message(house: House) -> None:
    turns = await asyncio.gather(*(house.say("anna", "你好", "u1", channel="telegram") for _ in range(8)))
    assert len({turn.message.id for turn in turns}) == 1
    assert sum(not turn.repeated for turn in turns) == 1
    assert len((await read_talk(house.desk, ANNA)).messages) == 2


async def test_20_what_was_said_before_a_restart_is_delivered_after_it(house: House, database: str) -> None:
    """Saved, not sent, the process gone: the next process finds it in the outbox, once."""
    await house.say("anna", "老板欠薪", channel="telegram")
    await house.storage.close()
    opened = open_storage(database)
    try:
        after = make_house(opened, house.clock)
        courier = Courier()
        await deliver_replies(after.desk, [courier])
        await deliver_replies(after.desk, [courier])
        assert courier.brought == ["1:None:老板欠薪"]
        again = await after.say("anna", "老板欠薪", "m1", channel="telegram")  # the peer sends the update once more
        assert again.repeated
    finally:
        await opened.close()


async def test_20_updates_sent_while_we_were_down_are_read_at_the_start(
    open_house: OpenHouse, peer: BotApiPeer
) -> None:
    async with open_house() as house:
        await peer.say(CHAT, "老板欠我三万工资")
        await house.hears(CHAT, "老板欠我三万工资")
        await house.has_delivered(CHAT)
    await peer.say(CHAT, "我在麓谷")
    async with open_house() as house:
        await house.hears(CHAT, "我在麓谷")
        said = [message.text for message in await house.talk(CHAT) if message.author == "citizen"]
        assert said == ["老板欠我三万工资", "我在麓谷"]


async def test_21_a_citizen_who_cannot_be_reached_is_a_state_that_staff_see(house: House) -> None:
    chen = await house.staff("陈静")
    await house.say("anna", "人工", channel="telegram")
    async with house.storage.unit_of_work(reading=True) as uow:
        handoff = (await uow.conversations.of_address(ANNA))[-1].handoff_id
    assert handoff is not None
    await claim_handoff(house.desk, chen, handoff)
    answer = await answer_citizen(house.desk, chen, handoff, "您好", "c1")
    courier = Courier(DeliveryOutcome.CITIZEN_GONE)
    while (await deliver_replies(house.desk, [courier])).attempted:
        pass
    seen = {message.id: message.delivery for message in (await read_handoff(house.desk, chen, handoff)).messages}
    assert seen[answer.id] is Delivery.BLOCKED
