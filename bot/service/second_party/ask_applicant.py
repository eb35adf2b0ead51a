"""The mediator asks the applicant whether the other side may be invited; his answer is kept with its words."""

from uuid import uuid4

from bot.dialogue.wording import button, reply
from bot.domain.mediation import JointRoom, Mediation, MediationEvent, MediationMove, MediationState, Side
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, Conflict
from bot.service import notices
from bot.service.accepted_text import accepted_text, required_text
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of
from bot.service.ports import UnitOfWork
from bot.service.second_party.rights import lock_held, require_mediable, require_mediating_office
from bot.service.second_party.telling import by_staff, step, tell_side, wake_staff
from bot.service.staff_rights import require, require_hold, require_sight_of_handoff
from bot.service.topics import wake_talk
from bot.service.trying_again import trying_again

LONGEST_NAME = 30
LONGEST_ABOUT = 60


async def ask_applicant(
    desk: FrontDesk, staff: StaffMember, handoff_id: str, *, about: str, applicant_name: str, respondent_name: str = ""
) -> Mediation:
    """Begin: the applicant is asked in his own talk, and sees every word that the invitation will hold.

    Args:
        desk: The front desk.
        staff: The mediator who holds the talk.
        handoff_id: The talk.
        about: What it is about, in a few words that the other side may read.
        applicant_name: What the other side may read as his name.
        respondent_name: How the mediator calls the other side; he may correct it himself.

    Raises:
        BadInput: A name or the matter is missing or too long.
        NotMediable: Danger, violence at home, or he does not want mediation.
        NotFound: The handoff is not the person's to know.
        NotAllowed: Somebody else holds it.
        Conflict: It is no talk of a mediating organisation, or has begun already.
    """
    about = short_text(about, "事由", LONGEST_ABOUT)
    applicant_name = short_text(applicant_name, "申请人的称呼", LONGEST_NAME)
    respondent_name = short_text(respondent_name, "对方的称呼", LONGEST_NAME, required=False)

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_sight_of_handoff(staff, handoff)
            require(staff, Action.HOLD_TALK)
            require_hold(staff, handoff)
            require_mediating_office(desk, handoff)
            require_mediable(handoff, talk.conversation)
            if await uow.mediations.lock_of_conversation(handoff.conversation_id) is not None:
                raise Conflict("这个谈话已经在邀请对方了。")
            if talk.handoff_id != handoff_id:
                raise Conflict("当事人现在不在这个谈话里。")
            now = desk.now()
            mediation = Mediation(
                id=uuid4().hex,
                state=MediationState.ASKING,
                joint=JointRoom.CLOSED,
                organisation_id=handoff.organisation_id,
                conversation_id=handoff.conversation_id,
                handoff_id=handoff_id,
                opened_by=staff.id,
                opened_at=now,
                about=about,
                applicant_name=applicant_name,
                respondent_name=respondent_name,
            )
            await uow.mediations.open(mediation)
            await uow.mediations.note(mediation.id, by_staff(now, MediationMove.ASKED, staff.id, about))
            organisation = desk.organisation_name(handoff.organisation_id)
            said = reply("party_ask_applicant", organisation=organisation, applicant=applicant_name, about=about)
            await notices.tell(uow, talk, said, now, "second_party")
            wake_talk(uow, await uow.conversations.save(talk, now))
            await wake_staff(uow, mediation)
            return mediation

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def record_consent(
    desk: FrontDesk, staff: StaffMember, handoff_id: str, *, agreed: bool, words: str
) -> Mediation:
    """Keep the applicant's answer where he gave it in other words than by the button, with those words.

    Raises:
        BadInput: His words are missing.
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
        Conflict: He has answered already.
    """
    words = required_text(words, "当事人的原话")

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            held = await lock_held(uow, staff, handoff_id)
            if held.mediation.state is not MediationState.ASKING:
                raise Conflict("当事人已经答复过了。")
            move = MediationMove.AGREED if agreed else MediationMove.REFUSED
            return await answered(uow, held.mediation, by_staff(desk.now(), move, staff.id, words))

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def answered(uow: UnitOfWork, mediation: Mediation, event: MediationEvent) -> Mediation:
    """The applicant has answered: go on, or let it be. He is told which."""
    agreed = event.move is MediationMove.AGREED
    mediation = await step(uow, mediation, MediationState.PREPARING if agreed else MediationState.ENDED, event)
    said = reply("party_agreed") if agreed else reply("party_not_agreed")
    await tell_side(uow, mediation, Side.APPLICANT, said, event.at)
    await wake_staff(uow, mediation)
    return mediation


def answer_in(text: str) -> MediationMove | None:
    """What a pressed button of the question says; None for any other words, which only a person may judge."""
    pressed = text.strip()
    if pressed == button("invite_other_side"):
        return MediationMove.AGREED
    return MediationMove.REFUSED if pressed == button("no_invitation") else None


def short_text(text: str, what: str, longest: int, *, required: bool = True) -> str:
    """A short line for the invitation, trimmed.

    Raises:
        BadInput: It is missing, or longer than `longest`.
    """
    line = " ".join((required_text(text, what) if required else accepted_text(text)).split())
    if len(line) > longest:
        raise BadInput(f"{what}太长了，最多 {longest} 个字。")
    return line
