"""After an alarm the citizen says that he is safe: people still look at it, and he is not left alone with his matter.

A grade never falls by itself, and no clock lowers it: the citizen does, by his own word, to orange, and the district is
asked to make sure. Where his own life was in danger his word is not enough: only a person lowers that.
"""

import re
from dataclasses import replace

from bot.dialogue import collecting_facts, describing
from bot.dialogue.child_words import fitting
from bot.dialogue.decision import Decision
from bot.dialogue.facts_learned import NOT_LEGAL, learn, settle, understanding_of_story
from bot.dialogue.handing_over import look_after
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Holder, Stage
from nlp.findings import Risk

_OWN_LIFE = frozenset({"suicide", "despair"})


def may_say_so(turn: Turn) -> bool:
    """Whether the citizen's own word can end the alarm."""
    return not turn.conversation.risk_kinds & _OWN_LIFE


def says_so(turn: Turn) -> bool:
    """Whether he says that he is safe now, or that it is over, and may."""
    return says_safe(turn) and may_say_so(turn)


def says_safe(turn: Turn) -> bool:
    """Whether the whole message says so and nothing beside it."""
    return turn.pressed("safe_now") is not None or re.search(wording().patterns["safe"], turn.text) is not None


def go_on(turn: Turn) -> Decision:
    """Leave the emergency queue for a look by the district, and go on with the matter where it stood."""
    turn = turn.changed(risk=Risk.ORANGE, holder=Holder.ASSISTANT).remembering(queue_noted=None)
    look = look_after(turn, "safe_handoff_note")
    return replace(_matter(turn), rule="in_queue.safe_again", withdraw=True, handoff=look)


def after_leaving(turn: Turn) -> Decision | None:
    """He says so when he waits for nobody any longer: it is heard, and the grade stays for a person to lower."""
    if turn.conversation.risk is not Risk.RED or not says_safe(turn):
        return None
    return turn.answer("safe_again.after_leaving", fitting(turn, "safe_heard"), misses=0)


def _matter(turn: Turn) -> Decision:
    said = fitting(turn, "safe_noted")
    turn = turn if turn.pressed("safe_now") else learn(turn)
    understood = understanding_of_story(turn)
    if turn.subject.category is not None:
        return collecting_facts.begin(turn, said)
    if understood.category != NOT_LEGAL and turn.subject.story:
        return describing.take_up(settle(turn, understood), understood, said)
    return turn.answer("in_queue.safe_again", said, turn.reply("ask_for_story"), stage=Stage.DESCRIBING, misses=0)
