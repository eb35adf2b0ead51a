"""The joint room: opened and closed by the mediator, spoken in by all three, silent for the assistant.

Each message is saved in the talk of whoever says it and copied to the other side's talk under the same transaction.
This is the only place where words pass from one talk to another.
"""

from dataclasses import replace
from datetime import datetime

from bot.dialogue.wording import reply
from bot.domain.attachments import Attachment, require_room_for
from bot.domain.conversation import Holder
from bot.domain.mediation import JOINT, JointRoom, Mediation, MediationEvent, MediationMove, MediationState
from bot.domain.messages import Author, Reply, StoredMessage
from bot.domain.staff import StaffMember
from bot.errors import BadInput, Conflict
from bot.service.accepted_text import accepted_text, required_text
from bot.service.answer_citizen import LEDGER, LONGEST_CLIENT_ID
from bot.service.conversation_ports import Notice, OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.second_party.rights import lock_held, require_mediable
from bot.service.second_party.telling import by_staff, set_joint, tell_both, wake_staff
from bot.service.staff_rights import require_hold
from bot.service.topics import wake_talk
from bot.service.trying_again import trying_again


async def open_joint_room(desk: FrontDesk, staff: StaffMember, handoff_id: str, reason: str = "") -> Mediation:
    """Let the parties speak to one another. After danger it needs a reason, and that neither side is in danger now.

    Raises:
        BadInput: It was stopped for danger and no reason is given.
        NotMediable: A side is in danger.
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
        Conflict: The other side does not take part yet.
    """
    reason = accepted_text(reason).strip()

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            mediation = (await lock_held(uow, staff, handoff_id)).mediation
            if mediation.state is not MediationState.TALKING or mediation.respondent_handoff_id is None:
                raise Conflict("对方还没有进来，三方房间不能打开。")
            if mediation.joint is JointRoom.OPEN:
                return mediation
            if mediation.joint is JointRoom.SUSPENDED:
                required_text(reason, "重新打开的理由")
            for own in (mediation.handoff_id, mediation.respondent_handoff_id):
                handoff = await uow.handoffs.show(own)
                require_mediable(handoff, (await uow.conversations.show(handoff.conversation_id)).conversation)
                require_hold(staff, handoff, or_supervise=True)
            now = desk.now()
            event = by_staff(now, MediationMove.JOINT_OPENED, staff.id, reason)
            mediation = await set_joint(uow, mediation, JointRoom.OPEN, event)
            await tell_both(uow, mediation, reply("party_joint_opened"), now)
            await wake_staff(uow, mediation)
            return mediation

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def close_joint_room(desk: FrontDesk, staff: StaffMember, handoff_id: str, reason: str = "") -> Mediation:
    """Let the parties no longer speak to one another; each goes on with the mediator alone.

    Raises:
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
    """
    reason = accepted_text(reason).strip()

    async def attempt() -> Mediation:
        async with desk.unit_of_work() as uow:
            mediation = (await lock_held(uow, staff, handoff_id)).mediation
            if mediation.joint is not JointRoom.OPEN:
                return mediation
            now = desk.now()
            event = by_staff(now, MediationMove.JOINT_CLOSED, staff.id, reason)
            mediation = await set_joint(uow, mediation, JointRoom.CLOSED, event)
            await tell_both(uow, mediation, reply("party_joint_closed"), now)
            await wake_staff(uow, mediation)
            return mediation

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def say_to_both(
    desk: FrontDesk,
    staff: StaffMember,
    handoff_id: str,
    text: str,
    client_id: str,
    *,
    attachments: tuple[Attachment, ...] = (),
) -> StoredMessage:
    """The mediator speaks in the joint room; the same `client_id` again returns the saved message.

    Raises:
        BadInput: There is neither text nor file, or the client id is unusable.
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
        Conflict: The joint room is not open.
    """
    text = accepted_text(text).strip() if attachments else required_text(text, "内容")
    if not client_id or len(client_id) > LONGEST_CLIENT_ID:
        raise BadInput("缺少消息编号 client_id，或编号太长。")

    async def attempt() -> StoredMessage:
        async with desk.unit_of_work() as uow:
            held = await lock_held(uow, staff, handoff_id)
            saved = await uow.messages.received(LEDGER, staff.id, client_id)
            if saved is not None:
                return saved.message
            require_hold(staff, held.handoff)
            require_joint(held.mediation)
            if attachments:
                require_room_for(len(attachments), await uow.attachments.count(held.handoff.conversation_id))
            now = desk.now()
            notice = Notice(
                reply=Reply(text, kind=JOINT),
                author=Author.STAFF,
                author_name=staff.name,
                staff_id=staff.id,
                external_id=client_id,
                attachments=attachments,
            )
            message = await uow.messages.add(held.talk, notice, now)
            await uow.messages.remember(LEDGER, staff.id, message)
            await _copy(uow, held.mediation, held.talk, message, replace(notice, external_id=""), now=now)
            await uow.presence.beat(staff.id, now)
            wake_talk(uow, await uow.conversations.save(held.talk, now))
            await wake_staff(uow, held.mediation)
            return message

    return await trying_again(attempt, desk.settings.tries_on_conflict)


def require_joint(mediation: Mediation | None) -> Mediation:
    """Check that the joint room stands open.

    Raises:
        Conflict: It does not.
    """
    if mediation is None or mediation.joint is not JointRoom.OPEN:
        raise Conflict("三方房间现在没有打开。", hint="可以在“单独和调解员说”里说。")
    return mediation


async def hear_in_joint_room(
    uow: UnitOfWork,
    mediation: Mediation,
    talk: OpenTalk,
    message: StoredMessage,
    *,
    attachments: tuple[Attachment, ...],
    now: datetime,
) -> None:
    """A party spoke in the joint room: the other side gets his own copy, under the name he may read.

    Raises:
        Conflict: No mediator is there for both.
    """
    side = mediation.side_of(talk.conversation.id)
    notice = Notice(
        reply=Reply(message.text, kind=JOINT),
        author=Author.OTHER_PARTY,
        author_name=mediation.name_of(side),
        attachments=attachments,
    )
    await _copy(uow, mediation, talk, message, notice, now=now)
    await wake_staff(uow, mediation)


async def suspend_joint_room(uow: UnitOfWork, mediation: Mediation, who: str, now: datetime) -> None:
    """Words of danger fell: the joint room stands still until staff decide. Neither side learns who said what."""
    if mediation.joint is not JointRoom.OPEN:
        return
    mediation = await set_joint(
        uow, mediation, JointRoom.SUSPENDED, MediationEvent(now, MediationMove.JOINT_SUSPENDED, who)
    )
    await tell_both(uow, mediation, reply("party_joint_suspended"), now)
    await wake_staff(uow, mediation)


async def _copy(
    uow: UnitOfWork, mediation: Mediation, talk: OpenTalk, message: StoredMessage, notice: Notice, *, now: datetime
) -> None:
    other_id = mediation.other_talk(talk.conversation.id)
    other = None if other_id is None else await uow.conversations.lock(other_id)
    for each in (talk, other):
        if each is None or each.conversation.holder is not Holder.STAFF_MEMBER:
            raise Conflict("调解员现在不在，三方房间先不能说话。", hint="可以先在“单独和调解员说”里留言。")
    assert other is not None  # noqa: S101 - looked at just above
    copy = await uow.messages.add(other, notice, now)
    await uow.mediations.note_copy(copy.id, message.id)
    wake_talk(uow, await uow.conversations.save(other, now))
