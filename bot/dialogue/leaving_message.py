"""Nobody is on duty: take a message and a number, so that somebody calls back."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.dialogue.decision import Decision
from bot.dialogue.fact_words import moment_in_words
from bot.dialogue.handing_over import look_after, opening, request
from bot.dialogue.phone_numbers import find_phone, looks_like_phone
from bot.dialogue.recommend import is_domestic_violence
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import HandoffKind
from bot.domain.messages import Reply
from knowledge.organisations import Organisation
from nlp.findings import Intent, Risk

BUTTONS = ("leave_message", "no_message", "skip", "go_on", "other_room")
_MOST_TRIES = 2
_BESIDE = 4
"""So many characters more than the number itself are words, such as when to call."""


def rule(turn: Turn) -> Decision:
    """Offer, then the message, then the number."""
    organisation = _organisation(turn)
    step = turn.memory.get("step", "offer")
    if turn.pressed("other_room"):
        return _other_room(turn, organisation)
    if turn.pressed("no_message", "go_on") or (turn.wants(Intent.NO) and step == "offer"):
        return _declined(turn, organisation)
    if (phone := find_phone(turn.text)) is not None:
        return _taken(turn, organisation, phone)
    if step == "phone":
        return _phone(turn, organisation)
    if turn.pressed("leave_message") or (step == "offer" and _agrees(turn)):
        return turn.remembering(step="note").answer(
            "leaving_message.ask_note", turn.reply("message_ask"), awaiting="note"
        )
    return _note(turn)


def _agrees(turn: Turn) -> bool:
    return turn.wants(Intent.YES) or re.search(wording().patterns["leaves_message"], turn.text) is not None


def ask_for_phone(turn: Turn, organisation: Organisation, rule_name: str, due_at: str | None = None) -> Decision:
    """Take a waiting citizen out of the queue and ask for the number to call; `due_at` is the moment agreed on."""
    callback = {"organisation": organisation.id, "wish": HandoffKind.CALLBACK.value}
    if due_at is not None:
        callback["due_at"] = due_at
    turn = turn.remembering(callback=callback, step="phone", note=None, queue_noted=None, ladder_offer=None)
    said = phone_question(turn)
    left = turn.answer(rule_name, said, holder=Holder.ASSISTANT, stage=Stage.LEAVING_MESSAGE, awaiting="phone")
    return replace(left, withdraw=True)


def _note(turn: Turn) -> Decision:
    note = "" if turn.pressed("skip") else turn.text
    kept = turn.remembering(step="phone", note=note or None, tries=None)
    return kept.answer("leaving_message.ask_phone", phone_question(turn), awaiting="phone")


def phone_question(turn: Turn) -> Reply:
    """Ask for the number; of somebody beaten at home for one that is safe to call."""
    unsafe = is_domestic_violence(turn.conversation)
    return turn.reply("phone_for_callback_safe" if unsafe else "phone_for_callback")


def _phone(turn: Turn, organisation: Organisation) -> Decision:
    tries = int(turn.memory.get("tries", 0)) + 1
    unwilling = turn.pressed("skip") or turn.wants(Intent.NO, Intent.DOES_NOT_KNOW)
    if unwilling or tries > _MOST_TRIES:
        said = turn.reply("phone_needed", address=organisation.address)
        kept = turn.remembering(step="offer", tries=None).answer("leaving_message.no_phone", said, awaiting=None)
        return _looked_after(turn, kept)
    if not looks_like_phone(turn.text):
        note = "\n".join(part for part in (str(turn.memory.get("note", "")), turn.text) if part)
        turn = turn.remembering(note=note)
        said = phone_question(turn)
    else:
        said = turn.reply("phone_not_right")
    return turn.remembering(tries=tries).answer("leaving_message.phone_again", said, awaiting="phone")


def _taken(turn: Turn, organisation: Organisation, phone: str) -> Decision:
    beside_the_number = turn.text if len(turn.text) > len(phone) + _BESIDE else ""
    note = "\n".join(part for part in (str(turn.memory.get("note", "")), beside_the_number) if part)
    due_at = _agreed(turn)
    if due_at is None:
        said = turn.reply("message_taken", organisation=organisation.name, opening=opening(turn, organisation))
    else:
        said = turn.reply("callback_booked", organisation=organisation.name, when=moment_in_words(due_at))
    asked = request(turn, HandoffKind.CALLBACK, organisation, note=note, phone=phone, due_at=due_at)
    return replace(_back(turn, "leaving_message.taken", said), handoff=asked)


def _other_room(turn: Turn, asked: Organisation) -> Decision:
    """He agrees to the room in which somebody is now."""
    other = turn.desk.organisation(str((turn.memory.get("callback") or {}).get("other", "")))
    if other is None or other.id not in turn.situation.staffed:
        said = turn.reply("message_declined", organisation=asked.name)
        return _back(turn, "leaving_message.other_room_gone", said)
    said = turn.reply("handoff_room", organisation=other.name)
    moved = _back(turn, "leaving_message.other_room", said)
    asked_for = request(turn, HandoffKind.MEDIATION_ROOM, other)
    return replace(moved, handoff=asked_for, conversation=replace(moved.conversation, holder=Holder.STAFF_QUEUE))


def _agreed(turn: Turn) -> datetime | None:
    """Give the moment that was agreed on for the call."""
    callback = turn.memory.get("callback") or {}
    return datetime.fromisoformat(callback["due_at"]) if "due_at" in callback else None


def _declined(turn: Turn, organisation: Organisation) -> Decision:
    said = _back(turn, "leaving_message.declined", turn.reply("message_declined", organisation=organisation.name))
    return _looked_after(turn, said) if turn.memory.get("step") == "phone" else said


def _looked_after(turn: Turn, decision: Decision) -> Decision:
    """Whoever waited after an alarm and leaves no number is looked after all the same."""
    if turn.conversation.risk is not Risk.RED:
        return decision
    return replace(decision, handoff=look_after(turn, "left_after_alarm_note"))


def _back(turn: Turn, rule_name: str, *replies: Any) -> Decision:
    stage = Stage.OUTCOME_GIVEN if turn.subject.outcome is not None else Stage.DESCRIBING
    forgotten = turn.remembering(callback=None, step=None, note=None, tries=None)
    return forgotten.answer(rule_name, *replies, stage=stage, awaiting=None)


def _organisation(turn: Turn) -> Organisation:
    callback = turn.memory.get("callback") or {}
    found = turn.desk.organisation(callback.get("organisation", ""))
    return found or turn.desk.organisation_for("district", None, turn.conversation.risk)
