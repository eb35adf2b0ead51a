"""What the people who take over read first, so that the citizen need not say it twice.

Fields (JSON): headline, category, category_name, subtype, subtype_name, story, facts (name, label, value,
value_words, words, said_in, confirmed), risk, risk_name, risk_reasons, dangers, route, route_name, reasons,
alternatives, act_before, articles (law, label, state, text), cases (id, title, origin, outcome), deadlines (name,
length, starts, last_day, mediation_interrupts), told (what the assistant said), open_questions, wish,
other_subjects, minor, never_contact_other_side.
"""

import re
from typing import Any

from bot.dialogue.fact_words import fact_list, in_words, joined
from bot.dialogue.outcome_page import case_lines, deadlines
from bot.dialogue.quoting import quote
from bot.dialogue.recommend import guidance_of, is_domestic_violence, sayable
from bot.dialogue.turn import Turn
from bot.dialogue.wording import name_of, wording
from bot.domain.conversation import Subject
from knowledge.guidance import Guidance
from knowledge.identifiers import ArticleRef
from nlp.taxonomy import category_name, subtype_name

LONGEST_HEADLINE = 60
_MOST_ARTICLES, _MOST_OPEN = 8, 5
_GROWN_UP = 18


def brief(turn: Turn, wish: str) -> dict[str, Any]:
    """Give the brief for a handoff; `wish` is the kind of help asked for."""
    conversation, subject = turn.conversation, turn.subject
    guidance = guidance_of(subject, turn.desk)
    outcome = subject.outcome
    return {
        "headline": headline(turn),
        **_matter(subject),
        "story": list(subject.story),
        "facts": facts(turn, subject),
        "risk": conversation.risk.value,
        "risk_name": name_of("risk", conversation.risk.value),
        "risk_reasons": list(conversation.risk_reasons),
        "dangers": [name_of("danger", kind) for kind in sorted(conversation.risk_kinds)],
        "route": None if outcome is None else outcome.route,
        "route_name": None if outcome is None else name_of("route", outcome.route),
        "reasons": [] if outcome is None else list(outcome.reasons),
        "alternatives": [] if outcome is None else [name_of("body", code) for code in outcome.alternatives],
        "act_before": None if outcome is None or outcome.act_before is None else outcome.act_before.isoformat(),
        "articles": _articles(turn, guidance),
        "cases": _cases(turn),
        "deadlines": _deadlines(turn, guidance),
        "told": list(conversation.told),
        "open_questions": _open_questions(turn, guidance),
        "wish": wish,
        "other_subjects": [_matter(s) for n, s in enumerate(conversation.subjects) if n != conversation.current],
        "minor": is_minor(turn),
        "never_contact_other_side": is_domestic_violence(conversation),
    }


def headline(turn: Turn) -> str:
    """Give one line for the list of those who wait."""
    subject = turn.subject
    told = subject.story[0] if subject.story else turn.text
    said = joined(fact_list(subject.facts, turn.desk, subject.category)) if subject.facts else ""
    name = "" if subject.category is None else subtype_name(subject.category, subject.subtype)
    return " · ".join(part for part in (name, said or told) if part)[:LONGEST_HEADLINE]


def facts(turn: Turn, subject: Subject) -> list[dict[str, Any]]:
    """Give the facts with the words they came from."""
    return [
        {
            "name": name,
            "label": name_of("fact", name),
            "value": fact.value,
            "value_words": in_words(name, fact.value, turn.desk, subject.category),
            "words": fact.text,
            "said_in": fact.said_in,
            "confirmed": fact.confirmed,
        }
        for name, fact in subject.facts.items()
    ]


def is_minor(turn: Turn) -> bool:
    """Whether the citizen gave an age under eighteen, or a school year, as his own."""
    fact = turn.subject.facts.get("age") or turn.heard.facts.get("age")
    if fact is not None and isinstance(fact.value, int | float):
        return fact.value < _GROWN_UP
    return is_pupil("\n".join((*turn.subject.story, turn.text)))


def is_pupil(text: str) -> bool:
    """Whether somebody says that he goes to school himself."""
    return re.search(wording().patterns["pupil"], text) is not None


def at_primary_school(text: str) -> bool:
    """Whether the school is a primary school: whoever goes there is under fourteen."""
    said = re.search(wording().patterns["pupil"], text)
    return said is not None and re.search(wording().patterns["primary_school"], said.group()) is not None


def _matter(subject: Subject) -> dict[str, Any]:
    named = subject.category is not None
    return {
        "category": subject.category,
        "category_name": category_name(subject.category) if named and subject.category else "",
        "subtype": subject.subtype,
        "subtype_name": subtype_name(subject.category, subject.subtype) if subject.category else "",
    }


def _articles(turn: Turn, guidance: Guidance | None) -> list[dict[str, Any]]:
    points: dict[ArticleRef, str] = {}
    if guidance is not None:
        points = {ref: s.text for s in sayable(guidance.rights, turn.desk, turn.today) for ref in s.cites}
    found = []
    for ref, point in list(points.items())[:_MOST_ARTICLES]:
        quoted = quote(ref, point, turn.desk, turn.today)
        entry = {"law": quoted.ref.law, "label": quoted.ref.label, "state": quoted.state.value, "text": quoted.text}
        found.append(entry)
    return found


def _cases(turn: Turn) -> list[dict[str, Any]]:
    outcome = turn.subject.outcome
    lines = () if outcome is None else case_lines(outcome.cases, turn.desk)
    return [{"id": c.id, "title": c.title, "origin": c.origin, "outcome": c.outcome} for c in lines]


def _deadlines(turn: Turn, guidance: Guidance | None) -> list[dict[str, Any]]:
    if guidance is None:
        return []
    return [
        {
            "name": d.name,
            "length": d.length,
            "starts": d.starts,
            "last_day": None if d.last_day is None else d.last_day.isoformat(),
            "mediation_interrupts": d.mediation_interrupts,
        }
        for d in deadlines(turn.subject, guidance, turn.desk, turn.today)
    ]


def _open_questions(turn: Turn, guidance: Guidance | None) -> list[str]:
    subject = turn.subject
    if guidance is None or subject.category is None:
        return []
    missing = [name for name in guidance.questions if name not in subject.facts]
    asked = [turn.desk.question(name, subject.category) for name in missing]
    return [question.ask for question in asked if question is not None][:_MOST_OPEN]
