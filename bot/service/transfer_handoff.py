"""Handing a talk on: to a colleague, or to another organisation with the citizen's consent."""

from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, Conflict
from bot.service import notices
from bot.service.accepted_text import accepted_text
from bot.service.carry_out_handoff import in_queue
from bot.service.front_desk import FrontDesk
from bot.service.ladder_ports import PassedOver
from bot.service.moving_handoff import lock_talk_of, moved, require_open
from bot.service.ports import UnitOfWork
from bot.service.second_party.companions import require_no_mediation, transfer_companion
from bot.service.staff_rights import may_supervise, require, require_hold, require_sight_of_handoff
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again
from nlp.findings import Risk


async def transfer_handoff(  # noqa: PLR0917 - the order is an agreed interface
    desk: FrontDesk,
    staff: StaffMember,
    handoff_id: str,
    organisation_id: str,
    staff_id: str | None = None,
    note: str = "",
    *,
    citizen_agreed: bool = False,
) -> Handoff:
    """Put the talk into another queue (its place by time of request is kept), or name a colleague to take it.

    Giving personal data to another body needs the person's separate consent (个人信息保护法 23), so another
    organisation needs `citizen_agreed`; danger to life does not wait for it (13).

    Args:
        desk: The front desk.
        staff: The holder, or who supervises.
        handoff_id: The handoff.
        organisation_id: Where it goes; its own for a colleague.
        staff_id: The colleague, of that organisation.
        note: For the colleagues; never shown to the citizen.
        citizen_agreed: The citizen was asked and agreed; kept in the history.

    Raises:
        BadInput: Unknown organisation or colleague, or no consent.
        NotFound: The handoff is not the person's to know.
        NotAllowed: Somebody else holds it.
        HandoffClosed: It is over.
    """
    note = accepted_text(note).strip()
    if desk.room.organisation(organisation_id) is None:
        raise BadInput("没有这个单位。", hint="请核对单位代码。")

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_sight_of_handoff(staff, handoff)
            require(staff, Action.HOLD_TALK)
            require_open(handoff)
            if handoff.status is HandoffStatus.CLAIMED or not may_supervise(staff, handoff):
                require_hold(staff, handoff, or_supervise=True)
            elsewhere = organisation_id != handoff.organisation_id
            if elsewhere and not citizen_agreed and handoff.risk is not Risk.RED:
                raise BadInput("转给别的单位要先征得当事人同意。", hint="请先在谈话里问清楚，再勾选“当事人已同意”。")
            await _check_colleague(uow, organisation_id, staff_id)
            if not elsewhere and staff_id is None and handoff.status is HandoffStatus.WAITING:
                raise Conflict("这个谈话已经在这个单位的队列里。")
            if elsewhere:
                await require_no_mediation(uow, handoff)
            now = desk.now()
            queued = moved(await uow.handoffs.requeue(handoff, organisation_id, staff_id, note))
            await uow.ladders.restart(handoff_id, now)
            if handoff.claimed_by is not None and staff_id != handoff.claimed_by:
                await uow.ladders.pass_over(handoff_id, handoff.claimed_by, PassedOver.GAVE_UP, "", now)
            details = {
                "from": handoff.organisation_id,
                "to": organisation_id,
                "wanted_staff": staff_id,
                "citizen_agreed": citizen_agreed,
            }
            await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.TRANSFERRED, staff.id, note, details))
            if talk.handoff_id == handoff_id:
                talk = await uow.conversations.save(in_queue(talk, queued), now)
                said = notices.transferred(desk.organisation_name(organisation_id))
                await notices.tell(uow, talk, said, now, "transferred")
            await transfer_companion(uow, handoff, staff_id, staff.id, now)
            wake_talk(uow, talk)
            await wake_queue(uow, handoff.organisation_id, handoff, queued)
            return queued

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def _check_colleague(uow: UnitOfWork, organisation_id: str, staff_id: str | None) -> None:
    if staff_id is None:
        return
    colleagues = {person.id: person for person in await uow.staff.everybody()}
    wanted = colleagues.get(staff_id)
    if wanted is None or organisation_id not in wanted.organisations or not wanted.may(Action.HOLD_TALK):
        raise BadInput("这个单位没有这位能接谈话的同事。")
