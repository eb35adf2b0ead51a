"""Choose what to say next: safety first, then what may be asked for at any time, then the rule of the stage."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.dialogue import (
    applying,
    asked_articles,
    asked_cases,
    collecting_facts,
    confirming_category,
    confirming_erasure,
    confirming_guardian,
    describing,
    file_received,
    in_queue,
    leaving_message,
    outcome_given,
    performance_asked,
    safe_again,
    standing_requests,
    subjects,
    unlawful_wish,
    unusable_text,
)
from bot.dialogue.decision import Decision, Situation
from bot.dialogue.facts_learned import note_danger
from bot.dialogue.false_alarm import without_false_alarm
from bot.dialogue.finishing import finished
from bot.dialogue.misreadings import without_misreadings
from bot.dialogue.reference_desk import ReferenceDesk
from bot.dialogue.reminding import reminded
from bot.dialogue.safety_rules import SAFETY_RULES
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Conversation, Holder, Stage
from nlp.findings import Understanding
from nlp.numerals import Number, parse_number

StageRule = Callable[[Turn], Decision]

STAGE_RULES: Mapping[Stage, StageRule] = {
    Stage.DESCRIBING: describing.rule,
    Stage.CONFIRMING_CATEGORY: confirming_category.rule,
    Stage.COLLECTING_FACTS: collecting_facts.rule,
    Stage.OUTCOME_GIVEN: outcome_given.rule,
    Stage.APPLYING: applying.rule,
    Stage.LEAVING_MESSAGE: leaving_message.rule,
    Stage.CONFIRMING_ERASURE: confirming_erasure.rule,
    Stage.CONFIRMING_GUARDIAN: confirming_guardian.rule,
    Stage.CLOSED: describing.rule,
}

_NONE = Number(0)
_YES_OR_NO = frozenset({"consent", "confirmation"})
"""What a stage waits for where only its buttons answer."""

_FIRST_RULES = (
    file_received.rule,
    unusable_text.rule,
    performance_asked.rule,
    safe_again.after_leaving,
    unlawful_wish.rule,
)
"""Tried after safety and before what belongs to a stage."""

STAGE_BUTTONS: Mapping[Stage, tuple[str, ...]] = {
    Stage.COLLECTING_FACTS: collecting_facts.BUTTONS,
    Stage.CONFIRMING_CATEGORY: ("none_of_these",),
    Stage.APPLYING: applying.BUTTONS,
    Stage.LEAVING_MESSAGE: leaving_message.BUTTONS,
    Stage.CONFIRMING_GUARDIAN: confirming_guardian.BUTTONS,
    Stage.CONFIRMING_ERASURE: confirming_erasure.BUTTONS,
}
"""Buttons that belong to the stage that shows them."""


def decide(heard: Understanding, conversation: Conversation, desk: ReferenceDesk, situation: Situation) -> Decision:
    """Choose what to say next; pure: the same input always gives the same decision."""
    conversation = replace(conversation, turns=conversation.turns + 1)
    if conversation.stage is Stage.CLOSED or conversation.holder is Holder.NOBODY:
        conversation = replace(conversation, stage=Stage.DESCRIBING, holder=Holder.ASSISTANT, awaiting=None)
    turn = Turn(without_misreadings(heard, conversation), conversation, desk, situation)
    turn = note_danger(without_false_alarm(_numbered_choice(turn)))
    return finished(turn, reminded(turn, _choose(turn)))


def _choose(turn: Turn) -> Decision:
    match turn.conversation.holder:
        case Holder.STAFF_MEMBER:
            return turn.answer("silent.staff_member")
        case Holder.STAFF_QUEUE:
            return in_queue.rule(turn)
        case _:
            pass
    for safety_rule in SAFETY_RULES:
        if (decision := safety_rule(turn)) is not None:
            return decision
    for first_rule in _FIRST_RULES:
        if (decision := first_rule(turn)) is not None:
            return decision
    stage = turn.conversation.stage
    if stage is Stage.CONFIRMING_ERASURE or _belongs_to_stage(turn, stage):
        return STAGE_RULES[stage](turn)
    for wish_rule in (standing_requests.rule, asked_articles.rule, asked_cases.rule, subjects.named_again):
        if (decision := wish_rule(turn)) is not None:
            return decision
    return subjects.change(turn) if subjects.is_another_dispute(turn) else STAGE_RULES[stage](turn)


def _belongs_to_stage(turn: Turn, stage: Stage) -> bool:
    """Whether the message is a button of the stage, or a label that it offered and that is no standing button."""
    if turn.pressed(*STAGE_BUTTONS.get(stage, ())):
        return True
    return stage in STAGE_BUTTONS and turn.text in turn.memory.get("offered", ()) and not turn.pressed_any()


def _numbered_choice(turn: Turn) -> Turn:
    """Read 第二个, or a bare 2 where no number was asked for, as the second button: not every channel has buttons."""
    offered = turn.memory.get("offered", ())
    named = re.fullmatch(wording().patterns["numbered"], turn.text)
    bare = turn.text.isdecimal() and len(turn.text) == 1 and not _wants_number(turn)
    if not offered or (named is None and not bare):
        return turn
    number = int(turn.text) if named is None else int((parse_number(named["number"]) or _NONE).value)
    if not 1 <= number <= len(offered):
        return turn
    label = offered[number - 1]
    return replace(turn, heard=turn.desk.understand(label, turn.today, turn.conversation.awaiting))


def _wants_number(turn: Turn) -> bool:
    awaited, category = turn.conversation.awaiting, turn.subject.category
    if awaited is None or awaited in _YES_OR_NO:
        return False
    question = None if category is None else turn.desk.question(awaited, category)
    return question is None or question.kind.value not in {"yes_no", "choice", "place"}
