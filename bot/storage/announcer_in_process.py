"""Waking listeners within one process, for SQLite."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager


class Listener:
    """What one listener has not yet been woken for; a topic waits there once, however often it was announced.

    A plain iterator, so that waiting for the next topic may be cut short by a time limit and begun again.
    """

    def __init__(self) -> None:
        self._topics: dict[str, None] = {}
        self._woken = asyncio.Event()

    def wake(self, topic: str) -> None:
        """Note the topic and wake the listener."""
        self._topics[topic] = None
        self._woken.set()

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        while not self._topics:
            self._woken.clear()
            await self._woken.wait()
        topic = next(iter(self._topics))
        del self._topics[topic]
        return topic


class Switchboard:
    """Who listens to what in this process."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)

    def wake(self, topics: Iterable[str]) -> None:
        """Wake the listeners of topics."""
        for topic in topics:
            for listener in tuple(self._listeners.get(topic, ())):
                listener.wake(topic)

    def wake_all(self) -> None:
        """Wake everybody: something may have been missed."""
        self.wake(tuple(self._listeners))

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[AsyncIterator[str]]:
        """Listen from entering on until leaving."""
        listener = Listener()
        for topic in topics:
            self._listeners[topic].add(listener)
        try:
            yield listener
        finally:
            for topic in topics:
                self._listeners[topic].discard(listener)
                if not self._listeners[topic]:
                    del self._listeners[topic]


class InProcessAnnouncer(Switchboard):
    """See `bot.service.ports.Announcer`; for a database that one process uses."""

    async def announce(self, topic: str) -> None:
        """Wake all listeners of a topic."""
        self.wake((topic,))

    async def wake_after_commit(self, topics: Iterable[str]) -> None:
        """Wake the listeners of the topics of a committed transaction."""
        self.wake(topics)
