"""When it began, ended, happened, and until when something must be done."""

from nlp.facts.calendar_words import NamedDay, named_days
from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns

_NEAR = 10


def find(message: Message) -> list[Fact]:
    """Return start_date, end_date, event_date and deadline_date (ISO), each at most once.

    The role follows from the words of the same clause; what stands nearest after the day decides.
    """
    found: dict[str, NamedDay] = {}
    loose: list[NamedDay] = []
    for day in named_days(message.text, message.today):
        name = _role(message, day)
        if name is None:
            loose.append(day)
        else:
            found.setdefault(name, day)
    for day in loose:
        found.setdefault("event_date", day)
    return [
        message.fact(name, day.day.isoformat(), day.start, day.end, approximate=day.approximate)
        for name, day in found.items()
    ]


def _role(message: Message, day: NamedDay) -> str | None:
    table = patterns("fact_roles")
    after, before = message.after(day.end, _NEAR), message.before(day.start, _NEAR)
    if day.day > message.today:
        return "deadline_date"
    if table["date_deadline"].search(after[:6]) and day.day >= message.today:
        return "deadline_date"
    nearest = [
        (match.start(), f"{role}_date")
        for role in ("start", "end", "event")
        if (match := table[f"date_{role}"].search(after))
    ]
    if not nearest:
        for role in ("start", "end", "event"):
            matches = list(table[f"date_{role}"].finditer(before))
            if matches:
                nearest.append((len(before) - matches[-1].end(), f"{role}_date"))
    return min(nearest)[1] if nearest else None
