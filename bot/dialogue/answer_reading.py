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

_LONGEST_ANSWER = 200
_LONGEST_REPETITION = 12
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
        return Answer(skipped=question.kind is QuestionKind.DATE and _tells_no_date(turn, question))
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
    if question.kind is QuestionKind.YES_NO:
        if names_what_there_is(turn.text, question):
            return True
        if _puts_something_right(turn) or (
            _denies_something_else(turn.text, question) and not _says_so(turn, question)
        ):
            return None
    if question.nothing is not None and _pattern("nothing").search(turn.text):
        return question.nothing
    if heard is not None and isinstance(heard.value, bool) is (question.kind is QuestionKind.YES_NO):
        return heard.value
    match question.kind:
        case QuestionKind.YES_NO:
            answered = _yes_or_no(turn)
            return _repeats(turn, question) if answered is None else answered
        case QuestionKind.TEXT | QuestionKind.PLACE:
            return turn.text[:_LONGEST_ANSWER] if _says_something(turn) and _fits(turn, question) else None
        case _:
            return None


def _fits(turn: Turn, question: Question) -> bool:
    """Whether free text may be what was asked for: a question back or a sentence is no place, a sum no name."""
    if question.kind is not QuestionKind.PLACE:
        return question.fits is None or question.fits.search(turn.text) is not None
    asks_back = _pattern("asking_back").search(turn.heard.text)
    return not asks_back and _pattern("a_place").search(turn.text) is not None


def _says_so(turn: Turn, question: Question) -> bool:
    """Whether the message tells the fact by itself (没什么大碍 of an injury), whatever was asked."""
    return question.fact in turn.desk.understand(turn.text, turn.today).facts


def _repeats(turn: Turn, question: Question) -> bool | None:
    """Read 户口还在村里, or 户口不在, which say the question again, as yes or no; None where it says other things."""
    if _pattern("asks").search(turn.text) or len(turn.text) > _LONGEST_REPETITION:
        return None
    denied = _pattern("negation").findall(turn.text)
    said = _pairs(_pattern("small_marks").sub("", _pattern("negation").sub("", turn.text)))
    if not said or len(denied) > 1 or 2 * len(said & _pairs(question.ask)) < len(said):
        return None
    return not denied


def _puts_something_right(turn: Turn) -> bool:
    """Whether 不是五万，是六万 puts something else right: that is no no."""
    return turn.wants(Intent.CORRECTION) and _pattern("correction").search(turn.text) is not None


def _denies_something_else(text: str, question: Question) -> bool:
    """Whether 没有…, 不是… denies a thing that the question did not name: 没有小孩 is no answer about blows."""
    said = _pattern("denial").match(text)
    if said is None:
        return False
    denied = set(_pattern("small_words").sub("", said["what"]))
    if not denied or denied & set(question.ask):
        return False
    return len(denied) > 1 or _pattern("denied_in_general").fullmatch("".join(denied)) is None


def names_what_there_is(text: str, question: Question) -> bool:
    """Whether 有聊天记录, or 没有借条，但有聊天记录, names a thing that the question asks for."""
    asked = _pairs(question.ask)
    return any(
        _pairs(said["what"]) & asked for name in ("has", "has_besides") for said in _pattern(name).finditer(text)
    )


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _chosen(turn: Turn, question: Question) -> str | None:
    """Give the value of the one choice whose label or other words were sent; a bare no means the one that denies."""
    choices, text = question.choices, turn.text
    named = (
        [c.value for c in choices if c.label == text]
        or [c.value for c in choices if c.label in text]
        or [c.value for c in choices if c.said is not None and c.said.search(text)]
    )
    if not named and turn.wants(Intent.NO):
        named = [c.value for c in choices if _pattern("label_denies").search(c.label)]
    return named[0] if len(named) == 1 else None


def _tells_no_date(turn: Turn, question: Question) -> bool:
    """Words such as 还在上班, 没约定, 好多年了 answer a question for a day: there is none to be had."""
    return _pattern("no_date").search(turn.text) is not None and not _denies_something_else(turn.text, question)


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


def _says_something(turn: Turn) -> bool:
    return any(c.isalnum() for c in turn.text)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(wording().patterns[name])
