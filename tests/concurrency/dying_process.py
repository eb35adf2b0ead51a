"""A process that is killed at named points of a turn or of a delivery; each child handles one, and dies of signal 9."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.domain.messages import CitizenAddress, CitizenMessage, StoredMessage
from bot.service.deliver_replies import deliver_replies
from bot.service.ports import Capabilities, DeliveryOutcome, DeliveryResult
from bot.service.receive_message import receive_message
from bot.storage import open_storage
from tests.office_setup import make_house


class Postman:
    """Writes what it brings into a file, which survives the process."""

    capabilities = Capabilities(idempotent=False)

    def __init__(self, channel: str, letters: Path) -> None:
        self.name = channel
        self._letters = letters

    async def deliver(self, address: CitizenAddress, message: StoredMessage) -> DeliveryResult:
        with self._letters.open("a", encoding="utf-8") as file:
            file.write(f"{address.channel}\t{message.text}\n")
        return DeliveryResult(DeliveryOutcome.SENT)


async def live_until(database: str, point: str, letters: Path) -> None:
    def reach(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    storage = open_storage(database)
    house = make_house(storage, fault_point=reach)
    message = CitizenMessage(CitizenAddress(point, "7"), "x1", "请回电", house.clock.now())
    await receive_message(house.desk, message)
    await deliver_replies(house.desk, [Postman(point, letters)])


if __name__ == "__main__":
    database, letters, *points = sys.argv[1:]
    for point in points:
        child = os.fork()
        if child == 0:
            asyncio.run(live_until(database, point, Path(letters)))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(point, os.WTERMSIG(status) if os.WIFSIGNALED(status) else "lived")
