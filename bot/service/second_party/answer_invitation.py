"""The invited person: what he may read before he decides, and his consent or refusal. An invitation serves once."""

from dataclasses import dataclass, replace
from hmac import compare_digest

from bot.dialogue.wording import name_of, reply
from bot.domain.handoff import HandoffEvent, HandoffKind, HandoffMove, HandoffRequest, HandoffStatus
from bot.domain.mediation import Invitation, Mediation, MediationEvent, MediationMove, MediationState, Side
from bot.domain.messages import CitizenAddress
from bot.errors import BadInput, Conflict, NotFound
from bot.service import notices
from bot.service.accepted_text import accepted_text
from bot.service.access_secrets import fingerprint
from bot.service.carry_out_handoff import in_queue, with_staff
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.second_party.ask_applicant import LONGEST_NAME, short_text
from bot.service.second_party.invite import code_fingerprint, parts_of_code
from bot.service.second_party.on_file import tie_to_files
from bot.service.second_party.rights import require_mediable
from bot.service.second_party.telling import step, tell_side, wake_staff
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again


@dataclass(frozen=True, slots=True)
class Key:
    """What an invited person brings: the token of a link, or a short code."""

    token: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class InvitationView:
    """All that an invitation shows before it is accepted, whoever opens it: no story, no facts, nothing said."""

    organisation_id: str
    organisation: str
    mediator: str
    applicant: str
    respondent: str
    about: str


@dataclass(frozen=True, slots=True)
class Consents:
    """Two separate consents (个人信息保护法 14, 29; 人民调解法 17): to take part, and to what is done with his data."""

    to_mediation: bool
    to_privacy: bool


async def read_invitation(desk: FrontDesk, key: Key) -> InvitationView:
    """Return what the invitation says; reading it changes nothing but the count of wrong codes.

    Raises:
        NotFound: It is unknown, used, revoked or too old, or the code is wrong.
    """
    invitation = await _found(desk, key)
    async with desk.unit_of_work(reading=True) as uow:
        mediation = await uow.mediations.show(invitation.mediation_id)
        if mediation.state not in {MediationState.PREPARING, MediationState.UNREACHABLE}:
            raise _worthless()
        handoff = await uow.handoffs.show(mediation.handoff_id)
        person = await uow.staff.show(handoff.claimed_by or invitation.made_by)
    return InvitationView(
        organisation_id=mediation.organisation_id,
        organisation=desk.organisation_name(mediation.organisation_id),
        mediator=f"{name_of('role', person.role.value)}{person.name}",
        applicant=mediation.applicant_name,
        respondent=mediation.respondent_name,
        about=mediation.about,
    )


async def accept_invitation(
    desk: FrontDesk,
    key: Key,
    address: CitizenAddress,
    consents: Consents,
    name: str = "",
    *,
    here_already: CitizenAddress | None = None,
) -> Mediation:
    """Take part: the person gets a talk of his own with the mediator, and the applicant is told.

    The same address again gets the same answer: somebody pressed twice.

    Raises:
        BadInput: A consent is missing, or the name is too long.
        NotFound: The invitation is worthless by now; of several who use it at once one takes part.
        NotMediable: It has become dangerous meanwhile.
        Conflict: This browser shows an open talk already (`here_already`): perhaps the applicant's, on a shared device.
    """
    if not (consents.to_mediation and consents.to_privacy):
        raise BadInput("要参加，请把两个“同意”都勾上；不想同意，可以选“不参加”。")
    name = short_text(name, "称呼", LONGEST_NAME, required=False)
    try:
        invitation = await _found(desk, key)
    except NotFound:
        taken = await _taken_by(desk, key, address)
        if taken is None:
            raise
        return taken

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            mediation = await _standing(desk, uow, invitation)
            applicant = await uow.conversations.lock(mediation.conversation_id)
            handoff = await uow.handoffs.show(mediation.handoff_id)
            require_mediable(handoff, applicant.conversation)
            if here_already is not None and await uow.conversations.open_one(here_already) is not None:
                raise Conflict(
                    "这个浏览器里已经有一场谈话，两边的话不能混在一起。",
                    hint="请换一个浏览器或者手机打开邀请；那场谈话如果不要了，请先在那里按“快速离开”。",
                )
            await _use(desk, uow, invitation)
            now = desk.now()
            talk = await uow.conversations.start(address, now)
            brief = {key: handoff.brief.get(key) for key in ("category", "subtype", "category_name", "subtype_name")}
            brief |= {"headline": mediation.about, "second_party": True}
            request = HandoffRequest(HandoffKind.MEDIATION_ROOM, handoff.organisation_id, handoff.risk, brief)
            own = await uow.handoffs.add(talk.conversation.id, request, now)
            await uow.handoffs.note(own.id, HandoffEvent(now, HandoffMove.REQUESTED))
            talk = replace(talk, conversation=replace(talk.conversation, notice_given=True))
            if handoff.status is HandoffStatus.CLAIMED and handoff.claimed_by is not None:
                own = await uow.handoffs.claim(own.id, handoff.claimed_by, now) or own
                await uow.handoffs.note(own.id, HandoffEvent(now, HandoffMove.CLAIMED, handoff.claimed_by))
                talk = with_staff(talk, own)
            else:
                talk = in_queue(talk, own)
            talk = await uow.conversations.save(talk, now)
            event = MediationEvent(now, MediationMove.ACCEPTED, Side.RESPONDENT.value, note=name)
            mediation = await step(
                uow,
                mediation,
                MediationState.TALKING,
                event,
                respondent_name=name or mediation.respondent_name,
                respondent_conversation_id=talk.conversation.id,
                respondent_handoff_id=own.id,
            )
            person = await uow.staff.show(handoff.claimed_by or invitation.made_by)
            await tie_to_files(uow, mediation, person, now)
            organisation = desk.organisation_name(mediation.organisation_id)
            await notices.tell(
                uow, talk, reply("party_welcome", organisation=organisation, mediator=person.name), now, "second_party"
            )
            said = reply("party_accepted", name=mediation.respondent_name or name_of("side", Side.RESPONDENT.value))
            await tell_side(uow, mediation, Side.APPLICANT, said, now)
            wake_talk(uow, talk)
            await wake_queue(uow, own.organisation_id, own)
            await wake_staff(uow, mediation)
            return mediation

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def refuse_invitation(desk: FrontDesk, key: Key, words: str = "") -> Mediation:
    """Do not take part: that ends it, and the applicant is told which other roads there are.

    Raises:
        NotFound: The invitation is worthless by now.
        MessageTooLong: The words are too long.
    """
    words = accepted_text(words).strip()
    invitation = await _found(desk, key)

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            mediation = await _standing(desk, uow, invitation)
            await _use(desk, uow, invitation)
            now = desk.now()
            event = MediationEvent(now, MediationMove.REFUSED, Side.RESPONDENT.value, note=words)
            mediation = await step(uow, mediation, MediationState.REFUSED, event)
            await tell_side(uow, mediation, Side.APPLICANT, reply("party_refused_to_applicant"), now)
            await wake_staff(uow, mediation)
            return mediation

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def _found(desk: FrontDesk, key: Key) -> Invitation:
    """The invitation of a key; a wrong code is counted."""
    async with desk.unit_of_work(reading=True) as uow:
        if key.token:
            invitation = await uow.mediations.by_link(fingerprint(key.token))
            return _valid(desk, invitation)
        parts = parts_of_code(key.code)
        invitation = None if parts is None else await uow.mediations.by_number(parts[0])
    fits = False
    if parts is not None:  # a number that is not known takes as long as one that is
        made = await code_fingerprint(*parts)
        fits = invitation is not None and compare_digest(made, invitation.code_hash)
    if invitation is not None and not fits:
        await _note_wrong_code(desk, invitation)
    return _valid(desk, invitation if fits else None)


async def _taken_by(desk: FrontDesk, key: Key, address: CitizenAddress) -> Mediation | None:
    """The mediation that this very address entered with this invitation, a moment ago."""
    parts = parts_of_code(key.code)
    async with desk.unit_of_work(reading=True) as uow:
        if key.token:
            invitation = await uow.mediations.by_link(fingerprint(key.token))
        else:
            invitation = None if parts is None else await uow.mediations.by_number(parts[0])
        if invitation is None or invitation.used_at is None:
            return None
        mediation = await uow.mediations.show(invitation.mediation_id)
        if mediation.respondent_conversation_id is None:
            return None
        talk = await uow.conversations.show(mediation.respondent_conversation_id)
    return mediation if talk.address == address else None


async def _note_wrong_code(desk: FrontDesk, invitation: Invitation) -> None:
    async def attempt() -> None:
        async with desk.unit_of_work() as uow:
            await uow.mediations.lock(invitation.mediation_id)
            now = desk.now()
            if not invitation.valid(now, desk.settings.invitation_wrong_codes):
                return
            count = await uow.mediations.note_wrong_code(invitation.id)
            event = MediationEvent(now, MediationMove.WRONG_CODE, "house", note=str(count))
            await uow.mediations.note(invitation.mediation_id, event)

    await trying_again(attempt, desk.settings.tries_on_conflict)


def _valid(desk: FrontDesk, invitation: Invitation | None) -> Invitation:
    if invitation is None or not invitation.valid(desk.now(), desk.settings.invitation_wrong_codes):
        raise _worthless()
    return invitation


async def _standing(desk: FrontDesk, uow: UnitOfWork, invitation: Invitation) -> Mediation:
    """Lock the mediation; its invitation must still be able to open it."""
    mediation = await uow.mediations.lock(invitation.mediation_id)
    if mediation.state is MediationState.UNREACHABLE:  # he turned up after all
        event = MediationEvent(desk.now(), MediationMove.TRIED, Side.RESPONDENT.value)
        return await step(uow, mediation, MediationState.PREPARING, event)
    if mediation.state is not MediationState.PREPARING:
        raise _worthless()
    return mediation


async def _use(desk: FrontDesk, uow: UnitOfWork, invitation: Invitation) -> None:
    if not await uow.mediations.use(invitation.id, desk.now()):
        raise _worthless()


def _worthless() -> NotFound:
    return NotFound("这个邀请已经用过、过期、收回，或者邀请码不对。", hint="请向调解员要一个新的邀请。")
