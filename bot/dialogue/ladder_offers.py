"""While he waits: the citizen agrees to another room, a lawyer or a day to be called back, or chooses the mediator.

What was offered stands in the memory under `ladder_offer` (kind, organisation, due_at), put there by the ladder.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.dialogue.decision import Decision
from bot.dialogue.handing_over import request
from bot.dialogue.leaving_message import ask_for_phone
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button
from bot.domain.handoff import HandoffKind
from knowledge.organisations import Organisation

BUTTONS = ("accept_offer", "book_callback", "choose_mediator", "any_mediator")


def rule(turn: Turn, room: Organisation) -> Decision | None:
    """Answer a button of the ladder or a choice of the mediator; None where it was something else."""
    if turn.pressed("accept_offer"):
        return _accepted(turn)
    if turn.pressed("book_callback"):
        return _booked(turn, room)
    if turn.pressed("choose_mediator"):
        return _mediators(turn)
    if turn.pressed("any_mediator"):
        return replace(
            turn.remembering(mediators=None).answer("ladder.any_mediator", turn.reply("mediator_any")), wanted_staff=""
        )
    return _chosen(turn)


def _accepted(turn: Turn) -> Decision:
    """He agrees: the talk moves and keeps its time. Where that room has just been left nothing moves."""
    offer: Mapping[str, Any] = turn.memory.get("ladder_offer") or {}
    organisation = turn.desk.organisation(str(offer.get("organisation", "")))
    if organisation is None or organisation.id not in turn.situation.staffed:
        return turn.answer("ladder.offer_gone", turn.reply("offer_gone"))
    turn = turn.remembering(ladder_offer=None)
    said = turn.reply("offer_accepted", organisation=organisation.name)
    moved = turn.answer("ladder.offer_accepted", said)
    return replace(moved, redirect=request(turn, HandoffKind(offer["kind"]), organisation))


def _booked(turn: Turn, room: Organisation) -> Decision:
    """He takes the day that was offered: out of the queue, and the number to call."""
    offer: Mapping[str, Any] = turn.memory.get("ladder_offer") or {}
    due_at = str(offer["due_at"]) if _is_ahead(offer.get("due_at"), turn.situation.now) else None
    return ask_for_phone(turn.remembering(ladder_offer=None), room, "ladder.callback", due_at=due_at)


def _mediators(turn: Turn) -> Decision:
    """Name who is on duty and may be chosen (人民调解法 19)."""
    names = {mediator.name: mediator.id for mediator in turn.situation.mediators}
    if not names:
        return turn.answer("ladder.no_mediators", turn.reply("mediators_none"))
    said = turn.reply("mediators_offered", choices=(*names, button("any_mediator")))
    return turn.remembering(mediators=names).answer("ladder.mediators", said)


def _chosen(turn: Turn) -> Decision | None:
    """He named one of those who were offered."""
    offered: Mapping[str, str] = turn.memory.get("mediators") or {}
    name = next((name for name in offered if name in turn.text), None)
    if name is None or len(turn.text) > len(name) + _FEW:
        return None
    if offered[name] not in {mediator.id for mediator in turn.situation.mediators}:
        return turn.remembering(mediators=None).answer("ladder.mediator_gone", turn.reply("mediators_none"))
    chosen = turn.remembering(mediators=None).answer("ladder.mediator_chosen", turn.reply("mediator_chosen", name=name))
    return replace(chosen, wanted_staff=offered[name])


_FEW = 6
"""So many characters beside a name are words such as 我选…老师; more is something that he tells."""


def _is_ahead(due_at: Any, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(str(due_at)) > now
    except ValueError:
        return False
