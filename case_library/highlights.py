"""Where a case says what it shares with the story asked about: the places that a page or a terminal marks.

Only what the search reads is marked, with the words as the search cuts them, so that nothing stands out that had no
part in finding the case.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from case_library.case_index import CaseIndex
from case_library.case_words import places_of_words, telling_names
from case_library.explain import NEAR, all_shared_words, shared_by_sound, shared_facts, shared_words
from case_library.precedent import Precedent, Stretch
from case_library.ranking import TELLING_NUMBER, Asked, nearness_of_sums, shared_numbers
from nlp.facts import circumstances, people
from nlp.facts.amounts import sums
from nlp.facts.durations import durations
from nlp.facts.message import Message
from nlp.normalise import normalise

_MOST_WORDS = 12
"""More of the shared words, the commonest, are told of every second case and would only colour the page."""
_NO_DAY = date(2000, 1, 1)
"""Sums, lengths of time and heads are the same on every day."""

Place = tuple[int, int]


def highlights(asked: Asked, case: Precedent, index: CaseIndex) -> tuple[Stretch, ...]:
    """Give the places that a case shares with the story asked about, in the order of its text, none over another."""
    if not asked.text.strip():
        return ()
    text = case.searchable_text
    places = _merged([*_of_words(asked, case, index, text), *_of_facts(asked, case, text)])
    return tuple(_in_fields(case, places))


def _of_words(asked: Asked, case: Precedent, index: CaseIndex, text: str) -> Iterator[Place]:
    told = shared_words(asked.text, case, index, _MOST_WORDS)
    parts = {word for word in all_shared_words(asked.text, case) if any(word in whole for whole in told)}
    yield from places_of_words(text, parts | {each.meant for each in shared_by_sound(asked, case)})
    for name in telling_names(asked.text) & telling_names(text):
        yield from (match.span() for match in re.finditer(re.escape(name), text))
    numbers = shared_numbers(asked.text, text)
    yield from (match.span() for match in TELLING_NUMBER.finditer(text) if match[0] in numbers)


def _of_facts(asked: Asked, case: Precedent, text: str) -> Iterator[Place]:
    """Find sums, lengths of time and facts that are the same, however they are written: 3.5万 and 35000元."""
    mine, theirs = (Message(normalise(each), _NO_DAY) for each in (asked.text, text))
    wanted = {money.number.value for money in sums(mine)}
    if nearness_of_sums(asked.sum_yuan, case.claimed_yuan) >= NEAR:
        wanted |= {asked.sum_yuan or 0.0, case.claimed_yuan or 0.0}
    found = [(money.start, money.end) for money in sums(theirs) if money.number.value in wanted]
    shared = shared_facts(asked, case)
    lengths = {(length.months, length.days) for length in durations(mine)}
    if "months" in shared:
        lengths.add((float(shared["months"]), 0.0))
    found += [(length.start, length.end) for length in durations(theirs) if (length.months, length.days) in lengths]
    for start, end in found:
        span = theirs.normalised.span(start, end)
        yield span.start, span.end
    for fact in (*people.find(theirs), *circumstances.find(theirs)) if shared.keys() - {"months"} else ():
        if fact.name in shared and fact.value == shared[fact.name]:
            yield fact.span.start, fact.span.end


def _merged(places: Iterable[Place]) -> Iterator[Place]:
    """Join what overlaps; what only touches stays apart, word by word."""
    begun: Place | None = None
    for start, end in sorted(places):
        if begun is None:
            begun = (start, end)
        elif start < begun[1]:
            begun = (begun[0], max(begun[1], end))
        else:
            yield begun
            begun = (start, end)
    if begun is not None:
        yield begun


def _in_fields(case: Precedent, places: Iterable[Place]) -> Iterator[Stretch]:
    """Tell in which field each place of the searchable text lies; what runs over the end of one was no real find."""
    rest = list(places)
    begin = 0
    for name, item, text in case.searchable_parts:
        end = begin + len(text)
        yield from (
            Stretch(name, item, start - begin, stop - begin) for start, stop in rest if begin <= start < stop <= end
        )
        begin = end + 1
