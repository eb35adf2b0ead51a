"""Talks that nobody has touched for longer than the office keeps them are emptied; registered files stay."""

from datetime import datetime

from bot.service.erase_citizen import empty_talk
from bot.service.front_desk import FrontDesk
from bot.service.trying_again import trying_again

_AT_ONCE = 50


async def erase_expired(desk: FrontDesk) -> int:
    """Empty talks older than the retention period, a few dozen at once; return how many. Run it now and then.

    A talk for which somebody still has to do something waits until that is done.

    Raises:
        Unavailable: The database does not answer.
    """
    if desk.settings.retention is None:
        return 0
    before = desk.now() - desk.settings.retention
    async with desk.unit_of_work(reading=True) as uow:
        old = await uow.conversations.untouched_since(before, _AT_ONCE)
    return sum([await _erase(desk, conversation_id, before) for conversation_id in old])


async def _erase(desk: FrontDesk, conversation_id: str, before: datetime) -> bool:
    async def attempt() -> bool:
        async with desk.unit_of_work() as uow:
            await uow.conversations.lock(conversation_id)
            if not await uow.conversations.untouched_since(before, 1, conversation_id):
                return False  # the citizen wrote in this very moment
            await empty_talk(uow, conversation_id, desk.now())
            return True

    return await trying_again(attempt, desk.settings.tries_on_conflict)
