"""Kill -9 at eight named points: nothing lost, nothing done twice, at most one marked repeat."""

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

from bot.domain.messages import Author, CitizenAddress, Delivery
from bot.service.deliver_replies import deliver_replies
from bot.service.read_talk import read_talk
from bot.storage import Storage
from tests.concurrency.dying_process import Postman
from tests.office_setup import ROOM, make_house

TURN_POINTS = ("understood", "message_saved", "replies_saved", "before_commit", "committed")
DELIVERY_POINTS = ("attempt_begun", "delivered", "settled")
SAVED = {"committed", *DELIVERY_POINTS}
"""Killed here, the turn had been committed."""


async def test_a_process_killed_anywhere_loses_and_repeats_nothing(
    storage: Storage, database: str, tmp_path: Path
) -> None:
    letters = tmp_path / "letters"
    points = (*TURN_POINTS, *DELIVERY_POINTS)
    died = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "tests.concurrency.dying_process", database, str(letters), *points],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert died.stdout.split() == [word for point in points for word in (point, "9")], died.stderr

    house = make_house(storage)
    for point in points:
        turn = await house.say("7", "请回电", "x1", channel=point)  # the peer sends again what was not answered
        assert turn.repeated == (point in SAVED), point
        talk = await read_talk(house.desk, CitizenAddress(point, "7"))
        assert Counter(m.author for m in talk.messages) == {Author.CITIZEN: 1, Author.ASSISTANT: 1}, point
    async with storage.unit_of_work(reading=True) as uow:
        assert len(await uow.handoffs.waiting(ROOM)) == len(points)

    postmen = [Postman(point, letters) for point in points]
    for _ in range(3):
        house.clock.go_on(minutes=2)
        while (await deliver_replies(house.desk, postmen)).attempted:
            pass
    brought = Counter(line.split("\t")[0] for line in letters.read_text("utf-8").splitlines())
    for point in points:
        (said,) = [
            m
            for m in (await read_talk(house.desk, CitizenAddress(point, "7"))).messages
            if m.author is Author.ASSISTANT
        ]
        assert said.delivery is Delivery.SENT, point
        # killed after the peer had it and before that was recorded: one repeat, and marked; where nobody can know
        # whether it was sent, it is marked too
        assert brought[point] == (2 if point == "delivered" else 1), point
        assert said.repeated == (point in {"attempt_begun", "delivered"}), point
