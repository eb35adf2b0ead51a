"""One message, several disputes: 另外…… begins another; each is kept with its own words."""

import re
from dataclasses import replace

from bot.dialogue.facts_learned import known
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import KnownFact, Subject
from bot.domain.messages import Reply
from nlp.findings import Understanding
from nlp.taxonomy import NOT_LEGAL, category_name

MOST_OTHERS = 2
_SHORTEST_PART = 8
_SURE_FROM = 0.6


def part_disputes(turn: Turn, understood: Understanding) -> tuple[Turn, Understanding, tuple[Reply, ...]]:
    """Give the turn with further disputes kept for later, what the first one is about, and the words that say so."""
    parts = [part.strip() for part in re.split(wording().patterns["another_inside"], turn.text)]
    told = [part for part in parts if len(part) >= _SHORTEST_PART]
    first, others = understood, _found_elsewhere(turn, understood)
    if len(told) > 1 and turn.subject.told == turn.text:
        heard = [turn.desk.understand(part, turn.today) for part in told]
        apart = [u for u in heard[1:] if _is_sure(u) and u.category != heard[0].category]
        if apart and _is_sure(heard[0]):
            first, others = heard[0], tuple(_subject(turn, u) for u in apart)
            own = replace(turn.subject, story=(told[0],), facts=_facts(turn, heard[0]))
            turn = turn.with_subject(own)
    present = {subject.category for subject in turn.conversation.subjects} | {first.category}
    fresh = {s.category: s for s in others if s.category not in present}
    if not fresh:
        return turn, first, ()
    kept = tuple(fresh.values())[:MOST_OTHERS]
    names = turn.say("list_comma").join(category_name(s.category or NOT_LEGAL) for s in kept)
    said = turn.reply("also_heard", others=names, this=category_name(first.category))
    return turn.changed(subjects=(*turn.conversation.subjects, *kept)), first, (said,)


def _found_elsewhere(turn: Turn, understood: Understanding) -> tuple[Subject, ...]:
    """What the understanding of the whole message names besides the first."""
    return tuple(Subject(category=code, story=(turn.text,)) for code in understood.also if code != NOT_LEGAL)


def _subject(turn: Turn, understood: Understanding) -> Subject:
    facts = _facts(turn, understood)
    return Subject(category=understood.category, subtype=understood.subtype, story=(understood.text,), facts=facts)


def _facts(turn: Turn, understood: Understanding) -> dict[str, KnownFact]:
    """The facts of one part, with their places in the whole message."""
    begins = turn.heard.text.find(understood.text)
    facts = {name: known(turn, fact) for name, fact in understood.facts.items()}
    return {n: replace(fact, start=fact.start + begins, end=fact.end + begins) for n, fact in facts.items()}


def _is_sure(understood: Understanding) -> bool:
    legal = understood.category != NOT_LEGAL and understood.own_dispute
    return legal and understood.categories[0].probability >= _SURE_FROM
