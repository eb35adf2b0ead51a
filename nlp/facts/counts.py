"""How many: a number that answers a question for one, and counts what was asked for and nothing else.

A length of time, a sum, a floor or a distance (三个月, 五万, 3栋, 10公里) is no number of people, no age and no rate.
What may stand behind and before a number of each kind is written in ``data/counts.yaml``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import lexicon
from nlp.numerals import NUMBER, Number, parse_number

_NUMBER = re.compile(NUMBER)
_BEFORE = 8
_LONGEST_SHORT_ANSWER = 12
"""Characters: in a longer answer only a number with its own unit, or the only number there is, answers the question."""
_A_SUM = re.compile(r"[万亿]")


@dataclass(frozen=True, slots=True)
class _Kind:
    own: re.Pattern[str]
    most: int
    before: re.Pattern[str]


@cache
def _kinds() -> dict[str, _Kind]:
    raw = lexicon("counts")
    return {
        name: _Kind(re.compile(entry["own"]), entry["most"], re.compile(entry.get("before_own", "$^")))
        for name, entry in raw["facts"].items()
    }


@cache
def _expression(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("counts")[name])


def is_counted(name: str) -> bool:
    """Whether the fact is a number of something."""
    return name in _kinds()


def find(message: Message, name: str) -> Fact | None:
    """Return the number that answers the question for `name`, or None where every number counts something else."""
    kind = _kinds()[name]
    if name == "headcount" and (said := _expression("alone").search(message.text)):
        return message.fact(name, 1, said.start(), said.end())
    found = list(_numbers(message.text, kind))
    own = [one for one in found if kind.own.match(message.text, one[0].end())]
    long = len(message.text) > _LONGEST_SHORT_ANSWER and sum(1 for _ in _NUMBER.finditer(message.text)) > 1
    best = next(iter(own or (() if long else found)), None)
    if best is None:
        return None
    match, number = best
    return message.fact(name, number.plain, match.start(), match.end(), approximate=number.approximate)


def _numbers(text: str, kind: _Kind) -> Iterator[tuple[re.Match[str], Number]]:
    """Yield the numbers that may be of that kind."""
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        number = parse_number(match.group())
        if number is None or (_expression("before").search(before) and not kind.before.search(before)):
            continue
        if number.value <= kind.most and (kind.own.match(text, match.end()) or not _is_of_another(text, match)):
            yield match, number


def _is_of_another(text: str, match: re.Match[str]) -> bool:
    """Whether the number itself, or the word after it, says that it counts something else."""
    return _A_SUM.search(match.group()) is not None or _expression("units").match(text, match.end()) is not None
