"""Whoever was alarmed says that he saw it and what he does; until then the alarm is repeated."""

from bot.domain.handoff import HandoffEvent, HandoffMove
from bot.domain.staff import Action, StaffMember
from bot.errors import NotFound
from bot.service.accepted_text import required_text
from bot.service.front_desk import Office
from bot.service.ladder_ports import Alarm
from bot.service.staff_rights import require, require_sight_of_handoff
from bot.service.topics import EMERGENCY


async def answer_alarm(office: Office, staff: StaffMember, handoff_id: str, answer: str) -> None:
    """Keep who saw an alarm, when, and what he does about it; the talk waits on until somebody takes it.

    Raises:
        BadInput: Nothing is said.
        NotFound: The handoff is not the person's to know, or he was not alarmed.
        NotAllowed: The role sees no emergencies.
    """
    answer = required_text(answer, "怎么处理")
    async with office.unit_of_work() as uow:
        handoff = await uow.handoffs.show(handoff_id)
        require_sight_of_handoff(staff, handoff)
        require(staff, Action.SEE_EMERGENCIES)
        now = office.now()
        if not await uow.ladders.answer_alarm(handoff_id, staff.id, now, answer):
            raise NotFound("没有发给您的警报。")
        await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.ALARM_SEEN, staff.id, answer))
        uow.announce(f"staff:{staff.id}", f"queue:{handoff.organisation_id}", EMERGENCY)


async def alarms_for(office: Office, staff: StaffMember) -> tuple[Alarm, ...]:
    """Return the alarms that a person has not answered, of talks that are not over."""
    if not staff.may(Action.SEE_EMERGENCIES):
        return ()
    async with office.unit_of_work(reading=True) as uow:
        return tuple(await uow.ladders.unanswered(staff.id))
