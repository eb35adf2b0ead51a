"""The end: a side refuses to go on, or the mediator ends it. Both are told the other roads; the private talks go on."""

from bot.dialogue.wording import reply
from bot.domain.mediation import Mediation, MediationEvent, MediationMove, MediationState, Side
from bot.domain.messages import CitizenAddress, Reply
from bot.domain.staff import StaffMember
from bot.errors import NotFound
from bot.service.accepted_text import accepted_text, required_text
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.second_party.rights import lock_held
from bot.service.second_party.telling import by_staff, step, tell_side, wake_staff
from bot.service.trying_again import trying_again


async def leave_mediation(desk: FrontDesk, address: CitizenAddress, words: str = "") -> Mediation:
    """A party no longer wants to mediate: that ends it (人民调解法 17, 23).

    Raises:
        NotFound: The address is in no mediation.
        MessageTooLong: The words are too long.
    """
    words = accepted_text(words).strip()

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            mediation = await uow.mediations.lock_of_address(address)
            talk = await uow.conversations.lock_open(address)
            if mediation is None or talk is None:
                raise NotFound("您现在没有参加调解。")
            side = mediation.side_of(talk.conversation.id)
            event = MediationEvent(desk.now(), MediationMove.REFUSED, side.value, note=words)
            return await refused(uow, mediation, side, event)

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def end_mediation(
    desk: FrontDesk, staff: StaffMember, handoff_id: str, reason: str, *, refused_by: Side | None = None
) -> Mediation:
    """The mediator ends it, or keeps that a side has clearly refused (by telephone, in the room).

    Raises:
        BadInput: The reason is missing.
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
    """
    reason = required_text(reason, "理由")

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            held = await lock_held(uow, staff, handoff_id)
            now = desk.now()
            if refused_by is not None:
                event = by_staff(now, MediationMove.REFUSED, staff.id, reason)
                return await refused(uow, held.mediation, refused_by, event)
            return await ended(uow, held.mediation, by_staff(now, MediationMove.ENDED, staff.id, reason))

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def refused(uow: UnitOfWork, mediation: Mediation, side: Side, event: MediationEvent) -> Mediation:
    """End it because a side refuses; who refused is told to the other, the reasons are not."""
    mediation = await step(uow, mediation, MediationState.REFUSED, event)
    own = "party_refused_to_respondent" if side is Side.RESPONDENT else "party_stopped_by_you"
    other = Side.APPLICANT if side is Side.RESPONDENT else Side.RESPONDENT
    to_other: Reply = reply("party_refused_to_applicant")
    await tell_side(uow, mediation, side, reply(own), event.at)
    await tell_side(uow, mediation, other, to_other, event.at)
    await wake_staff(uow, mediation)
    return mediation


async def ended(uow: UnitOfWork, mediation: Mediation, event: MediationEvent) -> Mediation:
    """End it within a transaction; where both took part, both are told."""
    both = mediation.state is MediationState.TALKING
    mediation = await step(uow, mediation, MediationState.ENDED, event)
    for side in Side if both else ():
        await tell_side(uow, mediation, side, reply("party_ended"), event.at)
    await wake_staff(uow, mediation)
    return mediation
