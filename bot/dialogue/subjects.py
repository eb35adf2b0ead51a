"""Several disputes in one talk: a new one, back to an earlier one, a change of subject in mid-talk."""

import re
from dataclasses import replace

from bot.dialogue import collecting_facts, describing
from bot.dialogue.decision import Decision
from bot.dialogue.facts_learned import NOT_LEGAL, tells_something
from bot.dialogue.follow_up import prompt
from bot.dialogue.several_disputes import waiting_subject
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Stage, Subject
from nlp.findings import Intent
from nlp.taxonomy import category_name

MOST_SUBJECTS = 6
_SURE_FROM = 0.75
_LONG_ENOUGH, _UNANNOUNCED = 12, 24
_OF_THE_PERSON = ("age", "phone", "name", "role")
"""Facts about the citizen himself, which hold for each of his disputes."""
_STAGES = frozenset({Stage.COLLECTING_FACTS, Stage.OUTCOME_GIVEN})


def is_another_dispute(turn: Turn) -> bool:
    """Whether a message in mid-talk tells of a dispute of another kind, clearly and at some length."""
    heard, subject = turn.heard, turn.subject
    if turn.conversation.stage not in _STAGES or subject.category is None or turn.wants(Intent.CORRECTION):
        return False
    announced = re.search(wording().patterns["another"], turn.text) is not None
    if not announced and (re.search(wording().patterns["asks"], turn.text) or len(turn.text) < _UNANNOUNCED):
        return False  # a question after the outcome is about this matter, a short word answers ours
    return (
        heard.own_dispute
        and not heard.in_doubt
        and heard.category not in {subject.category, NOT_LEGAL}
        and heard.categories[0].probability >= _SURE_FROM
        and len(turn.text) >= _LONG_ENOUGH
        and turn.conversation.awaiting not in heard.facts
    )


def change(turn: Turn) -> Decision:
    """Take up the other dispute; the first stays where it was."""
    said = turn.reply("subject_changed", this=category_name(turn.heard.category))
    return describing.rule(begin_new(turn), said)


def new(turn: Turn) -> Decision:
    """The citizen says that there is another matter: the next one that was mentioned, or a fresh one."""
    waiting = next(
        (n for n, s in enumerate(turn.conversation.subjects) if s.outcome is None and n != turn.conversation.current),
        None,
    )
    if tells_something(turn) and turn.heard.own_dispute and len(turn.text) >= _LONG_ENOUGH:
        return describing.rule(begin_new(turn))
    if waiting is not None and turn.subject.outcome is not None:
        return _take_up(turn, waiting)
    return begin_new(turn).answer("subjects.new", turn.reply("new_subject"), stage=Stage.DESCRIBING, awaiting=None)


def named_again(turn: Turn) -> Decision | None:
    """After one outcome he names the dispute that was kept for later: it is taken up."""
    waiting = waiting_subject(turn) if turn.conversation.stage is Stage.OUTCOME_GIVEN else None
    return None if waiting is None else _take_up(turn, waiting)


def back(turn: Turn) -> Decision:
    """Go back to the dispute before."""
    subjects = turn.conversation.subjects
    told = [n for n, s in enumerate(subjects) if s.category is not None and n != turn.conversation.current]
    if not told:
        return turn.answer("subjects.no_other", turn.reply("ask_for_story"), misses=0)
    return _take_up(turn, told[-1])


def begin_new(turn: Turn) -> Turn:
    """Give the turn with a fresh dispute; an empty current one is used again."""
    conversation = turn.conversation
    own = {name: fact for name, fact in turn.subject.facts.items() if name in _OF_THE_PERSON}
    fresh = turn.remembering(tries=None, candidates=None, asked_again=None, step=None)
    fresh = fresh.changed(stage=Stage.DESCRIBING, awaiting=None, misses=0)
    if turn.subject.category is None and not turn.subject.story:
        return fresh
    kept = conversation.subjects[-(MOST_SUBJECTS - 1) :]
    subjects = (*kept, Subject(facts=own))
    return fresh.changed(subjects=subjects, current=len(subjects) - 1)


def _take_up(turn: Turn, number: int) -> Decision:
    turn = turn.changed(current=number, awaiting=None, misses=0)
    said = turn.reply("back_again", this=category_name(turn.subject.category or NOT_LEGAL))
    if turn.subject.outcome is not None:
        return turn.answer("subjects.back", said, prompt(turn), stage=Stage.OUTCOME_GIVEN)
    understood = turn.desk.understand(turn.subject.told, turn.today)
    if understood.category == turn.subject.category:
        turn = turn.with_subject(replace(turn.subject, subtype=understood.subtype))
    return collecting_facts.begin(turn, said)
