"""What every staff action on a handoff begins with: read it, check the right, lock the talk."""

from bot.domain.handoff import OPEN_STATUSES, Handoff, HandoffStatus
from bot.errors import Conflict, HandoffClosed, StaleConversation
from bot.service.conversation_ports import OpenTalk
from bot.service.ports import UnitOfWork


async def lock_talk_of(uow: UnitOfWork, handoff_id: str) -> tuple[Handoff, OpenTalk]:
    """Lock the talk's mediation, then the talk, and read the handoff then: every writer locks in this order.

    Raises:
        NotFound: There is no such handoff.
    """
    seen = await uow.handoffs.show(handoff_id)
    await uow.mediations.lock_of_conversation(seen.conversation_id)
    talk = await uow.conversations.lock(seen.conversation_id)
    return await uow.handoffs.show(handoff_id), talk


def require_open(handoff: Handoff) -> None:
    """Check that somebody still has to do something.

    Raises:
        HandoffClosed: It is closed, handed back or withdrawn.
    """
    if handoff.status not in OPEN_STATUSES:
        raise HandoffClosed("这个谈话已经结束。")


def require_move(handoff: Handoff, status: HandoffStatus) -> None:
    """Check the table of moves.

    Raises:
        HandoffClosed: It is over.
        Conflict: The move is illegal now.
    """
    require_open(handoff)
    if not handoff.may_become(status):
        raise Conflict("现在不能这样操作。", hint="请刷新页面看看最新状态。")


def moved(changed: Handoff | None) -> Handoff:
    """Return what a conditional change returned.

    Raises:
        StaleConversation: Another writer was first.
    """
    if changed is None:
        raise StaleConversation("这个转接刚刚被另一个操作改过。")
    return changed
