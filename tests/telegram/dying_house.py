"""Whole houses that can be killed: knowledge is loaded once, then each line on standard input forks a house.

A house dies of signal 9 when it reaches the point whose name stands in its file `armed`.
"""

import asyncio
import json
import os
import signal
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from aiohttp import web

from bot.assemble import assemble
from bot.service.front_desk import DeskSettings
from bot.service.reference_room import ReferenceRoom
from bot.settings import Settings
from knowledge.directory import Directory
from tests.unit.bot.dialogue.light_desk import LightDesk, books


class StillCases:
    """A case library in which nothing changes: these houses show no cases."""

    def refresh(self) -> None:
        """Find nothing new."""


class LightRoom(LightDesk):
    """Real guidance, routes, law and directory; an understander of a few words."""

    cases = StillCases()

    @property
    def directory(self) -> Directory:
        return books()[4]


async def live(room: LightRoom, order: dict[str, Any]) -> None:
    armed = Path(order["armed"])

    def reach(point: str) -> None:
        if armed.exists() and armed.read_text("utf-8") == point:
            armed.unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    rules = DeskSettings(fault_point=reach, delivery_lease=timedelta(seconds=3), delivery_pause=timedelta(seconds=0.2))
    app = assemble(Settings.from_environment(order["settings"]), cast("ReferenceRoom", room), rules=rules)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(json.dumps({"pid": os.getpid(), "port": runner.addresses[0][1]}), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    room = LightRoom()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("loaded", flush=True)
    for line in sys.stdin:
        if os.fork() == 0:
            try:
                asyncio.run(live(room, json.loads(line)))
            except BaseException:  # noqa: BLE001 - whatever it was, it must be seen
                traceback.print_exc()  # before the door closes: nobody else says it
            finally:
                os._exit(1)


if __name__ == "__main__":
    main()
