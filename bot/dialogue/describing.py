"""Listening: what is it about? Greetings, idle talk and plain questions are answered here too."""

import re
from dataclasses import replace

from bot.dialogue import collecting_facts, confirming_category, small_talk, unusable_text
from bot.dialogue.child_words import fitting_key
from bot.dialogue.condolence import condole
from bot.dialogue.decision import Decision
from bot.dialogue.facts_learned import NOT_LEGAL, learn, settle, understanding_of_story
from bot.dialogue.outcome_given import give_outcome
from bot.dialogue.safety_rules import gentle_preface
from bot.dialogue.several_disputes import part_disputes
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.messages import Reply
from nlp.findings import Intent, Understanding

PROCEDURE = "procedure"
_ONLY_A_CALL = 6
"""Characters: 怎么办 and the like call for help without saying what for."""
UNSURE_BELOW = 0.35
"""Below this probability of the likeliest category the citizen is asked, however far the second lies behind."""


def rule(turn: Turn, *before: Reply) -> Decision:
    """Take up a story, or answer what is no story; `before` is said first."""
    if hesitates(turn):
        return turn.answer("describing.take_your_time", turn.reply("take_your_time"), misses=0)
    if unusable_text.is_foreign(turn.text) and not turn.wants(Intent.GREETING):
        return unusable_text.not_understood(turn, "only_chinese", "describing.only_chinese")
    turn = learn(turn)
    understood = understanding_of_story(turn)
    if understood.category == NOT_LEGAL:
        return _no_dispute(turn, understood)
    return take_up(turn, understood, *before)


def hesitates(turn: Turn) -> bool:
    """Whether somebody wants to speak and does not dare, before anything was told."""
    return not turn.subject.story and re.search(wording().patterns["hesitates"], turn.text) is not None


def take_up(turn: Turn, understood: Understanding, *before: Reply) -> Decision:
    """Go on with a story whose kind is understood, or ask for its kind."""
    turn, sorry = condole(turn.changed(misses=0))
    turn, gentle = gentle_preface(turn)
    before = (*sorry, *before)
    turn, understood, also = part_disputes(turn, understood)
    if understood.in_doubt or understood.categories[0].probability < UNSURE_BELOW:
        return confirming_category.ask(turn, understood, *before, *gentle)
    turn = settle(turn, understood)
    return collecting_facts.begin(turn, *before, *gentle, *also)


def _no_dispute(turn: Turn, understood: Understanding) -> Decision:
    """Answer a greeting, idle talk or a question of procedure."""
    if understood.subtype == PROCEDURE:
        settled = settle(turn, replace(understood, own_dispute=False)).changed(misses=0)
        return give_outcome(settled)
    if turn.wants(Intent.GREETING) or understood.subtype == "greeting":
        return turn.answer("describing.greeting", turn.reply("greeting"), misses=0)
    if re.search(wording().patterns["upset"], turn.text):
        said = turn.reply(fitting_key(turn, "comfort")), turn.reply("ask_for_story")
        return turn.answer("describing.comfort", *said, misses=0)
    if re.search(wording().patterns["angry"], turn.text):
        return turn.answer("describing.anger_heard", turn.reply("anger_heard"), misses=0)
    if turn.wants(Intent.THANKS):
        return small_talk.thanks(turn)
    if turn.pressed("tell_story", "go_on") or turn.wants(
        Intent.YES, Intent.NO, Intent.DOES_NOT_KNOW, Intent.NEW_SUBJECT
    ):
        return turn.answer("describing.ask_for_story", turn.reply("ask_for_story"), misses=0)
    if turn.heard.facts or (len(turn.text) <= _ONLY_A_CALL and re.search(wording().patterns["asks"], turn.text)):
        return turn.answer("describing.more", turn.reply("ask_for_story"), misses=0)
    key = "off_topic" if understood.subtype == "off_topic" else "unintelligible"
    return unusable_text.not_understood(turn, key, f"describing.{key}")
