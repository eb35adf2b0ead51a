"""Reading the answer to one question by the kind of answer it wants."""

import re
from dataclasses import dataclass
from typing import Any

from bot.dialogue.turn import Turn
from bot.domain.conversation import KnownFact
from knowledge.questions import Question, QuestionKind
from nlp.findings import Intent

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LONGEST_ANSWER = 200
_LISTS = frozenset({"steps_taken"})
_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer was: a fact, not known or not wanted (`skipped`), or not readable (neither)."""

    fact: KnownFact | None = None
    skipped: bool = False


def read_answer(turn: Turn, question: Question) -> Answer:
    """Read the message as the answer to a question."""
    if turn.pressed("unknown", "skip") or (turn.wants(Intent.DOES_NOT_KNOW) and question.fact not in turn.heard.facts):
        return Answer(skipped=True)
    value = _value(turn, question)
    if value is None:
        return Answer()
    text = turn.heard.text
    return Answer(KnownFact(value, text.strip(), 0, len(text), turn.conversation.turns, confirmed=True))


def _value(turn: Turn, question: Question) -> Any:
    heard = turn.heard.facts.get(question.fact)
    if question.kind is QuestionKind.CHOICE:
        chosen = next((c.value for c in question.choices if c.label == turn.text), None)
        if question.fact in _LISTS:
            return _as_list(chosen, None if heard is None else heard.value)
        return chosen if chosen is not None or heard is None else heard.value
    if heard is not None:
        return heard.value
    match question.kind:
        case QuestionKind.YES_NO:
            return _yes_or_no(turn)
        case QuestionKind.NUMBER | QuestionKind.AMOUNT:
            return _number(turn)
        case QuestionKind.TEXT | QuestionKind.PLACE:
            return turn.text[:_LONGEST_ANSWER] if _says_something(turn) else None
        case _:
            return None


def _as_list(chosen: str | None, heard: Any) -> list[str] | None:
    if chosen is not None:
        return [] if chosen == _NOTHING else [chosen]
    return heard if isinstance(heard, list) else None


def _yes_or_no(turn: Turn) -> bool | None:
    if turn.pressed("yes") or (turn.wants(Intent.YES) and not turn.wants(Intent.NO)):
        return True
    if turn.pressed("no") or turn.wants(Intent.NO):
        return False
    return None


def _number(turn: Turn) -> float | int | None:
    """A bare number answers a question for one; more than one does not."""
    found = _NUMBER.findall(turn.heard.normalised)
    if len(found) != 1:
        return None
    value = float(found[0])
    return int(value) if value.is_integer() else value


def _says_something(turn: Turn) -> bool:
    return any(c.isalnum() for c in turn.text)
