"""What a citizen sees of his talk: everything said to and by him, who speaks, and where he stands in the queue."""

from dataclasses import dataclass

from bot.domain.conversation import Holder
from bot.domain.handoff import HandoffStatus
from bot.domain.messages import CitizenAddress, StoredMessage
from bot.domain.staff import Role
from bot.service.conversation_ports import OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.queue_place import queue_place
from bot.service.second_party.read_mediation import PartyView, party_view


@dataclass(frozen=True, slots=True)
class Talk:
    """The citizen's view. `messages` are never private notes; `conversation_id` is the open talk, else the last one."""

    messages: tuple[StoredMessage, ...]
    holder: Holder
    queue_position: int | None = None
    estimate_minutes: int | None = None
    staff_name: str | None = None
    staff_role: Role | None = None
    staff_typing: bool = False
    handoff_status: HandoffStatus | None = None
    conversation_id: str | None = None
    emergency: bool = False
    """He waits in danger: alarmed, past the queue, without a place or an estimate."""
    party: PartyView | None = None
    """The mediation with the other side, once both take part."""
    staff_read_up_to: int = 0
    """The last message of the open talk that a member of staff has had on his screen."""
    may_rate: bool = False
    """A person answered, the talk is closed, and no rating was given yet."""


async def read_talk(desk: FrontDesk, address: CitizenAddress, after_id: int = 0) -> Talk:
    """Read what was said since a message id, over all talks of the address (ids grow from one to the next).

    An address without a talk has an empty one that the assistant holds.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        messages = tuple(await uow.messages.of_address(address, after_id=after_id))
        talks = await uow.conversations.of_address(address)
        if not talks:
            return Talk(messages, Holder.ASSISTANT)
        talk = next((known for known in talks if known.open), talks[-1])
        return await _view(desk, uow, talk, messages)


async def _view(desk: FrontDesk, uow: UnitOfWork, talk: OpenTalk, messages: tuple[StoredMessage, ...]) -> Talk:
    now = desk.now()
    conversation_id = talk.conversation.id
    holder = talk.conversation.holder
    if talk.handoff_id is None:
        handoffs = [] if talk.open else [h for h in await uow.handoffs.of_conversations([conversation_id]) if h.live]
        status = handoffs[-1].status if handoffs else None
        answered = bool(handoffs) and handoffs[-1].may_be_rated
        may_rate = answered and not await uow.oversight.is_rated(conversation_id)
        return Talk(
            messages,
            holder,
            handoff_status=status,
            conversation_id=conversation_id,
            may_rate=may_rate,
            party=await party_view(uow, conversation_id),
            staff_read_up_to=await uow.readings.read_up_to(conversation_id) if status else 0,
        )
    handoff = await uow.handoffs.show(talk.handoff_id)
    place = await queue_place(uow, handoff, desk.settings, now)
    staff = None if handoff.claimed_by is None else await uow.staff.show(handoff.claimed_by)
    return Talk(
        messages,
        holder,
        queue_position=None if place is None else place.position,
        estimate_minutes=None if place is None else place.minutes,
        staff_name=None if staff is None else staff.name,
        staff_role=None if staff is None else staff.role,
        staff_typing=await uow.conversations.is_typing(conversation_id, by_staff=True, now=now),
        handoff_status=handoff.status,
        emergency=handoff.dangerous and handoff.status is HandoffStatus.WAITING,
        conversation_id=conversation_id,
        party=await party_view(uow, conversation_id),
        staff_read_up_to=await uow.readings.read_up_to(conversation_id),
    )
