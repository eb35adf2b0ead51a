"""An answer to another of our questions than the one just put: it is kept, so that it need not be said again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.dialogue.answer_reading import names_what_there_is
from bot.dialogue.recommend import guidance_of
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import KnownFact
from knowledge.questions import Question, QuestionKind

_ALWAYS = ("written_contract",)
"""Asked or not, it is worth keeping: 有欠条."""
_LONGEST = 12
"""Characters: a longer message tells a story, which other readers understand better."""


def with_other_answers(turn: Turn) -> Turn:
    """Give the turn with what the message answers of the other questions that its kind of dispute has."""
    if len(turn.text) > _LONGEST or turn.pressed_any():
        return turn
    facts = dict(turn.subject.facts)
    for question in _others(turn):
        value = _value(turn, question)
        known = facts.get(question.fact)
        if value is not None and (known is None or known.value != value):
            facts[question.fact] = KnownFact(value, turn.text, 0, len(turn.text), turn.conversation.turns, True)
    return turn if facts == dict(turn.subject.facts) else turn.with_subject(replace(turn.subject, facts=facts))


def _others(turn: Turn) -> Iterator[Question]:
    guidance = guidance_of(turn.subject, turn.desk)
    for name in () if guidance is None else dict.fromkeys((*guidance.questions, *_ALWAYS)):
        question = turn.desk.question(name, turn.subject.category or "")
        if question is not None and name != turn.conversation.awaiting:
            yield question


def _value(turn: Turn, question: Question) -> Any:
    match question.kind:
        case QuestionKind.CHOICE:
            return next((c.value for c in question.choices if c.label == turn.text), None)
        case QuestionKind.YES_NO:
            return _has(turn.text, question)
        case QuestionKind.DATE:
            return _date(turn, question)
        case _:
            return None


def _has(text: str, question: Question) -> bool | None:
    """Read 没有借条, or 不对，有借条的, as the answer to the question whether there is one."""
    asked = re.search(wording().patterns["asks_whether_there_is"], question.ask)
    if asked is None:
        return None
    if names_what_there_is(text, question):
        return True
    denied = re.search(wording().patterns["has_not"], text)
    return False if denied is not None and denied["what"] in asked["what"] else None


def _date(turn: Turn, question: Question) -> str | None:
    """Take a message that is a day and nothing else, where only one day is still to be asked for."""
    open_dates = [
        other for other in _others(turn) if other.kind is QuestionKind.DATE and other.fact not in turn.subject.facts
    ]
    awaited = turn.conversation.awaiting or ""
    if open_dates != [question] or awaited.endswith("_date"):
        return None
    heard = turn.desk.understand(turn.text, turn.today, question.fact).facts.get(question.fact)
    return str(heard.value) if heard is not None and heard.span.text == turn.text else None
