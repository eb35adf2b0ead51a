"""The last day of the time limits of a dispute, on the Chinese calendar of holidays and working weekends."""

from functools import cache
from typing import Any

from knowledge.calculators.facts import Facts
from knowledge.calculators.numbers import Number
from knowledge.calculators.triggers import Trigger, trigger
from knowledge.data_files import read_yaml
from knowledge.guidance import GuidanceBook
from knowledge.time_limits import TimeLimit, TimeLimits
from knowledge.working_days import knows_year

FILE = "last_days.yaml"
MOST = 2


@cache
def _wording() -> tuple[Trigger, dict[str, Any]]:
    content = read_yaml(FILE)
    return trigger(content), content


@cache
def _books() -> tuple[GuidanceBook, TimeLimits]:
    return GuidanceBook.load(), TimeLimits.load()


def last_days(category: str, subtype: str, facts: Facts, text: str) -> tuple[Number, ...]:
    """Last days of the limits that the guidance names for a dispute, where the question asks for a last day.

    A limit whose first day is not known asks for it; limits without a length and disputes without guidance give none.
    """
    asked, wording = _wording()
    if not asked.strength(text):
        return ()
    guidance, limits = _books()
    try:
        named = guidance.for_(category, subtype).time_limits
    except (KeyError, ValueError):
        return ()
    found = [limits.limit(name) for name in named]
    return tuple(_last_day(limit, facts, wording) for limit in found if not limit.unlimited)[:MOST]


def _last_day(limit: TimeLimit, facts: Facts, wording: dict[str, Any]) -> Number:
    what = wording["what"].format(name=limit.name)
    start = facts.day(limit.start_fact) if limit.start_fact else None
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
    return Number(
        f"last_day_{limit.id}", what, last.isoformat(), wording["unit"], (*steps, say["confirm"]), limit.cites
    )
