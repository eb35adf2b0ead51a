"""Everything a person needs who takes over: the talk with private notes, the facts, the brief, what happened."""

from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.dispute import Dispute
from bot.domain.handoff import Handoff, HandoffEvent
from bot.domain.messages import CitizenAddress, StoredMessage
from bot.domain.staff import Action, StaffMember
from bot.service.docket_ports import Correction
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require, require_sight_of_handoff


@dataclass(frozen=True, slots=True)
class HandoffView:
    """A handoff as its page shows it. `messages` holds private notes too; `staff_names` names every staff id."""

    handoff: Handoff
    conversation: Conversation
    address: CitizenAddress
    open: bool
    messages: tuple[StoredMessage, ...]
    events: tuple[HandoffEvent, ...]
    corrections: tuple[Correction, ...]
    disputes: tuple[Dispute, ...]
    organisation_name: str
    staff_names: dict[str, str]
    citizen_typing: bool = False


async def read_handoff(desk: FrontDesk, staff: StaffMember, handoff_id: str, after_id: int = 0) -> HandoffView:
    """Read a handoff; the look is recorded (live refreshes with `after_id` belong to the first look).

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role sees no talks.
    """
    async with desk.unit_of_work(reading=after_id > 0) as uow:
        handoff = await uow.handoffs.show(handoff_id)
        require_sight_of_handoff(staff, handoff)
        require(staff, Action.SEE_QUEUE)
        now = desk.now()
        if after_id == 0:
            await uow.oversight.note_look(staff.id, "handoff", handoff_id, now)
        conversation_id = handoff.conversation_id
        talk = await uow.conversations.show(conversation_id)
        return HandoffView(
            handoff=handoff,
            conversation=talk.conversation,
            address=talk.address,
            open=talk.open,
            messages=tuple(await uow.messages.of_conversation(conversation_id, after_id=after_id, private=True)),
            events=tuple(await uow.handoffs.history(handoff_id)),
            corrections=tuple(await uow.oversight.corrections(conversation_id)),
            disputes=tuple(await uow.disputes.of_conversation(conversation_id)),
            organisation_name=desk.organisation_name(handoff.organisation_id),
            staff_names={person.id: person.name for person in await uow.staff.everybody()},
            citizen_typing=await uow.conversations.is_typing(conversation_id, by_staff=False, now=now),
        )
