"""Facts in words that a citizen reads: 30000 with its unit, an ISO date as a date, a code as its name."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.dialogue.reference_desk import ReferenceDesk
from bot.dialogue.wording import name_of, wording
from bot.domain.conversation import KnownFact

HIDDEN = frozenset({"age", "phone", "role", "wishes_mediation", "name", "relation"})
"""Facts that are not read back in a summary of the dispute."""


def in_words(name: str, value: Any, desk: ReferenceDesk | None = None, category: str | None = None) -> str:
    """Give a value as a citizen would write it."""
    if isinstance(value, bool):
        return name_of("value", str(value).lower())
    if isinstance(value, list):
        return name_of("word", "separator").join(in_words(name, entry) for entry in value)
    if isinstance(value, int | float):
        plain = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
        return plain + wording().names["unit"].get(name, "")
    text = str(value)
    if name == "steps_taken":
        return name_of("step", text)
    if (day := as_date(text)) is not None:
        return date_in_words(day)
    if desk is not None and category is not None and (question := desk.question(name, category)) is not None:
        text = next((choice.label for choice in question.choices if choice.value == text), text)
    return name_of("value", text)


def fact_name(name: str) -> str:
    """Give the Chinese name of a fact."""
    return name_of("fact", name)


def fact_list(
    facts: Mapping[str, KnownFact], desk: ReferenceDesk | None, category: str | None, only: Iterable[str] | None = None
) -> tuple[tuple[str, str], ...]:
    """Give (name, value) pairs in words, without what a summary leaves out or what has no Chinese name."""
    named = wording().names["fact"]
    chosen = [name for name in facts if name not in HIDDEN] if only is None else [n for n in only if n in facts]
    return tuple((_label(n, desk, category), in_words(n, facts[n].value, desk, category)) for n in chosen if n in named)


def _label(name: str, desk: ReferenceDesk | None, category: str | None) -> str:
    """Name a fact as the question for it does in this kind of dispute: months of wages owed are 欠薪月数."""
    question = None if desk is None or category is None else desk.question(name, category)
    return fact_name(name) if question is None else question.name


def joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Give pairs as one line of text."""
    said = name_of("word", "semicolon").join(f"{label} {value}" for label, value in pairs)
    return said or name_of("word", "none")


def number_in_words(value: float | str | tuple[float, float] | None) -> str:
    """Give a computed value: a sum, a date, a share, or a range."""
    if isinstance(value, tuple):
        return name_of("word", "range").format(low=number_in_words(value[0]), high=number_in_words(value[1]))
    if isinstance(value, str):
        day = as_date(value)
        return value if day is None else date_in_words(day)
    return "" if value is None else in_words("", value)


def as_date(value: Any) -> date | None:
    """Read an ISO date; None where it is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-01-01") else None
    except ValueError:
        return None


def date_in_words(day: date) -> str:
    """Give a day as people write it."""
    return name_of("word", "date").format(year=day.year, month=day.month, day=day.day)


def moment_in_words(moment: datetime) -> str:
    """Give a moment with its weekday."""
    return name_of("word", "moment").format(
        month=moment.month,
        day=moment.day,
        weekday=name_of("weekday", str(moment.weekday())),
        hour=moment.strftime("%H:%M"),
    )
