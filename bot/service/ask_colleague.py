"""A colleague is asked about a talk, or invited into it. The holder stays; the citizen sees no question among staff."""

from dataclasses import dataclass
from uuid import uuid4

from bot.dialogue.wording import name_of, reply
from bot.domain.consultation import Consultation, ConsultationKind
from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.messages import Author, Reply
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, Conflict
from bot.service import notices
from bot.service.accepted_text import accepted_text, required_text
from bot.service.conversation_ports import Notice
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of, require_open
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import may_see_handoff, require, require_hold
from bot.service.topics import wake_talk
from bot.service.trying_again import trying_again


@dataclass(frozen=True, slots=True)
class Wanted:
    """A talk in which the person is wanted, and what for."""

    consultation: Consultation
    handoff: Handoff
    asked_by: str
    """Name of the colleague who asks."""


async def ask_colleague(
    desk: FrontDesk, staff: StaffMember, handoff_id: str, colleague_id: str, question: str, *, kind: ConsultationKind
) -> Consultation:
    """Ask a colleague who may see the talk anyway (the holder's organisation, the district), or invite him to speak.

    Somebody of another organisation gets the talk by a transfer, which needs the citizen's consent (个人信息保护法 23).

    Raises:
        BadInput: No question, or nobody of that kind.
        NotFound: The handoff is not the person's to know.
        NotAllowed: Somebody else holds it.
        Conflict: He is asked already, or nobody holds the talk.
    """
    question = required_text(question, "要问的话")

    async def attempt() -> Consultation:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_hold(staff, handoff)
            require_open(handoff)
            if handoff.status is not HandoffStatus.CLAIMED:
                raise Conflict("请先接起这个谈话。")
            colleague = await _colleague(uow, staff, handoff, colleague_id)
            open_ones = [known for known in await uow.consultations.of_handoff(handoff_id) if known.open]
            if any(known.colleague_id == colleague_id for known in open_ones):
                raise Conflict("已经请过这位同事了。")
            now = desk.now()
            consultation = Consultation(uuid4().hex, handoff_id, kind, staff.id, colleague_id, question, now)
            await uow.consultations.add(consultation)
            move = HandoffMove.ASKED if kind is ConsultationKind.ASK else HandoffMove.INVITED
            event = HandoffEvent(now, move, staff.id, question, {"colleague": colleague_id})
            await uow.handoffs.note(handoff_id, event)
            said = Reply(f"@{colleague.name}：{question}")
            note = Notice(reply=said, author=Author.STAFF, author_name=staff.name, staff_id=staff.id, private=True)
            await uow.messages.add(talk, note, now)
            if kind is ConsultationKind.JOIN:
                role = name_of("role", colleague.role.value)
                told = reply("notice_joined", role=role, name=colleague.name)
                await notices.tell(uow, talk, told, now, "joined")
            wake_talk(uow, await uow.conversations.save(talk, now))
            uow.announce(f"staff:{colleague_id}", f"staff:{handoff.claimed_by}")
            return consultation

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def end_consultation(
    desk: FrontDesk, staff: StaffMember, handoff_id: str, colleague_id: str, note: str = ""
) -> bool:
    """The holder lets a colleague go, or the colleague goes himself; whether he was wanted.

    Raises:
        NotFound: The handoff is not the person's to know.
        NotAllowed: It is neither the holder nor the colleague himself.
    """
    note = accepted_text(note).strip()

    async def attempt() -> bool:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            if staff.id != colleague_id:
                require_hold(staff, handoff, or_supervise=True)
            now = desk.now()
            ended = await uow.consultations.end(handoff_id, now, colleague_id)
            if ended:
                event = HandoffEvent(now, HandoffMove.LET_GO, staff.id, note, {"colleague": colleague_id})
                await uow.handoffs.note(handoff_id, event)
                wake_talk(uow, talk)
                uow.announce(f"staff:{colleague_id}", f"staff:{handoff.claimed_by}")
            return bool(ended)

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def list_wanted(desk: FrontDesk, staff: StaffMember) -> tuple[Wanted, ...]:
    """Return the talks in which the person is wanted.

    Raises:
        NotAllowed: The role holds no talks.
    """
    require(staff, Action.HOLD_TALK)
    async with desk.unit_of_work(reading=True) as uow:
        found = []
        for consultation in await uow.consultations.wanted_of(staff.id):
            handoff = await uow.handoffs.show(consultation.handoff_id)
            if may_see_handoff(staff, handoff):
                asked_by = await uow.staff.show(consultation.asked_by)
                found.append(Wanted(consultation, handoff, asked_by.name))
        return tuple(found)


async def is_invited(uow: UnitOfWork, handoff: Handoff, staff_id: str, kind: ConsultationKind | None = None) -> bool:
    """Whether a colleague is wanted in a talk now (to speak, with `kind` JOIN)."""
    return any(
        known.open and known.colleague_id == staff_id and kind in {None, known.kind}
        for known in await uow.consultations.of_handoff(handoff.id)
    )


async def _colleague(uow: UnitOfWork, staff: StaffMember, handoff: Handoff, colleague_id: str) -> StaffMember:
    people = {person.id: person for person in await uow.staff.everybody()}
    colleague = people.get(colleague_id)
    fits = colleague is not None and colleague.id != staff.id and colleague.may(Action.HOLD_TALK)
    if colleague is None or not fits or not may_see_handoff(colleague, handoff):
        raise BadInput("请选本单位能接谈话的同事。", hint="别的单位的同事要用“转交”，先征得当事人同意。")
    return colleague
