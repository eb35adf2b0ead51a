"""A citizen says what he thought of a talk: once, of his own will, and only where a person answered."""

from bot.domain.messages import CitizenAddress
from bot.errors import BadInput, Conflict, NotFound
from bot.service.accepted_text import accepted_text
from bot.service.front_desk import FrontDesk

_STARS = range(1, 6)


async def rate_talk(desk: FrontDesk, address: CitizenAddress, stars: int, comment: str = "") -> None:
    """Keep one to five stars for the last closed talk that a person answered.

    Raises:
        BadInput: Not one to five stars.
        MessageTooLong: The comment is too long.
        NotFound: No person answered a talk of this address that is closed.
        Conflict: It was rated before.
    """
    if stars not in _STARS:
        raise BadInput("评分应为 1 到 5。")
    comment = accepted_text(comment).strip()
    async with desk.unit_of_work() as uow:
        closed = [t.conversation.id for t in await uow.conversations.of_address(address) if not t.open]
        handoffs = [h for h in await uow.handoffs.of_conversations(closed) if h.may_be_rated]
        if not handoffs:
            raise NotFound("没有可以评价的谈话。")
        last = max(handoffs, key=lambda handoff: handoff.closed_at or handoff.requested_at)
        if not await uow.oversight.rate(last.conversation_id, stars, comment, desk.now()):
            raise Conflict("这次谈话已经评价过了，谢谢。")
