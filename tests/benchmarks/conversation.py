"""Whole turns through the front desk on SQLite: understood, decided, saved."""

import asyncio
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.messages import CitizenAddress, CitizenMessage
from bot.service.front_desk import FrontDesk
from bot.service.receive_message import receive_message
from bot.service.reference_room import ReferenceRoom
from bot.storage import open_storage
from bot.storage.migrate import migrate
from tests.benchmarks.messages import LONG, SHORT
from tests.benchmarks.timing import Row, timed


def measure() -> list[Row]:
    """Time first messages of new citizens, and a second message in the same talk."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        migrate(url)
        room = ReferenceRoom.load(Path(folder))
        storage = open_storage(url)
        desk = FrontDesk(unit_of_work=storage.unit_of_work, announcer=storage.announcer, room=room)
        with asyncio.Runner() as runner:

            def turn(texts: tuple[str, ...]) -> None:
                address = CitizenAddress("web", uuid.uuid4().hex)
                for text in texts:
                    said = CitizenMessage(address, uuid.uuid4().hex, text, datetime.now(UTC))
                    runner.run(receive_message(desk, said))

            first = timed("one turn, a new citizen, 200 characters", lambda text: turn((text,)), LONG, rounds=3)
            two = timed("two turns, 40 characters, then a fact", lambda text: turn((text, "三个月")), SHORT, rounds=3)
            runner.run(storage.close())
    return [first, two]
