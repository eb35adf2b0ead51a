"""How far a citizen's screen is: put on a stream, and really shown."""

from bot.domain.messages import CitizenAddress, Delivery
from bot.service.front_desk import FrontDesk


async def mark_shown(desk: FrontDesk, address: CitizenAddress, up_to_id: int) -> int:
    """Record that all messages up to an id stood on the citizen's screen; return how many that is news for.

    Raises:
        Unavailable: The database does not answer.
    """
    return await _mark(desk, address, up_to_id, Delivery.SHOWN)


async def mark_sent(desk: FrontDesk, address: CitizenAddress, up_to_id: int) -> int:
    """Record that all messages up to an id were put on a stream or an answer; never takes back that one was shown.

    Raises:
        Unavailable: The database does not answer.
    """
    return await _mark(desk, address, up_to_id, Delivery.SENT)


async def _mark(desk: FrontDesk, address: CitizenAddress, up_to_id: int, state: Delivery) -> int:
    async with desk.unit_of_work() as uow:
        changed = await uow.outbox.mark(address, state, up_to_id, desk.now())
        talk = await uow.conversations.open_one(address) if changed else None
        if talk is not None:
            uow.announce(f"talk:{talk.conversation.id}")  # staff see how far their words got
    return changed
