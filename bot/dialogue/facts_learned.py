"""What a message adds to what is known: facts with the words they came from, the story, the danger, the category."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.dialogue.correction_reading import stated_facts, understanding_of_stated
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import KnownFact, Subject
from nlp.findings import Fact, Intent, Risk, Understanding
from nlp.taxonomy import OTHER, category_name, subtype_name

SEVERITY = (Risk.GREEN, Risk.YELLOW, Risk.ORANGE, Risk.RED)
NOT_LEGAL = "not_legal"

_MONEY = ("claimed_yuan", "amount_yuan", "monthly_wage_yuan")
_LENGTHS = ("months", "days")
_DATES = ("event_date", "end_date", "start_date", "deadline_date")
_MENTIONED = frozenset({"other_party", "relation", "organisation", "place"})
"""A person or a firm that is merely mentioned later is not the other side."""
_SHORT = 30
"""A message of at most so many characters in answer to us restates facts rather than telling a new story."""
_SURE_FROM = 0.75
_LONGEST_STORY = 20
"""Messages kept as the story; later ones are still saved as messages."""


def more_severe(one: Risk, other: Risk) -> Risk:
    """Give the more urgent of two grades."""
    return max(one, other, key=SEVERITY.index)


def note_danger(turn: Turn) -> Turn:
    """Raise the grade of the talk where the message shows more danger than was known; it never falls by itself."""
    heard, known = turn.heard.risk, turn.conversation
    grade = more_severe(known.risk, heard.grade)
    reasons = known.risk_reasons
    if heard.grade is not Risk.GREEN:
        reasons = tuple(dict.fromkeys((*reasons, *heard.reasons)))
    return turn.changed(risk=grade, risk_reasons=reasons, risk_kinds=known.risk_kinds | heard.kinds)


def tells_something(turn: Turn) -> bool:
    """Whether the message adds to the story: not a button, not a bare wish, not empty of content."""
    heard = turn.heard
    if turn.pressed_any():
        return False
    if heard.facts:
        return True
    if heard.category == NOT_LEGAL:
        return False
    return heard.own_dispute or not heard.intents or len(turn.text) > _SHORT


def learn(turn: Turn) -> Turn:
    """Add the facts and the words of the message to the current dispute."""
    subject = turn.subject
    facts = merged_facts(turn, subject)
    story = subject.story
    told = turn.conversation.awaiting is None or len(turn.text) > _SHORT
    if told and tells_something(turn) and len(story) < _LONGEST_STORY:
        story = (*story, turn.text)
    own = subject.own_dispute if subject.category else turn.heard.own_dispute
    return turn.with_subject(replace(subject, facts=facts, story=story, own_dispute=own or turn.heard.own_dispute))


def merged_facts(turn: Turn, subject: Subject) -> Mapping[str, KnownFact]:
    """Give the facts of the dispute with those of the message; a later word that restates one replaces it."""
    facts = dict(subject.facts)
    restates = turn.wants(Intent.CORRECTION) or (turn.conversation.turns > 1 and len(turn.text) <= _SHORT)
    for name, fact in stated_facts(turn).items():
        target = _meant(name, turn, subject) if restates else name
        again = restates and (target not in _MENTIONED or turn.wants(Intent.CORRECTION))
        if target not in facts or again or target == turn.conversation.awaiting:
            facts[target] = known(turn, fact, before=facts.get(target))
        elif isinstance(fact.value, list):
            facts[target] = known(turn, fact, before=facts[target])
    return facts


def known(turn: Turn, fact: Fact, before: KnownFact | None = None) -> KnownFact:
    """Give a heard fact as it is kept; lists grow, single values are replaced."""
    value: Any = fact.value
    if isinstance(value, list) and before is not None and isinstance(before.value, list):
        kept = [entry for entry in before.value if not _is_put_right(entry, turn)]
        value = [*kept, *(entry for entry in value if entry not in kept)]
    return KnownFact(
        value=value,
        text=fact.span.text,
        start=fact.span.start,
        end=fact.span.end,
        said_in=turn.conversation.turns,
        confirmed=turn.conversation.awaiting == fact.name or turn.wants(Intent.CORRECTION),
    )


def _is_put_right(entry: Any, turn: Turn) -> bool:
    """Whether a correction names an entry of a list, to replace it: 不是8岁是9岁."""
    return turn.wants(Intent.CORRECTION) and str(entry) in turn.text


def _meant(name: str, turn: Turn, subject: Subject) -> str:
    """Tell which known fact a bare number puts right: 不是三万，是五万 names no kind of sum."""
    if name == turn.conversation.awaiting or not turn.wants(Intent.CORRECTION):
        return name
    for group in (_MONEY, _LENGTHS, _DATES):
        if name in group and name not in subject.facts:
            held = [other for other in group if other in subject.facts]
            if len(held) == 1:
                return held[0]
    return name


def corrected_kind(turn: Turn) -> Understanding | None:
    """Give what a correction says the dispute is (不是借钱，是装修款), where that is another kind than was thought."""
    if not turn.wants(Intent.CORRECTION) or not set(stated_facts(turn)) <= _MENTIONED:
        return None
    heard = understanding_of_stated(turn)
    sure = not heard.in_doubt and heard.categories[0].probability >= _SURE_FROM
    if heard.category == NOT_LEGAL or not sure:
        return None
    subject = turn.subject
    same = heard.category == subject.category and heard.subtype in {subject.subtype, OTHER}
    return None if same else heard


def kind_name(understood: Understanding) -> str:
    """Name a kind of dispute as narrowly as it is known."""
    if understood.subtype == OTHER:
        return category_name(understood.category)
    return subtype_name(understood.category, understood.subtype)


def corrected(turn: Turn, before: Subject) -> tuple[str, ...]:
    """Give the names of the facts that the message changed."""
    now = turn.subject.facts
    return tuple(
        name for name, fact in now.items() if name not in before.facts or before.facts[name].value != fact.value
    )


def understanding_of_story(turn: Turn) -> Understanding:
    """Understand the whole story so far, so that a second sentence is read with the first."""
    story = turn.subject.told
    if story == turn.text or not story:
        return turn.heard
    return turn.desk.understand(story, turn.today)


def speaks_of_himself(text: str) -> bool:
    """Whether somebody tells what he wants to do (我想离婚): that is no general question."""
    return re.search(wording().patterns["own"], text) is not None


def settle(turn: Turn, understood: Understanding, *, confirmed: bool = False) -> Turn:
    """Write category and subtype of an understanding into the current dispute."""
    question = (turn.text,) if understood.category == NOT_LEGAL else ()  # of procedure: nothing was told besides
    subject = replace(
        turn.subject,
        story=turn.subject.story or question,
        category=understood.category,
        subtype=understood.subtype,
        category_confirmed=confirmed,
        own_dispute=understood.own_dispute or turn.subject.own_dispute or speaks_of_himself(understood.text),
        flags=understood.flags,
    )
    turn = turn.with_subject(subject)
    if subject.own_dispute and turn.conversation.risk is Risk.GREEN and subject.category != NOT_LEGAL:
        return turn.changed(risk=Risk.YELLOW)  # green is for general questions only
    return turn
