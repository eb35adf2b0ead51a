"""While the citizen waits for a human: danger, leaving, deleting, and short answers about the queue; no advice."""

import re
from dataclasses import replace

from bot.dialogue import confirming_erasure, ladder_offers, safe_again, small_talk
from bot.dialogue.child_words import fitting, speaks_with_child
from bot.dialogue.decision import Decision
from bot.dialogue.facts_learned import learn
from bot.dialogue.handing_over import look_after, request, room_for, staffed_near, staffed_window
from bot.dialogue.leaving_message import ask_for_phone
from bot.dialogue.recommend import is_domestic_violence
from bot.dialogue.safety_rules import help_for
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button, wording
from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import HandoffKind, HandoffRequest
from bot.domain.messages import Reply
from nlp.findings import Intent, Risk

BUTTONS = ("leave_queue", "keep_waiting", *ladder_offers.BUTTONS)


def rule(turn: Turn) -> Decision:
    """Answer someone who waits."""
    return _wish(turn) or _word(turn)


def _wish(turn: Turn) -> Decision | None:
    """Answer danger, leaving, deleting and what the ladder offered; None for anything else."""
    if turn.heard.risk.grade is Risk.RED and not (turn.heard.risk.only_suspected and _asks(turn)):
        return _danger(turn)
    if turn.conversation.stage is Stage.CONFIRMING_ERASURE:
        return confirming_erasure.rule(turn)
    if turn.wants(Intent.DELETE_DATA):
        return confirming_erasure.ask(turn)
    if turn.pressed("leave_queue", "end"):
        return _leave(turn)
    if turn.wants(Intent.STOP):
        return _leave(turn) if turn.conversation.risk is not Risk.RED or safe_again.may_say_so(turn) else _noted(turn)
    if turn.conversation.risk is Risk.RED and safe_again.says_so(turn):
        return safe_again.go_on(turn)
    if turn.wants(Intent.WHO_ARE_YOU):
        return small_talk.who_are_you(turn)
    if turn.pressed("leave_message"):
        return _leave_message(turn)
    return ladder_offers.rule(turn, room_for(turn))


def _word(turn: Turn) -> Decision:
    """Answer whatever else he says; words that are no question are kept and not interrupted."""
    if re.search(wording().patterns["afraid_it_is_told"], turn.text):
        return turn.answer("in_queue.not_told", fitting(turn, "not_told_to_anybody"))
    if is_domestic_violence(turn.conversation) and (said := _advice(turn)) is not None:
        return turn.answer("in_queue.violence_at_home", said)
    if turn.pressed("keep_waiting"):
        return turn.answer("in_queue.keep_waiting", turn.reply("queue_keep_waiting"))
    if turn.wants(Intent.WANTS_HUMAN, Intent.WANTS_LAWYER, Intent.HELP, Intent.CASE_STATUS) or _asks(turn):
        return _position(turn)
    return _noted(turn)


def _danger(turn: Turn) -> Decision:
    """Danger while he waits: help once more, and the handoff becomes an emergency.

    What only the model suspects says little of its kind: then the help fits what is known of the talk.
    """
    if turn.heard.risk.only_suspected:
        risk = replace(turn.heard.risk, kinds=turn.conversation.risk_kinds)
        turn = replace(turn, heard=replace(turn.heard, risk=risk))
    said = turn.answer("in_queue.danger", help_for(turn)[0], fitting(turn, "still_in_danger"))
    organisation = turn.desk.organisation_for("district", None, Risk.RED)
    present = staffed_near(turn, room_for(turn), Risk.RED) or organisation
    return replace(said, handoff=request(turn, HandoffKind.EMERGENCY, present))


def _position(turn: Turn) -> Decision:
    position = turn.situation.queue_position
    if staffed_near(turn, room_for(turn), turn.conversation.risk) is None and staffed_window(turn) is None:
        first = (fitting(turn, "still_in_danger"),) if turn.conversation.risk is Risk.RED else ()
        return turn.answer("in_queue.nobody_there", *first, turn.reply("queue_nobody_there"))
    if turn.conversation.risk is Risk.RED:
        return turn.answer("in_queue.emergency", fitting(turn, "queue_emergency"))
    if position is None:
        return turn.answer("in_queue.position", turn.reply("already_waiting"))
    said = turn.reply("queue_next") if position <= 1 else turn.reply("queue_position", ahead=position - 1)
    if turn.situation.mediators:
        said = replace(said, choices=(*said.choices, button("choose_mediator")))
    return turn.answer("in_queue.position", said)


def _noted(turn: Turn) -> Decision:
    """What he adds goes to the people who take over; he is told so once, then his words are not interrupted."""
    told = turn.memory.get("queue_noted")
    if turn.conversation.risk is Risk.RED:
        later = "ask_if_safe" if safe_again.may_say_so(turn) else "danger_noted"
        turn = learn(turn).remembering(queue_noted=True)
        return turn.answer("in_queue.noted_in_danger", fitting(turn, later if told else "still_in_danger"))
    turn = learn(turn).remembering(queue_noted=True)
    return turn.answer("in_queue.noted", *(() if told else (turn.reply("queue_noted"),)))


def _advice(turn: Turn) -> Reply | None:
    """Somebody beaten at home asks while she waits: what she must know does not wait for a human."""
    if speaks_with_child(turn):
        return fitting(turn, "violence_at_home_help") if re.search(wording().patterns["asks"], turn.text) else None
    if turn.pressed("protection_order") or name_in(turn.text, "protection_order"):
        return turn.reply("protection_order", buttons=("leave_queue",), kind="help")
    if re.search(wording().patterns["asks"], turn.text) or turn.wants(Intent.WANTS_LAWYER):
        return turn.reply("violence_at_home_help", kind="help")
    return None


def name_in(text: str, topic: str) -> bool:
    """Whether a word of a topic stands in a text."""
    return any(word in text for word in wording().topics[topic])


def _leave_message(turn: Turn) -> Decision:
    """He will not wait any longer: out of the queue, and a number to call back."""
    return ask_for_phone(turn, room_for(turn), "in_queue.leave_message")


def _leave(turn: Turn) -> Decision:
    if turn.pressed("end") or turn.wants(Intent.STOP):
        return replace(small_talk.stop(turn), withdraw=True, handoff=_look(turn))
    stage = Stage.OUTCOME_GIVEN if turn.subject.outcome is not None else Stage.DESCRIBING
    turn = turn.remembering(queue_noted=None)
    key = "goodbye_safe" if turn.conversation.risk is Risk.RED else "queue_left"
    left = turn.answer("in_queue.left", turn.reply(key), holder=Holder.ASSISTANT, stage=stage, misses=0)
    return replace(left, withdraw=True, handoff=_look(turn))


def _look(turn: Turn) -> HandoffRequest | None:
    """Whoever leaves after an alarm without a word that he is safe is looked after all the same."""
    return look_after(turn, "left_after_alarm_note") if turn.conversation.risk is Risk.RED else None


def _asks(turn: Turn) -> bool:
    """Whether it is a short question about the waiting itself."""
    return name_in(turn.text, "waiting")
