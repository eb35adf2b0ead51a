"""Ages and numbers of people."""

import re
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import patterns
from nlp.numerals import NUMBER, parse_number

_OLDEST = 120
_OLDEST_CHILD = 18
_GROWN = 18
_YOUNGEST_ASKER = 8
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
    """Return age (of the adult whom the matter is about), children_ages (a list, in years) and headcount."""
    return [*_ages(message), *_headcount(message)]


def _ages(message: Message) -> list[Fact]:
    adult: Fact | None = None
    children: list[int] = []
    first = last = -1
    for match in _AGE.finditer(message.text):
        years = _years(match)
        if years is None or not 0 <= years <= _OLDEST:
            continue
        whose = _whose(message, match, years, last if children else None)
        if whose == "adult" and adult is None:
            adult = message.fact("age", int(years), match.start(), match.end(), approximate=bool(match.group("about")))
        elif whose == "child" and years < _OLDEST_CHILD:
            children.append(int(years))
            first = match.start() if first < 0 else first
            last = match.end()
    if not children and (row := _children_in_a_row(message)):
        children, first, last = row
    adult = adult or _bare_adult(message)
    facts = [adult] if adult else []
    if not children and (bare := _bare_child(message)):
        facts.append(bare)
    if len(children) == 1 and patterns("people")["twins"].search(message.text):
        children = children * 2
    if children:
        facts.append(message.fact("children_ages", children, first, last))
    return facts


def _whose(message: Message, match: re.Match[str], years: float, last_child: int | None) -> str | None:
    """Say whose age it is: that of the adult whom the matter is about, a child's, or (None) somebody else's."""
    words = patterns("people")
    before, after = message.before(match.start()), message.text[match.end() : match.end() + 6]
    across = message.text[max(0, match.start() - 14) : match.start()]
    child_after = words["child_after"].match(after) is not None
    of_child = years < _GROWN and (child_after or words["child_before"].search(across))
    if words["asker_before"].search(across) and years >= _YOUNGEST_ASKER and not of_child:
        return "child" if years < _GROWN and words["child_named"].search(across) else "adult"
    if of_child:
        return "child"
    if last_child is not None and match.start() - last_child <= _NEXT_CHILD_WITHIN:
        between = message.text[last_child : match.start()]
        if words["next_child"].search(between):
            return "child"
    if years < _GROWN:
        # 他骑车把我娃撞了，五岁
        named = words["child_named"].search(message.text)
        return "child" if named else ("adult" if words["subject_left_out"].search(before) else None)
    return None if words["against_us"].search(before) else "adult"


def _children_in_a_row(message: Message) -> tuple[list[int], int, int] | None:
    """三个孩子，15、12、7."""
    match = patterns("people")["ages_in_a_row"].search(message.text)
    if match is None:
        return None
    numbers = [parse_number(piece) for piece in re.split(r"[、，和跟]", match.group("ages").replace("岁", ""))]
    ages: list[int] = [int(number.value) for number in numbers if number and number.value < _OLDEST_CHILD]
    return (ages, match.start("ages"), match.end("ages")) if len(ages) == len(numbers) else None


def _bare(message: Message) -> list[tuple[str, int, re.Match[str]]]:
    """Return ages said without 岁 (我四十八, 婶子58): whose, years, and the match of the number."""
    words = patterns("people")
    found = []
    for match in _bare_ages().finditer(message.text):
        number = parse_number(match.group("number"))
        if number is None or not words["bare_age_after"].match(message.text[match.end() : match.end() + 4]):
            continue
        found.append((match.group("who") or "", int(number.value), match))
    return found


def _bare_adult(message: Message) -> Fact | None:
    for _, years, match in _bare(message):
        if _GROWN <= years <= _OLDEST and not match.group(0).startswith("那年"):
            return message.fact("age", years, match.start("number"), match.end("number"))
    alone = patterns("people")["alone_between_commas"].search(message.text)
    number = parse_number(alone.group("age")) if alone else None
    if alone is None or number is None:
        return None
    return message.fact("age", int(number.value), alone.start("age"), alone.end("age"))


def _bare_child(message: Message) -> Fact | None:
    words = patterns("people")
    for who, years, match in _bare(message):
        if years < _GROWN and who and words["child"].search(who):
            return message.fact("children_ages", [years], match.start("number"), match.end("number"))
    return None


@cache
def _bare_ages() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{patterns('people')['bare_age'].pattern})(?P<number>\d{{1,2}}|[一二三四五六七八九]?十[一二三四五六七八九]?)"
    )


def _years(match: re.Match[str]) -> float | None:
    if match.group("months"):
        # a baby counted in months
        return None
    number = parse_number(match.group("number"))
    if number is None:
        return None
    return number.value + (0.5 if match.group("half") else 0)


def _headcount(message: Message) -> list[Fact]:
    """Return how many people stand on the asker's side; households, and brothers and sisters, are not counted."""
    words = patterns("people")
    best: tuple[int, Fact] | None = None
    for match in _headcounts().finditer(message.text):
        who, written, before = match.group("who"), match.group("number"), message.before(match.start(), 10)
        following = message.text[match.end() : match.end() + 4]
        group = words["group_before"].search(before) is not None and match.group("unit") in {"个", "名", "位"}
        if (who is None and not group) or match.group("unit") in {"户", "口"}:
            continue
        if who is None and re.match(r"[\u4e00-\u9fff]", following):
            continue
        number = parse_number(written)
        value = _ROUNDED.get(written, number.value if number else 0.0)
        if not 2 <= value <= _LARGEST_GROUP or words["not_counted_before"].search(before):
            continue
        if words["not_counted_after"].match(following):
            continue
        ours = group or words["ours_before"].search(before) is not None
        specific = words["counted_loosely"].match(who or "") is None
        if not (ours or specific or (value >= _GROUP and not words["against_us_before"].search(before))):
            continue
        about = bool(match.group("about")) or written in _ROUNDED or bool(number and number.approximate)
        fact = message.fact("headcount", int(value), match.start(), match.end(), approximate=about)
        if best is None or (ours and best[0] == 0):
            best = (int(ours), fact)
    return [best[1]] if best else []
