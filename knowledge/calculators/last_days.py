"""The last day of the time limits of a dispute, on the Chinese calendar of holidays and working weekends."""

from datetime import date
from functools import cache
from typing import Any

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number
from knowledge.calculators.triggers import Trigger, trigger
from knowledge.citations import parse_ref
from knowledge.data_files import read_yaml
from knowledge.guidance import GuidanceBook
from knowledge.identifiers import ArticleRef
from knowledge.time_limits import TimeLimit, TimeLimits
from knowledge.working_days import knows_year
from nlp.facts.calendar_words import named_days
from nlp.normalise import normalise

FILE = "last_days.yaml"
MOST = 2


@cache
def time_limit_words() -> dict[str, Any]:
    """The wording of the answers and of the form."""
    content: dict[str, Any] = read_yaml(FILE)
    return content


@cache
def _asked() -> Trigger:
    return trigger(time_limit_words())


@cache
def _named() -> tuple[tuple[Trigger, str], ...]:
    return tuple((trigger({"words": words}), name) for name, words in time_limit_words()["limits"].items())


@cache
def _counting() -> tuple[ArticleRef, ...]:
    return tuple(parse_ref(cite) for cite in time_limit_words()["articles"])


@cache
def _books() -> tuple[GuidanceBook, TimeLimits]:
    return GuidanceBook.load(), TimeLimits.load()


def limits_with_length() -> tuple[TimeLimit, ...]:
    """Every limit that has a last day."""
    return tuple(limit for limit in _books()[1] if not limit.unlimited)


def last_days(category: str, subtype: str, facts: Facts, text: str) -> tuple[Number, ...]:
    """Last days where the question asks for one: of the limit that it names, else of those that the guidance names.

    A limit whose first day is not known asks for it; limits without a length and disputes without guidance give none.
    """
    if not _asked().strength(text):
        return ()
    limits = _books()[1]
    named = sorted(((words.strength(text), name) for words, name in _named()), key=lambda pair: -pair[0])
    if named and named[0][0]:
        limit = limits.limit(named[0][1])
        return (_last_day(limit, _start(limit, facts) or _only_day(text, facts.today)),)
    return tuple(_last_day(limit, _start(limit, facts)) for limit in _guided(category, subtype))[:MOST]


def last_day_of(limit_id: str | None, start: date | None) -> Number:
    """The last day of one limit counted from one day; what is not chosen or written is asked for."""
    wording = time_limit_words()
    if limit_id is None:
        return Number("last_day", wording["title"], None, wording["unit"], (), _counting(), wording["choose"])
    return _last_day(_books()[1].limit(limit_id), start)


def _guided(category: str, subtype: str) -> tuple[TimeLimit, ...]:
    guidance, limits = _books()
    try:
        names = guidance.for_(category, subtype).time_limits
    except (KeyError, ValueError):
        return ()
    return tuple(limit for name in names if not (limit := limits.limit(name)).unlimited)


def _start(limit: TimeLimit, facts: Facts) -> date | None:
    return facts.day(limit.start_fact) if limit.start_fact else None


def _only_day(text: str, today: date) -> date | None:
    """The one exact day that a question names; two of them could be mixed up."""
    days = {named.day for named in named_days(normalise(text).text, today) if not named.approximate}
    return days.pop() if len(days) == 1 else None


def _last_day(limit: TimeLimit, start: date | None) -> Number:
    wording = time_limit_words()
    what = wording["what"].format(name=limit.name)
    if start is None:
        asked = {limit.start_fact or "start": wording["needs"].format(starts=limit.starts)}
        return Number(f"last_day_{limit.id}", what, None, wording["unit"], (), limit.cites, asked)
    last = limit.last_day(start)
    say = wording["steps"]
    steps = [say["count"].format(start=start, starts=limit.starts, length=limit.length, value=last)]
    if not knows_year(last.year):
        steps.append(say["unknown_year"].format(year=last.year))
    if limit.mediation_interrupts is not None:
        steps.append(say["interrupts" if limit.mediation_interrupts else "runs_on"])
    cites = tuple(dict.fromkeys((*limit.cites, *_counting())))
    return Number(f"last_day_{limit.id}", what, last.isoformat(), wording["unit"], (*steps, say["confirm"]), cites)
