"""When it began, ended, happened, and until when something must be done."""

import re

from nlp.facts.calendar_words import NamedDay, named_days
from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns

_NEAR = 14
_BETWEEN = re.compile(r"^(?:就|一直)?(?P<doing>干|做|住|租|上班|上|待)?[到至~-]$")
_DROPPED = "none"
_TERMS = ("start_date", "end_date")


def find(message: Message) -> list[Fact]:
    """Return start_date, end_date, event_date and deadline_date (ISO), each at most once.

    `start_date` and `end_date` are those of work, lease or contract; whatever else happened on a day (loan, purchase,
    wedding, signing, accident) is `event_date`; a day still to be met, or that was promised, is `deadline_date`.
    The words of the same clause decide. A mere 今年 or 上个月 that nothing happened on is no date.
    """
    found: dict[str, NamedDay] = {}
    loose: list[NamedDay] = []
    days = list(named_days(message.text, message.today))
    for name, day in _roles(message, days):
        if name is None:
            loose.append(day)
        elif name != _DROPPED:
            found.setdefault(name, day)
    for day in loose:
        found.setdefault("event_date", day)
    return [
        message.fact(name, day.day.isoformat(), day.start, day.end, approximate=day.approximate)
        for name, day in found.items()
    ]


def _roles(message: Message, days: list[NamedDay]) -> list[tuple[str | None, NamedDay]]:
    roles: list[tuple[str | None, NamedDay]] = []
    place = 0
    while place < len(days):
        day = days[place]
        following = days[place + 1] if place + 1 < len(days) else None
        if following is not None and _is_term(message, day, following):
            roles += zip(_TERMS, (day, following), strict=True)
            place += 2
            continue
        if not _is_vague(message, day):
            roles.append((_role(message, day), day))
        place += 1
    return roles


def _is_term(message: Message, first: NamedDay, last: NamedDay) -> bool:
    """Say whether the days from `first` to `last` are those of work, lease or contract."""
    between = _BETWEEN.match(message.text[first.end : last.start])
    if between is None:
        return False
    table = patterns("fact_roles")
    if between.group("doing") or table["date_range_of_work"].match(message.after(last.end, 14)):
        return True
    around = message.text[max(0, first.start - 14) : first.start] + message.after(last.end, 6)
    return table["date_term"].search(around) is not None


def _is_vague(message: Message, day: NamedDay) -> bool:
    """Say whether only a year, a month or a week was named, and nothing is said to have happened then."""
    table = patterns("fact_roles")
    written, after = message.text[day.start : day.end], message.after(day.end, _NEAR)
    if table["date_of_pay"].search(after):
        return True
    if table["vague_year"].search(written):
        return table["vague_year_means"].search(after) is None
    if table["date_promised"].search(message.before(day.start, _NEAR)) and table["date_promise_after"].search(after):
        return False
    if table["vague_month"].search(written) and table["vague_month_means"].search(after):
        return False
    if table["vague_span"].search(written):
        return table["date_deadline"].search(after[:4]) is None and table["vague_year_means"].search(after) is None
    return False


def _role(message: Message, day: NamedDay) -> str | None:
    after, before = message.after(day.end, _NEAR), message.before(day.start, _NEAR)
    named = _named_role(message, day, before, after)
    if named is not None:
        return named
    table = patterns("fact_roles")
    if day.day > message.today:
        return _DROPPED if table["date_future_no_deadline"].search(before + after) else "deadline_date"
    nearest = [
        (match.start(), f"{role}_date")
        for role in ("start", "end", "event")
        if (match := table[f"date_{role}"].search(after))
    ]
    if nearest:
        return min(nearest)[1]
    return next((f"{role}_date" for role in ("start", "end") if table[f"date_{role}_before"].search(before)), None)


def _named_role(message: Message, day: NamedDay, before: str, after: str) -> str | None:
    """Return the role that the words right beside the day name (入职时间是, 合同到, 前还清), None where they do not."""
    table = patterns("fact_roles")
    for role in ("start", "end"):
        if table[f"date_{role}_named"].search(before):
            return f"{role}_date"
    runs_out = table["date_term_runs_out"].search(after) and table["date_term"].search(message.text)
    if runs_out or table["date_term_until"].search(before):
        return "end_date"
    due = table["date_due"].search(after) or table["date_promised_surely"].search(before)
    ahead = day.day >= message.today and table["date_deadline"].search(after[:6])
    promised = table["date_promised"].search(before) and table["date_promise_after"].search(after)
    return "deadline_date" if due or ahead or promised else None
