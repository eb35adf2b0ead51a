"""Talks whose holder has vanished go back to their place in the queue, and the citizen is told."""

from bot.domain.handoff import HandoffEvent, HandoffMove, HandoffStatus
from bot.service import notices
from bot.service.carry_out_handoff import in_queue
from bot.service.front_desk import FrontDesk
from bot.service.ladder_ports import PassedOver
from bot.service.moving_handoff import lock_talk_of, moved
from bot.service.sound_alarm import sound_alarm
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again


async def requeue_vanished(desk: FrontDesk) -> int:
    """Requeue what is held by people not heard from for long, or shut out; return how many. Run it every minute.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        vanished = await uow.handoffs.claimed_by_absent(desk.now() - desk.settings.vanished_after)
    count = 0
    for handoff in vanished:
        count += await _requeue(desk, handoff.id, handoff.claimed_by)
    return count


async def _requeue(desk: FrontDesk, handoff_id: str, vanished: str | None) -> bool:
    async def attempt() -> bool:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            if handoff.status is not HandoffStatus.CLAIMED or handoff.claimed_by != vanished:
                return False
            now = desk.now()
            queued = moved(await uow.handoffs.requeue(handoff, handoff.organisation_id))
            await uow.ladders.restart(handoff_id, now)
            if vanished is not None:
                await uow.ladders.pass_over(handoff_id, vanished, PassedOver.VANISHED, "", now)
            if queued.dangerous:
                await sound_alarm(uow, queued, now)
            event = HandoffEvent(now, HandoffMove.REQUEUED, details={"vanished": vanished})
            await uow.handoffs.note(handoff_id, event)
            if talk.handoff_id == handoff_id:
                talk = await uow.conversations.save(in_queue(talk, queued), now)
                await notices.tell(uow, talk, notices.staff_gone(), now, "staff_gone")
            wake_talk(uow, talk)
            await wake_queue(uow, queued.organisation_id, handoff, queued)
            return True

    return await trying_again(attempt, desk.settings.tries_on_conflict)
