"""Reading the answer to one question by the kind of answer it wants."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import KnownFact
from knowledge.questions import Question, QuestionKind
from nlp.findings import Intent
from nlp.numerals import NUMBER, parse_number

_NUMBER = re.compile(NUMBER)
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
        return Answer(skipped=question.kind is QuestionKind.DATE and _tells_no_date(turn))
    text = turn.heard.text
    return Answer(KnownFact(value, text.strip(), 0, len(text), turn.conversation.turns, confirmed=True))


def _value(turn: Turn, question: Question) -> Any:
    heard = turn.heard.facts.get(question.fact)
    if question.kind is QuestionKind.CHOICE:
        chosen = _chosen(turn, question)
        if question.fact in _LISTS:
            return _as_list(chosen, None if heard is None else heard.value)
        known = {choice.value for choice in question.choices}
        return heard.value if chosen is None and heard is not None and heard.value in known else chosen
    if question.kind is QuestionKind.YES_NO and _denies_something_else(turn.text, question):
        return None
    if heard is not None and isinstance(heard.value, bool) is (question.kind is QuestionKind.YES_NO):
        return heard.value
    match question.kind:
        case QuestionKind.YES_NO:
            return _yes_or_no(turn)
        case QuestionKind.NUMBER | QuestionKind.AMOUNT:
            return _number(turn)
        case QuestionKind.TEXT | QuestionKind.PLACE:
            return turn.text[:_LONGEST_ANSWER] if _says_something(turn) and _fits(turn, question) else None
        case _:
            return None


def _fits(turn: Turn, question: Question) -> bool:
    """Whether free text may be a place where one was asked for: a question back or a sentence is none."""
    if question.kind is not QuestionKind.PLACE:
        return True
    asks_back = _pattern("asking_back").search(turn.heard.text)
    return not asks_back and _pattern("a_place").search(turn.text) is not None


def _denies_something_else(text: str, question: Question) -> bool:
    """Whether 没有…, 不是… denies a thing that the question did not name: 没有小孩 is no answer about blows."""
    said = _pattern("denial").match(text)
    if said is None:
        return False
    denied = set(_pattern("small_words").sub("", said["what"]))
    return len(denied) > 1 and not denied & set(question.ask)


def _chosen(turn: Turn, question: Question) -> str | None:
    """Give the value of the one choice whose label was sent, or stands in the message."""
    exact = [c.value for c in question.choices if c.label == turn.text]
    named = exact or [c.value for c in question.choices if c.label in turn.text]
    return named[0] if len(named) == 1 else None


def _tells_no_date(turn: Turn) -> bool:
    """Words without a day (还在上班, 没约定) answer a question for a day: there is none."""
    return sum("\u4e00" <= c <= "\u9fff" for c in turn.text) >= 2


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
    """A bare number answers a question for one; more than one does not, nor one that counts time or names a day."""
    if any(name.endswith("_date") for name in turn.heard.facts):
        return None
    text = turn.heard.normalised
    found = [(number, m.end()) for m in _NUMBER.finditer(text) if (number := parse_number(m[0])) is not None]
    if len(found) != 1 or _pattern("counts_time").match(text, found[0][1]):
        return None
    return found[0][0].plain


def _says_something(turn: Turn) -> bool:
    return any(c.isalnum() for c in turn.text)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(wording().patterns[name])
