"""A citizen asks for an article by its number: its words, or that there is none, or that it is no longer law."""

from dataclasses import replace

from bot.dialogue.decision import Decision
from bot.dialogue.follow_up import prompt
from bot.dialogue.outcome_text import quoted_line
from bot.dialogue.quoting import Quote
from bot.dialogue.turn import Turn
from bot.domain.conversation import Stage
from bot.domain.messages import Reply
from knowledge.citations import CheckedCitation
from knowledge.identifiers import ArticleState
from knowledge.statutes import CITABLE

LONGEST_QUESTION = 40
"""Characters: in a longer message the article is part of a story."""
MOST_ARTICLES = 3
_LONGEST_ARTICLE = 2000
_STAGES = frozenset({Stage.DESCRIBING, Stage.COLLECTING_FACTS, Stage.OUTCOME_GIVEN, Stage.CLOSED})


def rule(turn: Turn) -> Decision | None:
    """Answer a short message that names an article."""
    if turn.conversation.stage not in _STAGES or len(turn.text) > LONGEST_QUESTION:
        return None
    said = told(turn)
    if said is None:
        return None
    replies = (said,) if turn.subject.outcome is None else (said, prompt(turn))
    return turn.answer("asked_articles.told", *replies, misses=0)


def told(turn: Turn) -> Reply | None:
    """Give what is to be said of the articles that the message names, or None where it names none."""
    named = [one for one in turn.desk.citations(turn.heard.text, turn.today) if one.citation.label]
    if not named:
        return None
    parts = [_one(turn, checked) for checked in named[:MOST_ARTICLES]]
    cites = tuple(dict.fromkeys(ref for part in parts for ref in part.cites))
    return Reply("\n".join(part.text for part in parts), cites=cites, kind="quote")


def _one(turn: Turn, checked: CheckedCitation) -> Reply:
    citation, ref = checked.citation, checked.citation.ref
    if ref is None and checked.suggestion is None:
        return turn.reply("article_of_unknown_law", law=citation.written)
    if ref is None:
        return turn.reply("article_of_misspelt_law", law=citation.written, suggestion=checked.suggestion)
    if checked.state is ArticleState.NOT_FOUND:
        return turn.reply("article_not_found", law=ref.law, label=ref.label)
    if checked.state not in CITABLE and checked.replaced_by is None:
        return turn.reply("article_not_in_force", law=ref.law, label=ref.label)
    if checked.state not in CITABLE:
        return turn.reply("article_replaced", law=ref.law, label=ref.label, replaced_by=checked.replaced_by)
    article = turn.desk.article(ref, turn.today)
    text = "" if article is None else article.text[:_LONGEST_ARTICLE]
    line = quoted_line(turn, Quote(ref, text, checked.state))
    return replace(turn.reply("plain", text=line.strip("　")), cites=(ref,))
