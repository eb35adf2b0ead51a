"""A citizen said something: one message, one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue import own_cases
from bot.dialogue.decision import Decision, Mediator, Situation
from bot.dialogue.wording import reply
from bot.domain.attachments import require_room_for
from bot.domain.conversation import Holder, Stage
from bot.domain.dispute import Dispute
from bot.domain.mediation import JOINT
from bot.domain.messages import Author, CitizenMessage, Reply, StoredMessage
from bot.service import notices
from bot.service.accepted_text import accepted_text
from bot.service.ask_performance import record_performance
from bot.service.asked_dispute import asked_dispute
from bot.service.carry_out_handoff import choose_mediator, open_handoff, raise_risk, redirect_handoff, withdraw_handoff
from bot.service.conversation_ports import Notice, OpenTalk
from bot.service.erase_citizen import erase_talks
from bot.service.front_desk import FrontDesk
from bot.service.hear_and_decide import decide, understand
from bot.service.ports import UnitOfWork
from bot.service.queue_place import present_staff, queue_place
from bot.service.register_dispute import register_dispute
from bot.service.second_party.hear_party import Spoken, hear_party, sealed
from bot.service.second_party.joint_room import require_joint
from bot.service.topics import wake_talk
from bot.service.trying_again import trying_again
from bot.service.who_is_on_duty import choosable_mediators
from nlp.findings import Understanding


@dataclass(frozen=True, slots=True)
class ReceivedTurn:
    """What came of a message. `repeated`: it was received before, the answer is the saved one, nothing has changed."""

    message: StoredMessage
    replies: tuple[StoredMessage, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was found out before the transaction: it depends on the text, the day and what was just asked."""

    understanding: Understanding | None
    awaiting: str | None
    asked_dispute: Dispute | None
    kind: str


async def receive_message(desk: FrontDesk, message: CitizenMessage, *, kind: str = "message") -> ReceivedTurn:
    """Take a citizen's message, decide, and save message, answer and all that follows from it together.

    The same (channel, account, external id) again returns the saved answer. An unknown address starts a conversation,
    and so does a message after the last one was closed. While a person holds the talk the message is saved for him and
    the assistant is silent. `kind` says how the message is kept: see `receive_edit`.

    Raises:
        MessageTooLong: More than the longest text.
        BadInput: More files than one talk may have.
        StaleConversation: Other writers were first, five times in a row.
        Unavailable: The database does not answer.
    """
    message = replace(message, text=accepted_text(message.text))

    async def attempt() -> ReceivedTurn:
        async with desk.unit_of_work(reading=True) as uow:
            if (known := await _known(uow, message)) is not None:
                return known
            talk = await uow.conversations.open_one(message.sender)
        awaiting = None if talk is None else talk.conversation.awaiting
        understanding = await understand(desk, message.text, awaiting)
        asked = await asked_dispute(desk, f"{_held_pieces(talk)} {message.text}".strip())
        desk.settings.fault_point("understood")
        async with desk.unit_of_work() as uow:
            turn = await _take(desk, uow, message, _Heard(understanding, awaiting, asked, kind))
            desk.settings.fault_point("before_commit")
        desk.settings.fault_point("committed")
        return turn

    async with desk.turn_order.turn(message.sender):
        return await trying_again(attempt, desk.settings.tries_on_conflict)


def _held_pieces(talk: OpenTalk | None) -> str:
    """Return the number or code of a file that the message before held, so that the other one completes it."""
    if talk is None:
        return ""
    return own_cases.held_pieces(talk.conversation, talk.conversation.turns + 1) or ""


async def was_received(desk: FrontDesk, message: CitizenMessage) -> bool:
    """Whether the message is known already; spares a channel the fetching of its file.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        return await _known(uow, message) is not None


async def _known(uow: UnitOfWork, message: CitizenMessage) -> ReceivedTurn | None:
    saved = await uow.messages.received(message.sender.channel, message.sender.account, message.external_id)
    return None if saved is None else ReceivedTurn(saved.message, saved.replies, repeated=True)


async def _take(desk: FrontDesk, uow: UnitOfWork, message: CitizenMessage, heard: _Heard) -> ReceivedTurn:
    now = desk.now()
    mediation = await uow.mediations.lock_of_address(message.sender)
    talk = await uow.conversations.lock_open(message.sender)
    if (known := await _known(uow, message)) is not None:  # another process took it since we looked
        return known
    talk = talk or await uow.conversations.start(message.sender, now)
    understanding = heard.understanding
    if talk.conversation.awaiting != heard.awaiting:  # another process moved the talk on: the words mean something else
        understanding = await understand(desk, message.text, talk.conversation.awaiting)
    if heard.kind == JOINT:
        require_joint(mediation)
    if message.attachments:
        require_room_for(len(message.attachments), await uow.attachments.count(talk.conversation.id))
    saved = await uow.messages.add_citizen_message(
        talk.conversation.id,
        message.text,
        message.external_id,
        now,
        kind=heard.kind,
        attachments=message.attachments,
    )
    await uow.messages.remember(message.sender.channel, message.sender.account, saved)
    await uow.outbox.reopen_window(message.sender, now)
    desk.settings.fault_point("message_saved")
    situation = await _situation(desk, uow, talk, now, heard.asked_dispute, files=len(message.attachments))
    decision = await decide(desk, understanding, talk.conversation, situation)
    if mediation is not None:
        decision = replace(decision, conversation=sealed(talk.conversation, decision.conversation))
        await hear_party(uow, mediation, talk, Spoken(saved, message.attachments, understanding), now)
    if talk.conversation.holder is Holder.STAFF_MEMBER:
        await _record_for_staff(uow, talk, decision, now)
        return ReceivedTurn(saved, ())
    answer = _Answer(uow, decision.rule, saved.id, now)
    if decision.erase:
        after = await erase_talks(uow, message.sender, now)
        replies = await answer.say(after, decision.replies)
        replies.append(await notices.tell(uow, after, notices.erased(), now, "erased", answers=saved.id))
        wake_talk(uow, after)
        return ReceivedTurn(replace(saved, text="", kind="erased", attachments=()), tuple(replies))
    replies = await answer.say(talk, decision.replies)
    talk, more = await _carry_out(desk, uow, talk, decision, now)
    if decision.performance is not None:
        await record_performance(desk, uow, decision.performance)
    replies += await answer.say(talk, more)
    desk.settings.fault_point("replies_saved")
    wake_talk(uow, await uow.conversations.save(talk, now))
    return ReceivedTurn(saved, tuple(replies))


async def _situation(
    desk: FrontDesk, uow: UnitOfWork, talk: OpenTalk, now: datetime, asked: Dispute | None, *, files: int
) -> Situation:
    place, mediators = None, tuple[Mediator, ...]()
    if talk.conversation.holder is Holder.STAFF_QUEUE and talk.handoff_id is not None:
        handoff = await uow.handoffs.show(talk.handoff_id)
        place = await queue_place(uow, handoff, desk.settings, now)
        mediators = await choosable_mediators(uow, desk.settings.presence_lease, handoff, now)
    return Situation(
        now=now,
        staffed=frozenset(await present_staff(uow, desk.settings, now)),
        queue_position=None if place is None else place.position,
        disputes=tuple(await uow.disputes.of_address(talk.address)),
        asked_dispute=asked,
        files=files,
        mediators=mediators,
    )


async def _record_for_staff(uow: UnitOfWork, talk: OpenTalk, decision: Decision, now: datetime) -> None:
    """A person holds the talk: the one place that keeps the assistant silent, whatever the rules decided.

    The facts it heard are kept for the person, and danger is passed on.
    """
    kept = replace(
        decision.conversation,
        holder=talk.conversation.holder,
        stage=talk.conversation.stage,
        version=talk.conversation.version,
    )
    saved = await uow.conversations.save(replace(talk, conversation=kept), now)
    if talk.handoff_id is not None:
        handoff = await uow.handoffs.show(talk.handoff_id)
        await raise_risk(uow, handoff, kept.risk, now)
        uow.announce(f"staff:{handoff.claimed_by}")
    wake_talk(uow, saved)


async def _carry_out(
    desk: FrontDesk, uow: UnitOfWork, talk: OpenTalk, decision: Decision, now: datetime
) -> tuple[OpenTalk, list[Reply]]:
    """Do what was decided; return the talk as it is then, and what is to be said of it."""
    held_by, before = talk.conversation.holder, talk.conversation
    state = replace(decision.conversation, id=before.id, holder=held_by, version=before.version)
    talk = replace(talk, conversation=state)
    said: list[Reply] = []
    if decision.withdraw:
        talk = await withdraw_handoff(uow, talk, now)
    if decision.handoff is not None:
        talk = await open_handoff(uow, talk, decision.handoff, now, place_kept=desk.settings.ladder.place_kept)
    if decision.redirect is not None:
        talk = await redirect_handoff(uow, talk, decision.redirect, now)
    if decision.wanted_staff is not None:
        await choose_mediator(uow, talk, decision.wanted_staff or None, now)
    if decision.application is not None:
        dispute = await register_dispute(desk, uow, decision.application, now, conversation_id=before.id)
        organisation = desk.organisation_name(dispute.application.organisation_id)
        said.append(reply("registered", number=dispute.number, code=dispute.code, organisation=organisation))
        said.append(reply("registered_next"))
    if talk.handoff_id is not None:
        handoff = await uow.handoffs.show(talk.handoff_id)
        await raise_risk(uow, handoff, state.risk, now)
        uow.announce(f"queue:{handoff.organisation_id}")
        if held_by is Holder.ASSISTANT:
            place = await queue_place(uow, handoff, desk.settings, now)
            if place is not None and place.position > 1:
                said.append(notices.position(place.position, place.minutes))
    elif decision.conversation.stage is Stage.CLOSED:
        talk = replace(talk, open=False, conversation=replace(talk.conversation, holder=Holder.NOBODY))
    return talk, said


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer to one message: which rule gave it, to which message, when."""

    uow: UnitOfWork
    rule: str
    answers: int
    now: datetime

    async def say(self, talk: OpenTalk, said: Sequence[Reply]) -> list[StoredMessage]:
        """Save replies in order."""
        sayings = [Notice(reply=r, author=Author.ASSISTANT, rule=self.rule, answers=self.answers) for r in said]
        return [await self.uow.messages.add(talk, saying, self.now) for saying in sayings]
