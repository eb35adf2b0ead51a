"""The outcome, and what comes after it: corrections, further questions about the same matter."""

import re
from dataclasses import replace

from bot.dialogue import applying, follow_up
from bot.dialogue.concluding import concluded
from bot.dialogue.decision import Decision
from bot.dialogue.fact_words import fact_list, joined
from bot.dialogue.facts_learned import corrected, corrected_kind, kind_name, learn, settle
from bot.dialogue.other_answers import with_other_answers
from bot.dialogue.outcome_page import outcome_page
from bot.dialogue.outcome_text import outcome_messages
from bot.dialogue.recommend import MEDIATE, is_domestic_violence
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button, wording
from bot.domain.conversation import Stage, TriageOutcome
from bot.domain.messages import Reply
from nlp.findings import Intent


def give_outcome(turn: Turn, *before: Reply) -> Decision:
    """Conclude and say everything, the important first."""
    turn, outcome = concluded(turn)
    page = outcome_page(turn.conversation, turn.desk, turn.situation)
    if page is None:
        return turn.answer(
            "outcome.no_guidance", *before, turn.reply("no_law_found"), stage=Stage.OUTCOME_GIVEN, awaiting=None
        )
    messages = _with_other_matter(turn, outcome_messages(turn, page))
    return turn.answer(
        f"outcome.{outcome.route}", *before, *messages, stage=Stage.OUTCOME_GIVEN, awaiting=None, misses=0
    )


def _with_other_matter(turn: Turn, messages: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Another dispute of the same talk still waits for its turn: a button leads to it."""
    current = turn.conversation.current
    waits = any(s.outcome is None and n != current for n, s in enumerate(turn.conversation.subjects) if s.category)
    if not waits:
        return messages
    last = messages[-1]
    return (*messages[:-1], replace(last, choices=(*last.choices, button("other_matter"))))


def rule(turn: Turn) -> Decision:
    """Answer what is said after the outcome."""
    if turn.subject.category is None:
        return turn.answer("outcome_given.ask_for_story", turn.reply("ask_for_story"), stage=Stage.DESCRIBING)
    if re.search(wording().patterns["applies"], turn.text):
        return applying.start(turn)
    if re.search(wording().patterns["lost"], turn.text):
        return _in_short(turn)
    if follow_up.asks(turn) and not turn.wants(Intent.CORRECTION):
        return follow_up.answer(turn)
    if (kind := corrected_kind(turn)) is not None:
        turn = settle(learn(turn), kind, confirmed=True)
        return give_outcome(turn, turn.reply("kind_corrected", this=kind_name(kind)))
    before = turn.subject
    turn = with_other_answers(learn(turn))
    if names := corrected(turn, before):
        return _corrected(turn, names, before.outcome)
    if turn.wants(Intent.CORRECTION):
        return turn.answer("outcome_given.what_is_wrong", turn.reply("what_to_correct"), misses=0)
    return follow_up.answer(turn)


def _in_short(turn: Turn) -> Decision:
    """All of it was too much: one sentence, and a person."""
    outcome = turn.subject.outcome
    mediates = outcome is not None and outcome.route == MEDIATE and not is_domestic_violence(turn.conversation)
    key = "what_next_in_short" if mediates else "what_next_in_short_other"
    return turn.answer("outcome_given.lost", turn.reply(key), misses=0)


def _corrected(turn: Turn, names: tuple[str, ...], earlier: TriageOutcome | None) -> Decision:
    """Say what was changed; where that changes the road or a deadline, say the outcome again."""
    shown = fact_list(turn.subject.facts, turn.desk, turn.subject.category, names)
    said = turn.reply("fact_corrected", facts=joined(shown))
    turn, outcome = concluded(turn)
    if earlier is not None and _same_advice(outcome, earlier):
        return turn.answer("outcome_given.corrected", said, follow_up.prompt(turn), misses=0)
    return give_outcome(turn, said)


def _same_advice(one: TriageOutcome, other: TriageOutcome) -> bool:
    return (one.route, one.organisation_id, one.act_before) == (other.route, other.organisation_id, other.act_before)
