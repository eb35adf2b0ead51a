"""Everything a person needs who takes over: the talk with private notes, the facts, the brief, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.consultation import Consultation
from bot.domain.conversation import Conversation
from bot.domain.dispute import Dispute
from bot.domain.handoff import Handoff, HandoffEvent
from bot.domain.messages import CitizenAddress, Delivery, StoredMessage
from bot.domain.staff import Action, StaffMember
from bot.service.docket_ports import Correction
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.second_party.read_mediation import MediationView, mediation_of, why_not
from bot.service.staff_rights import may_see_handoff, require, require_sight_of_handoff
from bot.service.take_over import former_holder

_LATEST = 30
"""Delivery states are told for so many of the latest messages."""


@dataclass(frozen=True, slots=True)
class HandoffView:
    """A handoff as its page shows it. `messages` holds private notes too; `staff_names` names every staff id."""

    handoff: Handoff
    conversation: Conversation
    address: CitizenAddress
    open: bool
    messages: tuple[StoredMessage, ...]
    brief: Mapping[str, Any]
    history: tuple[HandoffEvent, ...]
    corrections: tuple[Correction, ...]
    disputes: tuple[Dispute, ...]
    organisation_name: str
    staff_names: dict[str, str]
    holder_name: str = ""
    citizen_typing: bool = False
    mediation: MediationView | None = None
    """The bringing-in of the other side, where it has begun."""
    consultations: tuple[Consultation, ...] = ()
    """Colleagues asked or invited."""
    colleagues: tuple[StaffMember, ...] = ()
    """Whom the holder may ask."""
    taken_from: str = ""
    """Name of the colleague a supervisor took the talk from, while he may hand it back."""
    read_up_to: int = 0
    """The last message that any member of staff has read."""
    not_mediable: str = ""
    """Why the other side must not be brought in; empty where nothing forbids it."""


@dataclass(frozen=True, slots=True)
class TalkNews:
    """What is new in a talk that was looked at before.

    `delivery` says how far the latest messages to the citizen got, by message id.
    """

    messages: tuple[StoredMessage, ...]
    delivery: Mapping[int, Delivery]
    citizen_typing: bool
    mediation: str = ""
    """State of the mediation and of its joint room: a page that shows another one reads the talk anew."""


async def read_handoff(desk: FrontDesk, staff: StaffMember, handoff_id: str) -> HandoffView:
    """Read a handoff; the look is recorded.

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role sees no talks.
    """
    async with desk.unit_of_work() as uow:
        handoff = await _handoff(uow, staff, handoff_id)
        now = desk.now()
        await uow.oversight.note_look(staff.id, "handoff", handoff_id, now)
        conversation_id = handoff.conversation_id
        talk = await uow.conversations.show(conversation_id)
        people = await uow.staff.everybody()
        names = {person.id: person.name for person in people}
        return HandoffView(
            handoff=handoff,
            conversation=talk.conversation,
            address=talk.address,
            open=talk.open,
            messages=tuple(await uow.messages.of_conversation(conversation_id, private=True)),
            brief=handoff.brief,
            history=tuple(await uow.handoffs.history(handoff_id)),
            corrections=tuple(await uow.oversight.corrections(conversation_id)),
            disputes=tuple(await uow.disputes.of_conversation(conversation_id)),
            organisation_name=desk.organisation_name(handoff.organisation_id),
            staff_names=names,
            holder_name=names.get(handoff.claimed_by or "", ""),
            citizen_typing=await uow.conversations.is_typing(conversation_id, by_staff=False, now=now),
            mediation=await mediation_of(uow, conversation_id, now),
            not_mediable=why_not(handoff, talk),
            consultations=tuple(await uow.consultations.of_handoff(handoff_id)),
            colleagues=tuple(_may_be_asked(people, staff, handoff)),
            taken_from=names.get(await former_holder(uow, handoff) or "", ""),
            read_up_to=await uow.readings.read_up_to(conversation_id),
        )


async def follow_handoff(desk: FrontDesk, staff: StaffMember, handoff_id: str, after_id: int) -> TalkNews:
    """Read what was said since a message id; this continues a look that was recorded, and records none.

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role sees no talks.
    """
    async with desk.unit_of_work(reading=True) as uow:
        handoff = await _handoff(uow, staff, handoff_id)
        conversation_id = handoff.conversation_id
        mediation = await uow.mediations.latest(conversation_id)
        return TalkNews(
            messages=tuple(await uow.messages.of_conversation(conversation_id, after_id=after_id, private=True)),
            delivery=await uow.outbox.states(conversation_id, _LATEST),
            citizen_typing=await uow.conversations.is_typing(conversation_id, by_staff=False, now=desk.now()),
            mediation="" if mediation is None else f"{mediation.id} {mediation.state} {mediation.joint}",
        )


def _may_be_asked(people: Sequence[StaffMember], staff: StaffMember, handoff: Handoff) -> list[StaffMember]:
    fitting = [person for person in people if person.may(Action.HOLD_TALK) and may_see_handoff(person, handoff)]
    return [person for person in fitting if person.id != staff.id]


async def _handoff(uow: UnitOfWork, staff: StaffMember, handoff_id: str) -> Handoff:
    handoff = await uow.handoffs.show(handoff_id)
    require_sight_of_handoff(staff, handoff)
    require(staff, Action.SEE_QUEUE)
    return handoff
