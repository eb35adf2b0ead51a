"""Messages of one citizen are taken one after the other, in the order in which they arrived at this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.messages import CitizenAddress


class TurnOrder:
    """Locks by address; one that nobody waits for is forgotten.

    The database keeps two processes apart; this keeps order, and spares a citizen's own messages the conflict.

    Args:
        at_once: turns that may run side by side. More would not be faster, and would take every connection to the
            database from the open streams; whoever waits here holds none.
    """

    def __init__(self, at_once: int = 12) -> None:
        self._locks: dict[CitizenAddress, tuple[asyncio.Lock, int]] = {}
        self._places = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def turn(self, address: CitizenAddress) -> AsyncIterator[None]:
        """Wait for the address's turn and hold it."""
        lock, waiting = self._locks.get(address, (asyncio.Lock(), 0))
        self._locks[address] = (lock, waiting + 1)
        try:
            async with lock, self._places:
                yield
        finally:
            lock, waiting = self._locks[address]
            if waiting == 1:
                del self._locks[address]
            else:
                self._locks[address] = (lock, waiting - 1)
