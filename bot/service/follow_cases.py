"""Taking up in this process what any process has changed in the case library, as soon as it is announced."""

import asyncio
import logging
from collections.abc import Callable

from bot.service.front_desk import Office
from bot.service.topics import CASES

_LOG = logging.getLogger(__name__)


async def follow_cases(office: Office, refresh: Callable[[], None]) -> None:
    """Refresh the index on each announcement, until cancelled.

    A search would look for itself; it then need not wait for what was announced. What an announcement lost, the next
    search finds by the store's revision.
    """
    async with office.announcer.listen(CASES) as heard:
        async for _ in heard:
            try:
                await asyncio.to_thread(refresh)
            except Exception as error:  # noqa: BLE001 - the next announcement or search tries again
                _LOG.warning("the case index was not refreshed: %s", type(error).__name__)
