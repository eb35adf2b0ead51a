"""A staff member speaks to the citizen, or leaves a note that only colleagues see."""

from dataclasses import replace

from bot.domain.attachments import Attachment, require_room_for
from bot.domain.consultation import ConsultationKind
from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.messages import Author, Reply, StoredMessage
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, Conflict
from bot.service.accepted_text import accepted_text, required_text
from bot.service.ask_colleague import is_invited
from bot.service.carry_out_handoff import with_staff
from bot.service.conversation_ports import Notice, OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of, require_open
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import may_supervise, require, require_hold, require_sight_of_handoff
from bot.service.topics import wake_talk
from bot.service.trying_again import trying_again

LEDGER = "staff"
"""Staff messages stand in the ledger of received messages under this name, beside the channels."""
LONGEST_CLIENT_ID = 200


async def answer_citizen(  # noqa: PLR0917 - the order is an agreed interface
    desk: FrontDesk,
    staff: StaffMember,
    handoff_id: str,
    text: str,
    client_id: str,
    private: bool = False,
    attachments: tuple[Attachment, ...] = (),
) -> StoredMessage:
    """Say something as a person, or send a file; the same `client_id` again returns the saved message.

    Only the holder and a colleague he invited speak to the citizen. A note may also come from whoever supervises.

    Raises:
        BadInput: The client id is empty, there is neither text nor file, or the talk has too many files.
        MessageTooLong: More than the longest text.
        NotFound: The handoff is not the person's to know.
        NotAllowed: Somebody else holds it, or nobody yet.
        HandoffClosed: The talk is over.
        Conflict: The citizen has begun a new talk since.
    """
    text = accepted_text(text).strip() if attachments else required_text(text, "内容")
    if not client_id or len(client_id) > LONGEST_CLIENT_ID:
        raise BadInput("缺少消息编号 client_id，或编号太长。")

    async def attempt() -> StoredMessage:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_sight_of_handoff(staff, handoff)
            saved = await uow.messages.received(LEDGER, staff.id, client_id)
            if saved is not None:
                return saved.message
            await _require_right(uow, staff, handoff, private=private)
            if attachments:
                require_room_for(len(attachments), await uow.attachments.count(handoff.conversation_id))
            now = desk.now()
            if not private:
                talk = await _taken(uow, talk, handoff)
            notice = Notice(
                reply=Reply(text),
                author=Author.STAFF,
                author_name=staff.name,
                staff_id=staff.id,
                private=private,
                external_id=client_id,
                attachments=attachments,
            )
            message = await uow.messages.add(talk, notice, now)
            await uow.messages.remember(LEDGER, staff.id, message)
            await uow.conversations.note_typing(handoff.conversation_id, by_staff=True, until=now)
            await uow.presence.beat(staff.id, now)
            desk.settings.fault_point("answer_saved")
            wake_talk(uow, await uow.conversations.save(talk, now))
            if private and await uow.consultations.answered(handoff_id, staff.id, now):
                await uow.handoffs.note(handoff_id, HandoffEvent(now, HandoffMove.COLLEAGUE_ANSWERED, staff.id))
            uow.announce(f"staff:{handoff.claimed_by}")
            return message

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def _require_right(uow: UnitOfWork, staff: StaffMember, handoff: Handoff, *, private: bool) -> None:
    require(staff, Action.HOLD_TALK)
    require_open(handoff)
    if handoff.claimed_by != staff.id and handoff.status is HandoffStatus.CLAIMED:
        wanted_for = None if private else ConsultationKind.JOIN
        if await is_invited(uow, handoff, staff.id, wanted_for):
            return
    if private and (handoff.status is HandoffStatus.WAITING or may_supervise(staff, handoff)):
        return
    require_hold(staff, handoff)


async def _taken(uow: UnitOfWork, talk: OpenTalk, handoff: Handoff) -> OpenTalk:
    """A written answer to a call-back or complaint takes the talk from the assistant, so that nobody is talked over."""
    if talk.handoff_id == handoff.id:
        return talk
    if talk.conversation.holder is Holder.ASSISTANT:
        return with_staff(talk, handoff)
    if talk.open:
        raise Conflict("这位当事人正由别的同事接待。", hint="请用电话回复，或留一条内部备注。")
    if await uow.conversations.open_one(talk.address) is not None:
        raise Conflict("这位当事人已经开始新的咨询。", hint="请用电话回复。")
    opened = replace(talk, open=True, conversation=replace(talk.conversation, stage=Stage.DESCRIBING))
    return with_staff(opened, handoff)
