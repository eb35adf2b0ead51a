"""Waking listeners in all processes on one PostgreSQL database, by LISTEN and NOTIFY."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.announcer_in_process import Switchboard
from bot.storage.unit_of_work import NOTIFY_CHANNEL

_LOG = logging.getLogger(__name__)
_HEALTH_CHECK_SECONDS = 15.0
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0


class PostgresAnnouncer:
    """See `bot.service.ports.Announcer`.

    One connection outside of the pool listens for the whole process; it is opened with the first listener. When it is
    lost it is opened again with growing pauses, and then every listener is woken, since announcements may have been
    missed.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._switchboard = Switchboard()
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def announce(self, topic: str) -> None:
        """Wake all listeners of a topic, in every process."""
        async with self._engine.begin() as connection:
            await connection.execute(
                text("SELECT pg_notify(:channel, :topic)"), {"channel": NOTIFY_CHANNEL, "topic": topic}
            )

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[AsyncIterator[str]]:
        """Listen from entering on until leaving."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep_listening())
        async with self._switchboard.listen(*topics) as heard:
            # the first listener waits for the line; with the database away the tables are looked at later
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ready.wait(), timeout=5)
            yield heard

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _keep_listening(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                connection = await self._connect()
            except (OSError, asyncpg.PostgresError, TimeoutError) as problem:
                _LOG.warning("cannot listen to the database (%s), trying again", type(problem).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
                continue
            pause = _FIRST_PAUSE_SECONDS
            try:
                self._ready.set()
                self._switchboard.wake_all()
                await self._until_lost(connection)
            finally:
                self._ready.clear()
                connection.terminate()

    async def _connect(self) -> Any:
        url = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(url, timeout=10, server_settings={"application_name": "fengqiao-listen"})
        await connection.add_listener(NOTIFY_CHANNEL, lambda _c, _p, _n, topic: self._switchboard.wake((topic,)))
        return connection

    async def _until_lost(self, connection: Any) -> None:
        """Return once the connection is gone; a silent one is asked from time to time."""
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _c: lost.set())
        while not lost.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(lost.wait(), timeout=_HEALTH_CHECK_SECONDS)
                return
            try:
                await connection.execute("SELECT 1", timeout=5)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                return
