"""Reading a correction: 不是三个月，是四个月 denies one value and states another; only what is stated counts."""

import re
from collections.abc import Mapping
from functools import cache

from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import KnownFact
from nlp.findings import Fact, Intent, Span, Understanding


def stated_facts(turn: Turn) -> Mapping[str, Fact]:
    """Give the facts of the message; of a correction only what it states, under the name of the denied fact."""
    if not turn.wants(Intent.CORRECTION):
        return turn.heard.facts
    found = _pattern().search(turn.heard.text)
    if found is None:
        return _sum_put_right(turn) or turn.heard.facts
    denied, stated = found["denied"], found["stated"]
    name = _denied_fact(turn, denied)
    heard = turn.desk.understand(stated, turn.today, name)
    shifted = {n: _shifted(fact, found.start("stated")) for n, fact in heard.facts.items()}
    if name is not None and name in shifted:
        return {name: shifted[name]}
    return shifted or turn.heard.facts


def _sum_put_right(turn: Turn) -> Mapping[str, Fact]:
    """Give the one sum known so far with its new value: 不对，是2500 does not say what it puts right."""
    found = re.search(wording().patterns["bare_correction"], turn.heard.text)
    sums = [name for name in turn.subject.facts if name.endswith("_yuan")]
    if found is None or len(sums) != 1:
        return {}
    heard = turn.desk.understand(found["stated"], turn.today, sums[0]).facts.get(sums[0])
    return {} if heard is None else {sums[0]: _shifted(heard, found.start("stated"))}


def understanding_of_stated(turn: Turn) -> Understanding:
    """Understand what a correction states, without what it denies."""
    found = _pattern().search(turn.heard.text)
    return turn.heard if found is None else turn.desk.understand(found["stated"], turn.today)


def _denied_fact(turn: Turn, denied: str) -> str | None:
    """Name the known fact whose words or value are denied."""
    facts = turn.subject.facts
    by_words = [n for n, f in facts.items() if f.text and (f.text in denied or denied in f.text)]
    if by_words:
        return by_words[0]
    return next((name for name, fact in facts.items() if _same_value(turn, name, fact, denied)), None)


def _same_value(turn: Turn, name: str, fact: KnownFact, denied: str) -> bool:
    heard = turn.desk.understand(denied, turn.today, name).facts.get(name)
    return heard is not None and not isinstance(heard.value, bool) and heard.value == fact.value


def _shifted(fact: Fact, by: int) -> Fact:
    span = Span(fact.span.start + by, fact.span.end + by, fact.span.text)
    return Fact(fact.name, fact.value, span)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(wording().patterns["correction"])
