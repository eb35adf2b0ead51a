"""What a citizen may ask for at any time, whatever the stage: by button or in his own words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.dialogue import applying, confirming_erasure, describing, own_cases, small_talk, subjects
from bot.dialogue.concluding import concluded
from bot.dialogue.decision import Decision
from bot.dialogue.facts_learned import NOT_LEGAL, learn, settle, tells_something, understanding_of_story
from bot.dialogue.follow_up import prompt, topic_of
from bot.dialogue.handing_over import to_lawyer, to_room
from bot.dialogue.outcome_page import outcome_page, roads
from bot.dialogue.recommend import guidance_of, open_roads
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import KnownFact, Stage
from bot.domain.messages import Reply
from nlp.findings import Intent

_FORMS = frozenset({Stage.APPLYING, Stage.LEAVING_MESSAGE, Stage.CONFIRMING_GUARDIAN})
"""Stages in which free text fills a field, so that only plain wishes are taken out of it."""
_ABOUT_MEDIATION = frozenset({"where", "cost", "bring", "deadlines", "winning", "sum"})
"""Topics of a question about mediation (去哪里申请调解, 申请调解要钱吗) that is no wish to apply yet."""
_LONG_STORY, _PLAIN_WISH = 60, 16
"""Characters: above the first a lawyer is part of a story, up to the second a message is nothing but a wish."""


def rule(turn: Turn) -> Decision | None:
    """Serve a standing request, or None where the message is none."""
    if turn.situation.asked_dispute is not None:
        return own_cases.rule(turn)
    if turn.conversation.stage not in _FORMS and (decision := own_cases.piece_rule(turn)) is not None:
        return decision
    for button_id, serve in _BY_BUTTON.items():
        if turn.pressed(button_id):
            return serve(turn)
    if len(turn.text) <= _PLAIN_WISH and re.search(wording().patterns["erase"], turn.text):
        return confirming_erasure.ask(turn)
    if re.search(wording().patterns["later"], turn.text):
        return _not_now(turn)
    allowed = _IN_FORMS if turn.conversation.stage in _FORMS else _BY_INTENT
    for intent, serve in allowed.items():
        if turn.wants(intent) and _meant(turn, intent):
            return serve(turn)
    return None


def _meant(turn: Turn, intent: Intent) -> bool:
    """Whether the wish is the point of the message: in a story that is told, softer words are part of the story."""
    story = tells_something(turn) and turn.heard.own_dispute and turn.heard.category != NOT_LEGAL
    match intent:
        case Intent.STOP if turn.text.isdecimal():
            return turn.conversation.awaiting is None  # 88 is goodbye, and a sum where one was asked for
        case Intent.WANTS_HUMAN | Intent.DELETE_DATA | Intent.WHO_ARE_YOU:
            return True
        case Intent.REFUSES_MEDIATION:
            return re.search(wording().patterns["refuses"], turn.text) is not None
        case Intent.WANTS_LAWYER:
            return not story or len(turn.text) <= _LONG_STORY
        case Intent.COMPLAINT:
            return not story or turn.conversation.turns > 1
        case Intent.GREETING | Intent.THANKS | Intent.HELP:
            return not story and turn.conversation.stage is not Stage.DESCRIBING
        case Intent.WANTS_MEDIATION:
            asks_about_it = topic_of(turn.text) in _ABOUT_MEDIATION and turn.subject.category is not None
            return not asks_about_it and (not story or turn.conversation.stage is Stage.OUTCOME_GIVEN)
        case _:
            return not story or turn.conversation.stage is not Stage.DESCRIBING or len(turn.text) <= _PLAIN_WISH


def _human(turn: Turn) -> Decision:
    return to_room(_with_story(turn), "standing.human")


def _lawyer(turn: Turn) -> Decision:
    return to_lawyer(_with_story(turn), "standing.lawyer")


def _with_story(turn: Turn) -> Turn:
    """Learn what else the message says, so that the people who take over know it."""
    if not tells_something(turn) or turn.conversation.stage in _FORMS:
        return turn
    turn = learn(turn)
    understood = understanding_of_story(turn)
    unsettled = turn.subject.category is None and understood.category != NOT_LEGAL
    return settle(turn, understood) if unsettled else turn


def _refuses(turn: Turn) -> Decision:
    """No mediation: respected at once, without a second try; the other roads are named."""
    turn = _with_story(turn)
    said = KnownFact(value=False, text=turn.text, start=0, end=len(turn.text), said_in=turn.conversation.turns)
    turn = turn.with_subject(replace(turn.subject, facts={**turn.subject.facts, "wishes_mediation": said}))
    turn = turn.remembering(form=None)
    if turn.subject.category is None:
        return turn.answer("standing.refuses_mediation", turn.reply("refusal_first_story"), stage=Stage.DESCRIBING)
    if turn.subject.outcome is None and turn.conversation.stage is Stage.DESCRIBING:
        return describing.take_up(turn, turn.heard)
    turn, outcome = concluded(turn)
    named = roads(open_roads(outcome, guidance_of(turn.subject, turn.desk)), turn.desk, turn.today)
    heading = turn.reply("respects_refusal")
    lines = [heading.text, *(turn.say("road_line", text=road.text) for road in named)]
    cites = tuple(dict.fromkeys((*heading.cites, *(ref for road in named for ref in road.cites))))
    replies = (Reply("\n".join(lines), cites=cites), turn.reply("after_refusal"))
    return turn.answer("standing.refuses_mediation", *replies, stage=Stage.OUTCOME_GIVEN, awaiting=None, misses=0)


def _other_roads(turn: Turn) -> Decision:
    page = outcome_page(turn.conversation, turn.desk, turn.situation)
    if page is None or not page.roads:
        return turn.answer("standing.other_roads", turn.reply("no_law_found"))
    lines = [turn.say("other_roads_line"), *(turn.say("road_line", text=road.text) for road in page.roads)]
    cites = tuple(dict.fromkeys(ref for road in page.roads for ref in road.cites))
    return turn.answer(
        "standing.other_roads", Reply("\n".join(lines), cites=cites), prompt(turn), stage=Stage.OUTCOME_GIVEN
    )


def _not_now(turn: Turn) -> Decision:
    return turn.answer("standing.not_now", turn.reply("not_now"), misses=0)


def _protection_order(turn: Turn) -> Decision:
    return turn.answer("standing.protection_order", turn.reply("protection_order", kind="help"))


def _tell_story(turn: Turn) -> Decision:
    if turn.subject.outcome is not None and turn.subject.own_dispute:
        return subjects.new(turn)
    said = turn.reply("ask_for_story")
    return turn.answer("standing.tell_story", said, stage=Stage.DESCRIBING, awaiting=None, misses=0)


def _stop(turn: Turn) -> Decision:
    """End the talk; in the middle of a form 算了 ends the form."""
    return applying.stopped(turn) if turn.conversation.stage is Stage.APPLYING else small_talk.stop(turn)


def _go_on(turn: Turn) -> Decision:
    if turn.subject.outcome is not None:
        return turn.answer("standing.go_on", prompt(turn), stage=Stage.OUTCOME_GIVEN)
    if turn.conversation.awaiting is not None:
        return turn.answer("standing.go_on", misses=0)  # the open question follows
    return turn.answer("standing.go_on", turn.reply("ask_for_story"), stage=Stage.DESCRIBING)


Serve = Callable[[Turn], Decision]

_BY_BUTTON: Mapping[str, Serve] = {
    "apply": applying.start,
    "talk_now": _human,
    "human": _human,
    "lawyer": _lawyer,
    "not_now": _not_now,
    "tell_story": _tell_story,
    "other_matter": subjects.new,
    "back_to_first": subjects.back,
    "other_roads": _other_roads,
    "protection_order": _protection_order,
    "go_on": _go_on,
    "end": small_talk.stop,
    "erase_yes": confirming_erasure.pressed_again,
    "erase_no": confirming_erasure.pressed_again,
}

_BY_INTENT: Mapping[Intent, Serve] = {
    Intent.DELETE_DATA: confirming_erasure.ask,
    Intent.WANTS_HUMAN: _human,
    Intent.WANTS_LAWYER: _lawyer,
    Intent.REFUSES_MEDIATION: _refuses,
    Intent.COMPLAINT: small_talk.complaint,
    Intent.CASE_STATUS: own_cases.rule,
    Intent.WHO_ARE_YOU: small_talk.who_are_you,
    Intent.WANTS_MEDIATION: applying.start,
    Intent.NEW_SUBJECT: subjects.new,
    Intent.STOP: _stop,
    Intent.HELP: small_talk.help_wanted,
    Intent.THANKS: small_talk.thanks,
    Intent.GREETING: small_talk.greeting,
}

_IN_FORMS: Mapping[Intent, Serve] = {
    intent: serve
    for intent, serve in _BY_INTENT.items()
    if intent in {Intent.DELETE_DATA, Intent.WANTS_HUMAN, Intent.REFUSES_MEDIATION, Intent.WHO_ARE_YOU, Intent.STOP}
}
