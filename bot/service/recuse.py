"""Conflicts of interest: names that somebody declares, and withdrawing from a talk."""

from uuid import uuid4

from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, NotFound
from bot.service import notices
from bot.service.accepted_text import required_text
from bot.service.carry_out_handoff import in_queue
from bot.service.front_desk import FrontDesk, Office
from bot.service.ladder_ports import DeclaredConflict, PassedOver
from bot.service.moving_handoff import lock_talk_of, moved, require_open
from bot.service.sound_alarm import sound_alarm
from bot.service.staff_rights import require, require_sight_of_handoff
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again

_LONGEST_NAME, _LONGEST_NOTE, _MOST_NAMES = 100, 200, 100


async def recuse(desk: FrontDesk, staff: StaffMember, handoff_id: str, reason: str) -> Handoff:
    """Withdraw from a talk for good. Whoever holds it gives it back to its place, and the citizen is told.

    Raises:
        BadInput: No reason.
        NotFound: The handoff is not the person's to know.
        NotAllowed: The role holds no talks.
        HandoffClosed: It is over.
    """
    reason = required_text(reason, "回避的理由")

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_sight_of_handoff(staff, handoff)
            require(staff, Action.HOLD_TALK)
            require_open(handoff)
            now = desk.now()
            await uow.ladders.pass_over(handoff_id, staff.id, PassedOver.RECUSED, reason, now)
            await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.RECUSED, staff.id, reason))
            if staff.id not in {handoff.claimed_by, handoff.wanted_staff_id}:
                uow.announce(f"queue:{handoff.organisation_id}")
                return handoff
            queued = moved(await uow.handoffs.requeue(handoff, handoff.organisation_id))
            if handoff.status is HandoffStatus.CLAIMED and talk.handoff_id == handoff_id:
                await uow.ladders.restart(handoff_id, now)
                talk = await uow.conversations.save(in_queue(talk, queued), now)
                await notices.tell(uow, talk, notices.recused(), now, "recused")
                if queued.dangerous:
                    await sound_alarm(uow, queued, now)
            wake_talk(uow, talk)
            await wake_queue(uow, queued.organisation_id, handoff, queued)
            return queued

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def declare_conflict(office: Office, staff: StaffMember, name: str, note: str = "") -> DeclaredConflict:
    """Declare a name that is too near to oneself; talks in which it stands are not offered, and marked.

    Raises:
        NotAllowed: The role holds no talks.
        BadInput: The name is empty, a single character, or too long; or there are too many.
    """
    require(staff, Action.HOLD_TALK)
    name, note = required_text(name, "姓名或单位"), note.strip()[:_LONGEST_NOTE]
    if not 2 <= len(name) <= _LONGEST_NAME:
        raise BadInput("请写完整的姓名或单位名称。")
    async with office.unit_of_work() as uow:
        if len(await uow.ladders.declared([staff.id])) >= _MOST_NAMES:
            raise BadInput("申报的名字太多了，请先去掉不再需要的。")
        declared = DeclaredConflict(uuid4().hex, staff.id, name, note, office.now())
        await uow.ladders.declare(declared)
        uow.announce(f"staff:{staff.id}")
        return declared


async def withdraw_declaration(office: Office, staff: StaffMember, conflict_id: str) -> None:
    """Take a declared name of one's own back.

    Raises:
        NotAllowed: The role holds no talks.
        NotFound: There is none, or it is another one's.
    """
    require(staff, Action.HOLD_TALK)
    async with office.unit_of_work() as uow:
        if not await uow.ladders.withdraw_declaration(conflict_id, staff.id):
            raise NotFound("没有这条申报。")
        uow.announce(f"staff:{staff.id}")


async def own_declarations(office: Office, staff: StaffMember) -> tuple[DeclaredConflict, ...]:
    """Return the names that somebody declared himself.

    Raises:
        NotAllowed: The role holds no talks.
    """
    require(staff, Action.HOLD_TALK)
    async with office.unit_of_work(reading=True) as uow:
        return tuple(await uow.ladders.declared([staff.id]))
