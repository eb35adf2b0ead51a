"""Two processes of `fengqiao serve` on one database, killed at random and started again at once."""

import asyncio
import os
import random
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.chaos.ports import free_port

CHECKOUT = Path(__file__).parents[2]


def environment_of(database: str, folder: Path) -> dict[str, str]:
    """The settings of both houses: one database, one folder of keys, no limit that a crowd on one address would meet."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("FENGQIAO_")},
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(CHECKOUT),
        "FENGQIAO_DATA_DIR": str(folder),
        "FENGQIAO_DATABASE_URL": database,
        "FENGQIAO_MESSAGES_PER_MINUTE": "10000",
        "FENGQIAO_SESSIONS_PER_MINUTE": "10000",
        "FENGQIAO_SIGN_INS_PER_MINUTE": "10000",
        "FENGQIAO_LOG_LEVEL": "error",
    }


@dataclass
class House:
    """One process and its address, which stays the same over all its lives."""

    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None
    ready_since: float | None = None
    deaths: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it; `wait_until_ready` says when it hears."""
        self.ready_since = None
        command = [sys.executable, "-m", "bot", "serve", "--port", str(self.port)]
        self.process = await asyncio.create_subprocess_exec(
            *command, env=self.environment, cwd=CHECKOUT, stdout=asyncio.subprocess.DEVNULL
        )

    async def wait_until_ready(self, seconds: float = 180) -> None:
        """Wait until it answers.

        Raises:
            RuntimeError: It ended, or did not answer in time.
        """
        deadline = time.monotonic() + seconds
        async with ClientSession(timeout=ClientTimeout(total=2)) as client:
            while time.monotonic() < deadline:
                if self.process is None or self.process.returncode is not None:
                    raise RuntimeError("a house ended by itself; it said why above")
                with suppress(ClientError, TimeoutError):
                    async with client.get(self.address + "/readyz") as answer:
                        if answer.status == 200:
                            self.ready_since = time.monotonic()
                            return
                await asyncio.sleep(0.2)
        raise RuntimeError("a house did not get ready in time")

    async def kill(self) -> None:
        """kill -9: no goodbye, nothing finished."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
            self.deaths += 1

    async def stop(self) -> None:
        """A friendly end."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()


async def kill_at_random(houses: list[House], every: float, until: asyncio.Event, dice: random.Random) -> None:
    """Kill one of the houses every few seconds until told to stop; what was killed is started again at once.

    A house is killed once it has answered for a moment, so that the run goes on; both may be down together.

    Args:
        houses: the processes.
        every: mean seconds between two kills.
        until: set when the killing shall end.
        dice: chooses whom and when.
    """
    starting: set[asyncio.Task[None]] = set()

    async def start_again(house: House) -> None:
        await house.start()
        await house.wait_until_ready()

    while not until.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), dice.uniform(0.5, 1.5) * every)
        alive = [house for house in houses if house.ready_since is not None]
        if until.is_set() or not alive:
            continue
        victim = dice.choice(alive)
        victim.ready_since = None
        await victim.kill()
        starting.add(asyncio.create_task(start_again(victim)))
        for task in [task for task in starting if task.done()]:
            starting.discard(task)
            task.result()
    await asyncio.gather(*starting)
