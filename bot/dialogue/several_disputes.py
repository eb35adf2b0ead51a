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
    first, others = understood, _found_elsewhere(turn, understood)
    told = _parts(turn.text)
    if len(told) > 1 and turn.subject.told == turn.text:
        heard = [turn.desk.understand(part, turn.today) for part in told]
        apart = [u for u in heard[1:] if _is_sure(u) and u.category != heard[0].category]
        if apart and _is_sure(heard[0]):
            first, others = heard[0], tuple(_subject(turn, u) for u in apart)
            turn = turn.with_subject(_without(turn, [u for u in heard if u not in apart]))
    present = {subject.category for subject in turn.conversation.subjects} | {first.category}
    fresh = {s.category: s for s in others if s.category not in present}
    if not fresh:
        return turn, first, ()
    kept = tuple(fresh.values())[:MOST_OTHERS]
    names = turn.say("list_comma").join(category_name(s.category or NOT_LEGAL) for s in kept)
    said = turn.reply("also_heard", others=names, this=category_name(first.category))
    return turn.changed(subjects=(*turn.conversation.subjects, *kept)), first, (said,)


def waiting_subject(turn: Turn) -> int | None:
    """Give the number of the dispute kept for later that a short message names (那工资的事呢), or None."""
    named = re.search(wording().patterns["that_matter"], turn.text)
    if named is None:
        return None
    what, current = named["what"], turn.conversation.current
    heard = turn.desk.understand(what, turn.today).category
    for number, subject in enumerate(turn.conversation.subjects):
        if number == current or subject.category is None or subject.outcome is not None:
            continue
        own_words = what in subject.told and what not in turn.subject.told
        if own_words or what in category_name(subject.category) or heard == subject.category:
            return number
    return None


def _parts(text: str) -> list[str]:
    """Cut a message at 另外, 还有 and the like; what is too short for a story of its own stays with the part before."""
    parts: list[str] = []
    begin = 0
    for cut in (*re.finditer(wording().patterns["another_inside"], text), None):
        end = len(text) if cut is None else cut.start()
        if parts and len(text[begin:end].strip()) < _SHORTEST_PART:
            parts[-1] = text[text.rfind(parts[-1]) : end].strip()
        else:
            parts.append(text[begin:end].strip())
        begin = end if cut is None else cut.end()
    return parts


def _without(turn: Turn, own: list[Understanding]) -> Subject:
    """Give the first dispute with its own parts of the message, and what they say."""
    facts: dict[str, KnownFact] = {}
    for part in own:
        facts = {**_facts(turn, part), **facts}
    return replace(turn.subject, story=tuple(part.text for part in own), facts=facts)


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
