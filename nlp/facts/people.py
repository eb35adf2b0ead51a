"""Ages and numbers of people."""

import re
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns
from nlp.numerals import NUMBER, parse_number

_OLDEST = 120
_OLDEST_CHILD = 40
_NEXT_CHILD_WITHIN = 6
_GROUP = 10
_LARGEST_GROUP = 1_000_000
_ROUNDED = {"上百": 100.0, "好百": 100.0, "几十": 20.0}
_AGE = re.compile(
    rf"(?<![\d.])(?P<number>{NUMBER})(?P<about>多|来|几)?(?:周)?岁(?P<half>半)?(?!以[上下]|月)"
    r"|(?<!\d)(?P<months>\d{1,2}|[一二两三四五六七八九十]+)个月大(?!概)"
)


@cache
def _headcounts() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d第.大初高])(?P<number>{NUMBER}|[上好]百|几十)(?P<about>多|来|余|几)?(?P<unit>个|名|位|号|户|口)?多?"
        rf"(?P<who>{patterns('people')['counted'].pattern})?"
    )


def find(message: Message) -> list[Fact]:
    """Return age (of the asker), children_ages (a list, in years) and headcount."""
    return [*_ages(message), *_headcount(message)]


def _ages(message: Message) -> list[Fact]:
    own: Fact | None = None
    children: list[int | float] = []
    first = last = -1
    for match in _AGE.finditer(message.text):
        years = _years(match)
        if years is None or not 0 <= years <= _OLDEST:
            continue
        whose = _whose(message, match, last if children else None)
        if whose == "asker" and own is None:
            own = message.fact("age", int(years), match.start(), match.end(), approximate=bool(match.group("about")))
        elif whose == "child" and years < _OLDEST_CHILD:
            children.append(int(years) if float(years).is_integer() else years)
            first = match.start() if first < 0 else first
            last = match.end()
    facts = [own] if own else []
    if children:
        facts.append(message.fact("children_ages", children, first, last))
    return facts


def _whose(message: Message, match: re.Match[str], last_child: int | None) -> str | None:
    """Say whose age it is: the asker's, a child's, or (None) somebody else's."""
    words = patterns("people")
    before, after = message.before(match.start()), message.text[match.end() : match.end() + 6]
    across = message.text[max(0, match.start() - 14) : match.start()]
    of_another = words["other_after"].match(after) is not None
    child_after = words["child_after"].match(after) is not None
    if words["asker_before"].search(before) and not child_after and not of_another:
        return "asker"
    if child_after or words["child_before"].search(across):
        return "child"
    if last_child is not None and match.start() - last_child <= _NEXT_CHILD_WITHIN:
        between = message.text[last_child : match.start()]
        if words["next_child"].search(between):
            return "child"
    if of_another or words["other_before"].search(before):
        return None
    return "asker" if words["subject_left_out"].search(before) else None


def _years(match: re.Match[str]) -> float | None:
    if match.group("months"):
        months = parse_number(match.group("months"))
        return round(months.value / 12, 1) if months else None
    number = parse_number(match.group("number"))
    if number is None:
        return None
    return number.value + (0.5 if match.group("half") else 0)


def _headcount(message: Message) -> list[Fact]:
    words = patterns("people")
    best: tuple[int, Fact] | None = None
    for match in _headcounts().finditer(message.text):
        who, written = match.group("who"), match.group("number")
        if who is None and match.group("unit") != "户":
            continue
        number = parse_number(written)
        value = _ROUNDED.get(written, number.value if number else 0.0)
        if not 2 <= value <= _LARGEST_GROUP:
            continue
        before = message.before(match.start(), 10)
        ours = words["ours_before"].search(before) is not None
        specific = match.group("unit") == "户" or words["counted_loosely"].match(who or "") is None
        if not (ours or specific or (value >= _GROUP and not words["against_us_before"].search(before))):
            continue
        about = bool(match.group("about")) or written in _ROUNDED or bool(number and number.approximate)
        fact = message.fact("headcount", int(value), match.start(), match.end(), approximate=about)
        if best is None or (ours and best[0] == 0):
            best = (int(ours), fact)
    return [best[1]] if best else []
