"""One text, one triage object: kind, danger, road, facts with their words, articles, similar cases."""

from datetime import date
from typing import Any

from bot.dialogue.recommend import DOMESTIC_VIOLENCE, LAWYER, MEDIATE, sayable
from bot.service.reference_room import ReferenceRoom
from knowledge.routes import RouteDecision, RouteFacts
from nlp.findings import Understanding
from nlp.taxonomy import NOT_LEGAL, PROCEDURE, category_name

MOST_CATEGORIES, MOST_ARTICLES, MOST_PRECEDENTS = 3, 10, 5


def triage(text: str, room: ReferenceRoom, today: date) -> dict[str, Any]:
    """Give the triage object of a text.

    Args:
        text: What a citizen wrote, at most 10,000 characters.
        room: The books of the house.
        today: The day that relative dates and the state of law are counted from.
    """
    return triage_of(room.understand(text, today), room, today)


def triage_of(heard: Understanding, room: ReferenceRoom, today: date) -> dict[str, Any]:
    """Give the triage object of a text that is understood already."""
    road = _road(heard, room)
    likely = heard.categories[:MOST_CATEGORIES]
    return {
        "category": heard.category,
        "categories": [
            {"code": c.code, "name": category_name(c.code), "probability": round(c.probability, 4)} for c in likely
        ],
        "subtype": heard.subtype,
        "flags": list(heard.flags),
        "also": list(heard.also),
        "in_doubt": heard.in_doubt,
        "own_dispute": heard.own_dispute,
        "risk": heard.risk.grade.value,
        "risk_reasons": list(heard.risk.reasons),
        "risk_kinds": sorted(heard.risk.kinds),
        "route": road.route,
        "route_reasons": [statement.text for statement in sayable(road.reasons, room, today)],
        "route_rule": road.rule,
        "alternatives": list(road.alternatives),
        "organisation_kind": road.organisation_kind,
        "facts": {name: fact.value for name, fact in heard.facts.items()},
        "fact_sources": {
            name: {"start": fact.span.start, "end": fact.span.end, "text": fact.span.text}
            for name, fact in heard.facts.items()
        },
        "articles": _articles(heard, room, today),
        "precedents": _precedents(heard, room),
    }


def _road(heard: Understanding, room: ReferenceRoom) -> RouteDecision:
    """Choose the road as the conversation does: violence at home never leads to a meeting."""
    road = room.choose_route(RouteFacts.of(heard))
    if road.route == MEDIATE and (DOMESTIC_VIOLENCE in heard.risk.kinds or heard.subtype == DOMESTIC_VIOLENCE):
        return RouteDecision(LAWYER, (), road.alternatives, None, f"{road.rule}+domestic_violence")
    return road


def _nothing_legal(heard: Understanding) -> bool:
    return heard.category == NOT_LEGAL and heard.subtype != PROCEDURE


def _articles(heard: Understanding, room: ReferenceRoom, today: date) -> list[dict[str, Any]]:
    if _nothing_legal(heard):
        return []
    codes = tuple(c.code for c in heard.categories[:MOST_CATEGORIES])
    hits = room.search_articles(heard.text, today, codes, MOST_ARTICLES)
    return [
        {"law": h.article.ref.law, "number": h.article.number, "label": h.article.ref.label, "score": round(h.score, 4)}
        for h in hits
    ]


def _precedents(heard: Understanding, room: ReferenceRoom) -> list[dict[str, Any]]:
    if heard.category == NOT_LEGAL:
        return []
    hits = room.similar_cases(heard.text, heard.category, heard.subtype, MOST_PRECEDENTS, understanding=heard)
    return [
        {
            "id": hit.case.id,
            "external_id": hit.case.external_id,
            "title": hit.case.title,
            "origin": hit.case.origin.value,
            "score": round(hit.score, 4),
        }
        for hit in hits
    ]
