"""Trying to reach the other side: each try is kept, and after enough of them the applicant is told the truth."""

from dataclasses import replace

from bot.dialogue.wording import reply
from bot.domain.mediation import Mediation, MediationMove, MediationState, Side
from bot.domain.staff import StaffMember
from bot.errors import Conflict
from bot.service.accepted_text import required_text
from bot.service.front_desk import FrontDesk
from bot.service.second_party.rights import lock_held
from bot.service.second_party.telling import by_staff, step, tell_side, wake_staff
from bot.service.trying_again import trying_again


async def note_contact_try(desk: FrontDesk, staff: StaffMember, handoff_id: str, how: str) -> Mediation:
    """Keep that somebody tried to reach the other side without an answer; `how`: by telephone, by letter, at the door.

    The try that completes the number the office demands makes the other side unreachable, and the applicant is told.

    Raises:
        BadInput: It is not said how.
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
        Conflict: The applicant has not agreed, or the other side takes part already.
    """
    how = required_text(how, "怎么联系的")

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            held = await lock_held(uow, staff, handoff_id)
            mediation = held.mediation
            if mediation.state not in {MediationState.PREPARING, MediationState.UNREACHABLE}:
                raise Conflict("现在不用记录联系情况。", hint="申请人同意以后、对方进来以前才记录。")
            now = desk.now()
            mediation = replace(mediation, tries=mediation.tries + 1)
            await uow.mediations.note(mediation.id, by_staff(now, MediationMove.TRIED, staff.id, how))
            enough = mediation.tries >= desk.settings.contact_tries
            if enough and mediation.state is MediationState.PREPARING:
                event = by_staff(now, MediationMove.UNREACHABLE, staff.id, str(mediation.tries))
                mediation = await step(uow, mediation, MediationState.UNREACHABLE, event)
                said = reply("party_unreachable", tries=mediation.tries)
                await tell_side(uow, mediation, Side.APPLICANT, said, now)
            else:
                await uow.mediations.save(mediation)
            await wake_staff(uow, mediation)
            return mediation

    return await trying_again(attempt, desk.settings.tries_on_conflict)
