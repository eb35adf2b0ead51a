"""Nobody waits on nobody: who waits long is told so once, and danger is alarmed again until somebody comes."""

from bot.domain.handoff import Handoff, HandoffEvent, HandoffKind, HandoffMove, HandoffStatus
from bot.service import notices
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of
from bot.service.topics import EMERGENCY, wake_talk
from bot.service.trying_again import trying_again
from nlp.findings import Risk


async def remind_waiting(desk: FrontDesk) -> int:
    """Tell those who have waited long, once; alarm again for danger. Return how many were told. Run it every minute.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        waiting = [handoff for handoff in await uow.handoffs.waiting(None, everything=True) if handoff.live]
    for handoff in waiting:
        if handoff.kind is HandoffKind.EMERGENCY or handoff.risk is Risk.RED:
            await desk.announcer.announce(EMERGENCY)
            await desk.announcer.announce(f"queue:{handoff.organisation_id}")
    long = [h for h in waiting if desk.now() - h.requested_at >= desk.settings.long_wait]
    return sum([await _tell(desk, handoff) for handoff in long])


async def _tell(desk: FrontDesk, seen: Handoff) -> bool:
    async def attempt() -> bool:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, seen.id)
            told = any(event.move is HandoffMove.REMINDED for event in await uow.handoffs.history(seen.id))
            if told or handoff.status is not HandoffStatus.WAITING or talk.handoff_id != seen.id:
                return False
            now = desk.now()
            await uow.handoffs.note(seen.id, HandoffEvent(now, HandoffMove.REMINDED))
            await notices.tell(uow, talk, notices.long_wait(), now, "long_wait")
            wake_talk(uow, talk)
            uow.announce(f"queue:{handoff.organisation_id}")
            return True

    return await trying_again(attempt, desk.settings.tries_on_conflict)
