"""Trying a whole transaction again when another writer was first."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import StaleConversation

_FIRST_PAUSE_SECONDS = 0.01

Result = TypeVar("Result")


async def trying_again(attempt: Callable[[], Awaitable[Result]], tries: int) -> Result:
    """Do it, up to `tries` times in all, with growing pauses.

    Raises:
        StaleConversation: Another writer was first each time.
    """
    for number in range(1, tries):
        try:
            return await attempt()
        except StaleConversation:
            await asyncio.sleep(_FIRST_PAUSE_SECONDS * 2**number * random.random())
    return await attempt()
