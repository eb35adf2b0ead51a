"""Opening, raising and withdrawing the handoff of a talk; at most one in which a person takes it is open."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation, Holder
from bot.domain.handoff import (
    LIVE_KINDS,
    RISK_ORDER,
    Handoff,
    HandoffEvent,
    HandoffKind,
    HandoffMove,
    HandoffRequest,
    HandoffStatus,
)
from bot.errors import StaleConversation
from bot.service.conversation_ports import OpenTalk
from bot.service.ports import UnitOfWork
from bot.service.sound_alarm import sound_alarm
from bot.service.topics import wake_queue
from nlp.findings import Risk


async def open_handoff(
    uow: UnitOfWork, talk: OpenTalk, request: HandoffRequest, at: datetime, *, place_kept: timedelta = timedelta()
) -> OpenTalk:
    """Open what the dialogue asks for and put the talk into the queue; call-backs and complaints leave the talk alone.

    Where one is open already: the same again changes nothing but the risk, danger raises it in place (it keeps its
    time), another wish replaces it. Whoever left the queue less than `place_kept` ago, or changes his wish, keeps his
    place in time.
    """
    if request.kind is HandoffKind.COMPLAINT and (waiting := await _waiting_complaint(uow, talk)) is not None:
        return await _complain_again(uow, talk, waiting, request, at)
    if request.kind not in LIVE_KINDS:
        handoff = await _add(uow, talk, request, at)
        await wake_queue(uow, request.organisation_id, handoff)
        return talk
    present = await uow.handoffs.open_live(talk.conversation.id)
    if present is not None and request.kind is HandoffKind.EMERGENCY:
        return await _escalate(uow, talk, present, request, at)
    if present is not None:
        same = (present.kind, present.organisation_id) == (request.kind, request.organisation_id)
        if same or present.status is HandoffStatus.CLAIMED or present.kind is HandoffKind.EMERGENCY:
            await raise_risk(uow, present, request.risk, at)
            return talk
        await end_handoff(uow, present, HandoffStatus.WITHDRAWN, at, note=request.kind.value)
    handoff = await _add(uow, talk, request, at, await _place(uow, talk, at, place_kept))
    await uow.ladders.restart(handoff.id, at)
    if handoff.dangerous:
        await sound_alarm(uow, handoff, at)
    await wake_queue(uow, request.organisation_id, handoff)
    return in_queue(talk, handoff)


async def redirect_handoff(uow: UnitOfWork, talk: OpenTalk, request: HandoffRequest, at: datetime) -> OpenTalk:
    """The citizen agreed to go to another organisation: the waiting talk moves there and keeps its time.

    His consent is kept as an event (个人信息保护法 23). Where somebody took the talk meanwhile nothing changes.
    """
    present = await uow.handoffs.open_live(talk.conversation.id)
    if present is None:
        return await open_handoff(uow, talk, request, at)
    if present.status is not HandoffStatus.WAITING:
        return talk
    details = {"from": present.organisation_id, "to": request.organisation_id, "kind": request.kind.value}
    moved = await uow.handoffs.escalate(present, request.kind, request.organisation_id, present.risk, request.brief)
    await uow.handoffs.note(present.id, HandoffEvent(at, HandoffMove.CONSENTED, details=details))
    await uow.ladders.restart(present.id, at)
    await wake_queue(uow, present.organisation_id)
    await wake_queue(uow, moved.organisation_id, moved)
    return in_queue(talk, moved)


async def choose_mediator(uow: UnitOfWork, talk: OpenTalk, staff_id: str | None, at: datetime) -> None:
    """The citizen chose who is to take his waiting talk (None: anybody); he keeps his place."""
    present = await uow.handoffs.open_live(talk.conversation.id)
    if present is None or present.status is not HandoffStatus.WAITING:
        return
    chosen = await uow.handoffs.requeue(present, present.organisation_id, staff_id)
    if chosen is None:
        raise StaleConversation("这个转接刚刚被另一个操作改过。")
    await uow.handoffs.note(present.id, HandoffEvent(at, HandoffMove.CHOSEN, details={"wanted_staff": staff_id}))
    await wake_queue(uow, chosen.organisation_id, chosen)


async def withdraw_handoff(uow: UnitOfWork, talk: OpenTalk, at: datetime) -> OpenTalk:
    """The citizen leaves the queue; the assistant speaks again."""
    present = await uow.handoffs.open_live(talk.conversation.id)
    if present is None or present.status is not HandoffStatus.WAITING:
        return talk
    await end_handoff(uow, present, HandoffStatus.WITHDRAWN, at)
    return with_assistant(talk)


async def raise_risk(uow: UnitOfWork, handoff: Handoff, risk: Risk, at: datetime) -> None:
    """Raise the risk of an open handoff, never lower it, and wake whoever must know."""
    if RISK_ORDER[risk] >= RISK_ORDER[handoff.risk]:
        return
    raised = await uow.handoffs.escalate(handoff, handoff.kind, handoff.organisation_id, risk, handoff.brief)
    details = {"from": handoff.risk.value, "to": risk.value}
    await uow.handoffs.note(handoff.id, HandoffEvent(at, HandoffMove.RISK_RAISED, details=details))
    if raised.dangerous and raised.live and not handoff.dangerous:
        await sound_alarm(uow, raised, at)
    await wake_queue(uow, raised.organisation_id, raised)


async def end_handoff(uow: UnitOfWork, handoff: Handoff, status: HandoffStatus, at: datetime, note: str = "") -> None:
    """Withdraw a handoff and wake its queue.

    Raises:
        StaleConversation: It has moved since it was read.
    """
    ended = await uow.handoffs.end(handoff, status, at)
    if ended is None:
        raise StaleConversation("这个转接刚刚被另一个操作改过。")
    await uow.handoffs.note(handoff.id, HandoffEvent(at, HandoffMove.WITHDRAWN, note=note))
    await wake_queue(uow, handoff.organisation_id, ended)


def in_queue(talk: OpenTalk, handoff: Handoff) -> OpenTalk:
    """Return the talk as waiting for a person."""
    return _held(talk, Holder.STAFF_QUEUE, handoff.id)


def with_staff(talk: OpenTalk, handoff: Handoff) -> OpenTalk:
    """Return the talk as held by a person."""
    return _held(talk, Holder.STAFF_MEMBER, handoff.id)


def with_assistant(talk: OpenTalk) -> OpenTalk:
    """Return the talk as the assistant's."""
    return _held(talk, Holder.ASSISTANT, None)


def _held(talk: OpenTalk, holder: Holder, handoff_id: str | None) -> OpenTalk:
    conversation: Conversation = replace(talk.conversation, holder=holder)
    return replace(talk, conversation=conversation, handoff_id=handoff_id)


async def _waiting_complaint(uow: UnitOfWork, talk: OpenTalk) -> Handoff | None:
    """The complaint of this talk that nobody has looked at yet: one line of the queue is enough for it."""
    handoffs = await uow.handoffs.of_conversations([talk.conversation.id])
    waiting = (h for h in handoffs if h.kind is HandoffKind.COMPLAINT and h.status is HandoffStatus.WAITING)
    return next(waiting, None)


async def _complain_again(
    uow: UnitOfWork, talk: OpenTalk, waiting: Handoff, request: HandoffRequest, at: datetime
) -> OpenTalk:
    """Write the new words beside the old ones; the place in the queue stays."""
    await uow.handoffs.note(waiting.id, HandoffEvent(at, HandoffMove.REQUESTED, note=request.note))
    await raise_risk(uow, waiting, request.risk, at)
    await wake_queue(uow, waiting.organisation_id, waiting)
    return talk


async def _place(uow: UnitOfWork, talk: OpenTalk, at: datetime, place_kept: timedelta) -> datetime:
    """Return since when the citizen has waited: from the first request on, where he never left for long."""
    earlier = [
        h
        for h in await uow.handoffs.of_conversations([talk.conversation.id])
        if h.live and h.status is HandoffStatus.WITHDRAWN and h.closed_at is not None and at - h.closed_at <= place_kept
    ]
    return max((h.requested_at for h in earlier), default=at)


async def _add(
    uow: UnitOfWork, talk: OpenTalk, request: HandoffRequest, at: datetime, since: datetime | None = None
) -> Handoff:
    handoff = await uow.handoffs.add(talk.conversation.id, request, since or at)
    details = {"kind": request.kind.value, "organisation": request.organisation_id, "risk": request.risk.value}
    await uow.handoffs.note(handoff.id, HandoffEvent(at, HandoffMove.REQUESTED, details=details))
    return handoff


async def _escalate(
    uow: UnitOfWork, talk: OpenTalk, present: Handoff, request: HandoffRequest, at: datetime
) -> OpenTalk:
    """Danger: the open handoff becomes the emergency. Whoever holds the talk keeps it and is alarmed."""
    organisation_id = present.organisation_id if present.claimed_by else request.organisation_id
    raised = await uow.handoffs.escalate(present, request.kind, organisation_id, request.risk, request.brief)
    details = {"from": present.risk.value, "to": request.risk.value, "kind": request.kind.value}
    await uow.handoffs.note(present.id, HandoffEvent(at, HandoffMove.RISK_RAISED, details=details))
    if not present.dangerous:
        await uow.ladders.restart(present.id, at)
        await sound_alarm(uow, raised, at)
    await wake_queue(uow, raised.organisation_id, raised)
    if organisation_id != present.organisation_id:
        await wake_queue(uow, present.organisation_id)
    return talk if present.claimed_by else in_queue(talk, raised)
