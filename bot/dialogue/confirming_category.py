"""Two kinds of dispute are equally likely: one question among the top candidates, then a person."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import collecting_facts
from bot.dialogue.decision import Decision
from bot.dialogue.facts_learned import NOT_LEGAL, learn, settle, understanding_of_story
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button
from bot.domain.conversation import Stage
from bot.domain.messages import Reply
from nlp.findings import Understanding
from nlp.taxonomy import OTHER, category_name

MOST_CANDIDATES = 3
MOST_TRIES = 2
_FEWEST, _LONGEST_NAME = 2, 12
"""Characters of an answer that may be (part of) a name; a longer one tells more of the story."""


def ask(turn: Turn, understood: Understanding, *before: Reply) -> Decision:
    """Offer the likeliest kinds as buttons."""
    tries = int(turn.memory.get("tries", 0))
    if tries >= MOST_TRIES:
        said = turn.reply("category_still_unclear")
        return turn.remembering(tries=None).answer("confirming_category.person", *before, said, stage=Stage.DESCRIBING)
    likely = [c.code for c in understood.categories if c.code != NOT_LEGAL][:MOST_CANDIDATES]
    labels = (*(category_name(code) for code in likely), button("none_of_these"))
    asked = turn.remembering(tries=tries + 1, candidates=likely)
    said = turn.reply("confirm_category", choices=labels, kind="question")
    return asked.answer("confirming_category.ask", *before, said, stage=Stage.CONFIRMING_CATEGORY, awaiting=None)


def rule(turn: Turn) -> Decision:
    """Take the chosen kind; further words are read together with the story."""
    candidates = turn.memory.get("candidates", [])
    chosen = _chosen(turn.text, candidates)
    if chosen is not None:
        return _go_on(turn, chosen)
    if turn.pressed("none_of_these"):
        said = turn.reply("describe_again", kind="question")
        return turn.remembering(candidates=[]).answer("confirming_category.describe_again", said)
    turn = learn(turn)
    understood = understanding_of_story(turn)
    if understood.category == NOT_LEGAL or understood.in_doubt:
        return ask(turn, understood)
    turn = settle(turn.remembering(tries=None, candidates=None), understood)
    return collecting_facts.begin(turn)


def _go_on(turn: Turn, code: str) -> Decision:
    understood = understanding_of_story(turn)
    subtype = understood.subtype if understood.category == code else OTHER
    turn = settle(turn, replace(understood, subtype=subtype))
    subject = replace(turn.subject, category=code, subtype=subtype, category_confirmed=True)
    return collecting_facts.begin(turn.with_subject(subject).remembering(tries=None, candidates=None))


def _chosen(text: str, candidates: Sequence[str]) -> str | None:
    """Give the one candidate whose name was sent, or of which a word was (劳动, 是合同的事)."""
    exact = [code for code in candidates if text in {category_name(code), code}]
    short = _FEWEST <= len(text) <= _LONGEST_NAME
    near = [c for c in candidates if short and (text in category_name(c) or category_name(c) in text)]
    found = exact or near
    return found[0] if len(found) == 1 else None
