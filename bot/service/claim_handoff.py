"""A staff member takes a talk; of any number who try at once exactly one gets it."""

from bot.domain.conversation import Holder
from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.staff import Action, StaffMember
from bot.errors import Conflict, HandoffAlreadyClaimed, HandoffClosed, NotAllowed
from bot.service import notices
from bot.service.carry_out_handoff import with_staff
from bot.service.front_desk import FrontDesk
from bot.service.ladder_ports import PassedOver
from bot.service.moving_handoff import lock_talk_of
from bot.service.offer_talks import room_left
from bot.service.ports import UnitOfWork
from bot.service.second_party.companions import claim_companion
from bot.service.staff_rights import require, require_sight_of_handoff
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again


async def claim_handoff(desk: FrontDesk, staff: StaffMember, handoff_id: str) -> Handoff:
    """Take a waiting handoff and tell the citizen who came. Claiming one's own again returns it.

    A call-back or a complaint leaves the talk with the assistant until the first written answer.

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role holds no talks, or he has withdrawn for a conflict of interest.
        Conflict: He holds as many as he may.
        HandoffAlreadyClaimed: A colleague was first.
        HandoffClosed: It is over.
    """

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            seen, talk = await lock_talk_of(uow, handoff_id)
            require_sight_of_handoff(staff, seen)
            require(staff, Action.HOLD_TALK)
            if seen.claimed_by == staff.id and seen.status is HandoffStatus.CLAIMED:
                return seen
            await _require_free(uow, staff, seen)
            now = desk.now()
            claimed = await uow.handoffs.claim(handoff_id, staff.id, now)
            if claimed is None:
                if seen.status is HandoffStatus.CLAIMED:
                    raise HandoffAlreadyClaimed("这个谈话已经被别的同事接起。")
                raise HandoffClosed("这个谈话已经结束。")
            await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.CLAIMED, staff.id))
            await uow.presence.beat(staff.id, now)
            if claimed.live and talk.conversation.holder is Holder.STAFF_QUEUE and talk.handoff_id == claimed.id:
                talk = await uow.conversations.save(with_staff(talk, claimed), now)
                await notices.tell(uow, talk, notices.claimed(staff), now, "claimed")
            await claim_companion(uow, claimed, now)
            wake_talk(uow, talk)
            await wake_queue(uow, claimed.organisation_id, claimed)
            return claimed

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def _require_free(uow: UnitOfWork, staff: StaffMember, handoff: Handoff) -> None:
    """Check that he has not withdrawn from it, and that he has room for one more; danger needs no room."""
    passed = (await uow.ladders.passed_over([handoff.id])).get(handoff.id, {})
    if passed.get(staff.id) is PassedOver.RECUSED:
        raise NotAllowed("您已经申请回避这件事，请让别的同事接。")
    if handoff.dangerous or not handoff.live or handoff.status is not HandoffStatus.WAITING:
        return
    await uow.duty.lock([staff.id])  # two claims at once must not both find the last place
    if await room_left(uow, staff) == 0:
        raise Conflict("您同时接待的谈话已经满了。", hint="结束或转交一个再接，或者请主管改您的接待数。")
