"""Nobody waits on nobody: who is not answered in time is taken to the next step of the ladder, and told so."""

from dataclasses import replace

from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.ladder import LadderState, Openings, Rung, is_due, next_step
from bot.service import notices
from bot.service.front_desk import FrontDesk
from bot.service.ladder_words import openings_among, told
from bot.service.moving_handoff import lock_talk_of
from bot.service.ports import UnitOfWork
from bot.service.queue_place import present_staff
from bot.service.sound_alarm import sound_alarm
from bot.service.topics import wake_talk
from bot.service.trying_again import trying_again


async def climb_ladder(desk: FrontDesk) -> int:
    """Take every step that is due; return how many were taken. Run it every few seconds, in any number of processes.

    What stands where lies in the tables, and a step is one conditional statement, so a restart loses no step and two
    processes take none twice.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        standing = await uow.ladders.standing()
    now = desk.now()
    taken = 0
    for handoff, state in standing:
        seen = state or _first(handoff)
        plan = desk.settings.ladder
        due = now >= seen.since + plan.alarm_again if handoff.dangerous else is_due(seen, handoff.risk, plan, now)
        if due:
            taken += await _climb(desk, handoff.id)
    return taken


async def _climb(desk: FrontDesk, handoff_id: str) -> bool:
    async def attempt() -> bool:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            if handoff.status is not HandoffStatus.WAITING or talk.handoff_id != handoff_id:
                return False
            now = desk.now()
            seen = await uow.ladders.state(handoff_id)
            openings = Openings() if handoff.dangerous else await _openings(desk, uow, handoff)
            step = next_step(handoff, seen or _first(handoff), openings, desk.settings.ladder, now)
            if step is None or not await uow.ladders.move(handoff_id, seen, step):
                return False
            if step.rung is Rung.ALARM:
                await sound_alarm(uow, handoff, now)
            else:
                details = {"rung": step.rung.value, "offered": step.offered_organisation_id, "times": step.times}
                await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.LADDER, details=details))
            said, memory = told(desk.room, talk.conversation, handoff, step, openings)
            talk = replace(talk, conversation=replace(talk.conversation, memory=memory))
            talk = await uow.conversations.save(talk, now)
            await notices.tell(uow, talk, said, now, f"ladder.{step.rung.value}")
            wake_talk(uow, talk)
            uow.announce(f"queue:{handoff.organisation_id}")
            return True

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def _openings(desk: FrontDesk, uow: UnitOfWork, handoff: Handoff) -> Openings:
    now = desk.now()
    staffed = await present_staff(uow, desk.settings, now)
    roster = await uow.duty.roster(organisation_ids=[handoff.organisation_id])
    return openings_among(desk.room, handoff, staffed, roster, now)


def _first(handoff: Handoff) -> LadderState:
    return LadderState(Rung.ROOM, handoff.requested_at)
