"""A supervisor takes a talk over from a colleague, and hands it back; the former holder and the citizen are told."""

from bot.dialogue.wording import say
from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.messages import Author, Reply
from bot.domain.staff import Action, StaffMember
from bot.errors import Conflict, NotAllowed
from bot.service import notices
from bot.service.accepted_text import accepted_text, required_text
from bot.service.carry_out_handoff import with_staff
from bot.service.conversation_ports import Notice, OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of, moved, require_open
from bot.service.ports import UnitOfWork
from bot.service.second_party.companions import give_companion
from bot.service.staff_rights import may_supervise, require, require_hold, require_sight_of_handoff
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again


async def take_over(desk: FrontDesk, staff: StaffMember, handoff_id: str, reason: str) -> Handoff:
    """Take what a colleague holds; the reason is for colleagues.

    Raises:
        BadInput: The reason is missing.
        NotFound: The handoff is not the person's to know.
        NotAllowed: The role does not supervise.
        HandoffClosed: It is over.
        Conflict: Nobody holds it (claim it), or he holds it himself.
    """
    reason = required_text(reason, "接管的理由")

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_sight_of_handoff(staff, handoff)
            require(staff, Action.HOLD_TALK)
            if not may_supervise(staff, handoff):
                raise NotAllowed("只有主管才能接管同事的谈话。")
            require_open(handoff)
            if handoff.status is not HandoffStatus.CLAIMED or handoff.claimed_by in {None, staff.id}:
                raise Conflict("这个谈话现在不用接管。", hint="没有人接的，直接点“接手”。")
            details = {"former": handoff.claimed_by}
            event = HandoffEvent(desk.now(), HandoffMove.TAKEN_OVER, staff.id, reason, details)
            note = say("note_taken_over", name=staff.name, reason=reason)
            return await _give(uow, handoff, talk, staff, event, note=note)

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def hand_back(desk: FrontDesk, staff: StaffMember, handoff_id: str, note: str = "") -> Handoff:
    """Hand a talk back to the colleague it was taken from.

    Raises:
        NotFound: The handoff is not the person's to know.
        NotAllowed: He does not hold it.
        Conflict: It was not taken over, or the colleague is not there.
    """
    note = accepted_text(note).strip()

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_hold(staff, handoff)
            require_open(handoff)
            former_id = await former_holder(uow, handoff)
            if former_id is None:
                raise Conflict("这个谈话不是接管来的。", hint="可以转交给同事。")
            former = await uow.staff.show(former_id)
            now = desk.now()
            heard = {person.staff_id for person in await uow.presence.heard_since(now - desk.settings.presence_lease)}
            if not former.may(Action.HOLD_TALK) or former.id not in heard:
                raise Conflict(f"{former.name}现在不在。", hint="可以转交给别的同事，或者自己接着谈。")
            event = HandoffEvent(now, HandoffMove.HANDED_BACK, staff.id, note, {"to": former.id})
            words = say("note_handed_back", name=staff.name, note=note or "—")
            return await _give(uow, handoff, talk, former, event, note=words)

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def former_holder(uow: UnitOfWork, handoff: Handoff) -> str | None:
    """Return from whom the present holder took the talk over; None where he came by it in another way."""
    for event in reversed(await uow.handoffs.history(handoff.id)):
        if event.move is HandoffMove.TAKEN_OVER:
            return str(event.details["former"]) if event.staff_id == handoff.claimed_by else None
        if event.move in {HandoffMove.CLAIMED, HandoffMove.HANDED_BACK}:
            return None
    return None


async def _give(
    uow: UnitOfWork, handoff: Handoff, talk: OpenTalk, to: StaffMember, event: HandoffEvent, *, note: str
) -> Handoff:
    queued = moved(await uow.handoffs.requeue(handoff, handoff.organisation_id, note=handoff.note))
    given = moved(await uow.handoffs.claim(queued.id, to.id, event.at))
    await uow.handoffs.note(handoff.id, event)
    await uow.consultations.end(handoff.id, event.at, to.id)
    kept = Notice(reply=Reply(note), author=Author.STAFF, author_name=to.name, staff_id=event.staff_id, private=True)
    await uow.messages.add(talk, kept, event.at)
    if talk.handoff_id == handoff.id:
        talk = await uow.conversations.save(with_staff(talk, given), event.at)
        await notices.tell(uow, talk, notices.claimed(to), event.at, "claimed")
    await give_companion(uow, given, to.id, event)
    wake_talk(uow, talk)
    await wake_queue(uow, handoff.organisation_id, handoff, given)
    return given
