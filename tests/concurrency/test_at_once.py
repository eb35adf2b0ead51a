"""Many at once: one winner, one answer, order kept, no number twice; on PostgreSQL from two processes' engines."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.conversation import Holder
from bot.domain.messages import Author, CitizenAddress
from bot.domain.staff import Role
from bot.errors import HandoffAlreadyClaimed
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.erase_citizen import erase_citizen
from bot.service.list_queue import list_queue
from bot.service.read_talk import read_talk
from bot.service.register_walk_in import register_walk_in
from bot.storage import Storage, open_storage
from tests.contract.test_disputes import APPLICATION
from tests.office_setup import ROOM, House, make_house

ANNA = CitizenAddress("web", "anna")


@pytest.fixture
async def houses(house: House, storage: Storage, database: str) -> AsyncIterator[list[House]]:
    """Two front desks: two engines on one PostgreSQL; on SQLite one process serves alone."""
    if database.startswith("sqlite"):
        yield [house, house]
        return
    second = open_storage(database)
    yield [house, replace(make_house(second, house.clock), numbers=house.numbers)]
    await second.close()


async def test_of_ten_claims_at_once_exactly_one_wins(houses: list[House]) -> None:
    house = houses[0]
    people = [await house.staff(f"调解员{n}") for n in range(10)]
    await house.say("anna", "人工")
    (entry,) = await list_queue(house.desk, people[0])
    results = await asyncio.gather(
        *(claim_handoff(houses[n % 2].desk, person, entry.handoff.id) for n, person in enumerate(people)),
        return_exceptions=True,
    )
    won = [r for r in results if not isinstance(r, BaseException)]
    assert len(won) == 1
    assert Counter(type(r) for r in results)[HandoffAlreadyClaimed] == 9
    notices = [m for m in (await read_talk(house.desk, ANNA)).messages if m.author is Author.SYSTEM]
    assert len(notices) == 1


async def test_the_same_message_many_times_at_once_is_answered_once(houses: list[House]) -> None:
    turns = await asyncio.gather(*(houses[n % 2].say("anna", "老板欠薪", "x1") for n in range(12)))
    assert sum(not turn.repeated for turn in turns) == 1
    assert len({turn.message.id for turn in turns}) == 1
    assert len({tuple(m.id for m in turn.replies) for turn in turns}) == 1
    assert len((await read_talk(houses[0].desk, ANNA)).messages) == 2


async def test_parallel_messages_of_one_citizen_keep_their_order(house: House) -> None:
    turns = await asyncio.gather(*(house.say("anna", f"第{n}句") for n in range(1, 21)))
    assert [t.replies[0].text for t in turns] == [
        f"{n}:{f'问题{n - 1}' if n > 1 else None}:第{n}句" for n in range(1, 21)
    ]
    texts = [m.text for m in (await read_talk(house.desk, ANNA)).messages]
    assert texts[::2] == [f"第{n}句" for n in range(1, 21)]


async def test_from_two_processes_no_message_is_lost_and_no_turn_counted_twice(houses: list[House]) -> None:
    turns = await asyncio.gather(*(houses[n % 2].say("anna", f"第{n}句") for n in range(20)))
    numbers = sorted(int(t.replies[0].text.split(":")[0]) for t in turns)
    assert numbers == list(range(1, 21))
    assert len({t.message.conversation_id for t in turns}) == 1
    for turn in turns:  # the answer followed its message: what was awaited is what the turn before had asked
        number, awaited, _ = turn.replies[0].text.split(":")
        assert awaited == (f"问题{int(number) - 1}" if number != "1" else "None")


async def test_fifty_registrations_have_no_gap_and_no_repeat(houses: list[House]) -> None:
    registrar = await houses[0].staff("登记员", Role.REGISTRAR, here=False)
    by_hand = [register_walk_in(houses[n % 2].desk, registrar, APPLICATION) for n in range(30)]
    in_talks = [houses[n % 2].say(f"citizen{n}", "申请调解") for n in range(20)]
    failing = [register_walk_in(houses[n % 2].desk, registrar, replace(APPLICATION, consented=False)) for n in range(5)]
    await asyncio.gather(*by_hand, *in_talks, *failing, return_exceptions=True)
    async with houses[0].storage.unit_of_work(reading=True) as uow:
        disputes = await uow.disputes.of_organisations([ROOM])
    given = sorted(int(d.number.rsplit("第", 1)[1].removesuffix("号")) for d in disputes)
    assert given == list(range(1, 51))
    assert len({d.code for d in disputes}) == 50


async def test_claim_answer_message_and_close_at_once_leave_one_true_state(houses: list[House]) -> None:
    house = houses[0]
    chen = await house.staff("陈静")
    for round_number in range(6):
        account = f"c{round_number}"
        await house.say(account, "人工")
        (entry,) = await list_queue(house.desk, chen)
        await claim_handoff(house.desk, chen, entry.handoff.id)
        await asyncio.gather(
            houses[1].say(account, "我在"),
            answer_citizen(house.desk, chen, entry.handoff.id, "您好", f"k{round_number}"),
            close_handoff(houses[1].desk, chen, entry.handoff.id, "answered"),
            houses[1].say(account, "还有一件事"),
            return_exceptions=True,
        )
        talk = await read_talk(house.desk, CitizenAddress("web", account))
        assert talk.holder in {Holder.ASSISTANT, Holder.NOBODY}
        for message in talk.messages:
            if message.author is Author.ASSISTANT:
                assert message.text != "这句话不该出现"
        assert {"我在", "还有一件事"} <= {m.text for m in talk.messages}


async def test_messages_during_an_erasure_are_before_or_after_it(houses: list[House]) -> None:
    await houses[0].say("anna", "秘密一")
    await asyncio.gather(
        erase_citizen(houses[0].desk, ANNA), *(houses[n % 2].say("anna", f"后来{n}") for n in range(6))
    )
    texts = [m.text for m in (await read_talk(houses[0].desk, ANNA)).messages]
    assert "秘密一" not in texts
    async with houses[0].storage.unit_of_work(reading=True) as uow:
        assert sum(talk.open for talk in await uow.conversations.of_address(ANNA)) <= 1


async def test_two_hundred_citizens_in_one_instant(houses: list[House]) -> None:
    turns = await asyncio.gather(*(houses[n % 2].say(f"citizen{n}", "老板欠薪") for n in range(200)))
    assert {t.replies[0].text for t in turns} == {"1:None:老板欠薪"}
    assert len({t.message.conversation_id for t in turns}) == 200
