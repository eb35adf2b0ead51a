"""One question, one full answer, nothing stored: what `fengqiao ask` and the API give."""

from datetime import date, datetime, time
from typing import Any

from bot.dialogue import asked_articles, child_words, describing, safety_rules
from bot.dialogue.concluding import concluded
from bot.dialogue.decision import Situation
from bot.dialogue.facts_learned import NOT_LEGAL, learn, note_danger, settle
from bot.dialogue.outcome_page import OutcomePage, outcome_page
from bot.dialogue.outcome_text import outcome_messages
from bot.dialogue.recommend import guidance_of
from bot.dialogue.turn import Turn
from bot.domain.conversation import Conversation
from bot.service.calculators import number_result
from bot.service.front_desk import CHINA
from bot.service.reference_room import ReferenceRoom
from bot.service.result_objects import law_hit, law_result
from bot.service.triage import MOST_ARTICLES, MOST_PRECEDENTS, triage_of
from knowledge.articles import LawArticle
from knowledge.identifiers import ArticleRef
from nlp.findings import Risk
from nlp.taxonomy import PROCEDURE

_MOST_OPEN = 4
_NOON = time(12)


def answer(text: str, room: ReferenceRoom, today: date) -> dict[str, Any]:
    """Give the answer object: `{"answer", "triage", "articles", "precedents", "numbers"}`.

    Args:
        text: The question, at most 10,000 characters.
        room: The books of the house.
        today: The day that deadlines are counted from.
    """
    heard = room.understand(text, today)
    situation = Situation(now=datetime.combine(today, _NOON, CHINA))
    turn = note_danger(Turn(heard, Conversation(id="ask", turns=1), room, situation))
    told, page = _told(turn)
    triage = triage_of(heard, room, today)
    return {
        "answer": told,
        "triage": triage,
        "articles": _articles(turn, page),
        "precedents": _precedents(turn, room),
        "numbers": [number_result(line.number, room, today) for line in page.numbers] if page is not None else [],
    }


def _told(turn: Turn) -> tuple[str, OutcomePage | None]:
    """Give the words of the answer, and the page they come from where there is one."""
    heard = turn.heard
    named = asked_articles.told(turn)
    if named is not None and len(turn.text) <= asked_articles.LONGEST_QUESTION:
        return named.text, None
    legal = heard.category != NOT_LEGAL or heard.subtype == PROCEDURE
    if not legal and heard.risk.grade is not Risk.RED:
        replies = describing.rule(turn).replies
        return "\n\n".join(reply.text for reply in replies), None
    turn = settle(learn(turn), heard)
    turn, _ = concluded(turn)
    page = outcome_page(turn.conversation, turn.desk, turn.situation) if legal else None
    parts = []
    if heard.risk.grade is Risk.RED:
        parts = [
            child_words.fitting(turn, "emergency_heading").text,
            *(said.text for said in safety_rules.help_for(turn)),
        ]
    elif safety_rules.shows_violence_at_home(turn):
        parts = [child_words.fitting(turn, key).text for key in ("violence_at_home", "violence_at_home_help")]
    if page is not None:
        messages = outcome_messages(turn, page)
        parts.extend(message.text for message in messages[:-1])
        closing = messages[-1].text.splitlines()
        parts.append("\n".join(closing[:-1]).strip())
        parts.append(_open_questions(turn))
        parts.append(page.disclaimer)
    return "\n\n".join(part for part in parts if part), page


def _open_questions(turn: Turn) -> str:
    """Ask for what would make the answer more exact; one answer asks everything at once."""
    subject = turn.subject
    guidance = guidance_of(subject, turn.desk)
    if guidance is None or subject.category is None or not subject.own_dispute:
        return ""
    asked = [turn.desk.question(name, subject.category) for name in guidance.questions if name not in subject.facts]
    lines = [turn.say("law_statement", text=question.ask) for question in asked if question is not None]
    return "\n".join([turn.say("tell_me_more"), *lines[:_MOST_OPEN]]) if lines else ""


def _articles(turn: Turn, page: OutcomePage | None) -> list[dict[str, Any]]:
    """Give the articles of the answer first, then those that the search finds besides."""
    if turn.heard.category == NOT_LEGAL and turn.heard.subtype != PROCEDURE:
        return []
    codes = tuple(c.code for c in turn.heard.categories[:3])
    hits = {
        hit.article.ref: hit for hit in turn.desk.search_articles(turn.heard.text, turn.today, codes, MOST_ARTICLES)
    }
    cited = dict.fromkeys(ref for point in (page.law if page is not None else ()) for ref in point.cites)
    found = [law_hit(hits[ref]) if ref in hits else law_result(a) for ref in cited if (a := _article(turn, ref))]
    found += [law_hit(hit) for ref, hit in hits.items() if ref not in cited]
    return found[:MOST_ARTICLES]


def _article(turn: Turn, ref: ArticleRef) -> LawArticle | None:
    return turn.desk.article(ref, turn.today)


def _precedents(turn: Turn, room: ReferenceRoom) -> list[dict[str, Any]]:
    heard = turn.heard
    if heard.category == NOT_LEGAL:
        return []
    hits = room.similar_cases(heard.text, heard.category, heard.subtype, MOST_PRECEDENTS, understanding=heard)
    return [hit.as_result() for hit in hits]
