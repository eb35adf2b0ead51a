"""From what is known of a dispute to the road we name first: facts -> TriageOutcome."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.dialogue.fact_words import as_date
from bot.dialogue.facts_learned import NOT_LEGAL
from bot.dialogue.reference_desk import ReferenceDesk
from bot.dialogue.turn import Turn
from bot.domain.conversation import Conversation, Subject, TriageOutcome
from knowledge.guidance import Guidance
from knowledge.identifiers import ArticleRef
from knowledge.routes import RouteDecision, RouteFacts
from knowledge.statements import Statement
from knowledge.statutes import CITABLE
from nlp.findings import Intent, Risk

MOST_CASES = 3
MEDIATE, LAWYER = "mediate", "lawyer"
DOMESTIC_VIOLENCE = "domestic_violence"
_MAY_BE_AT_HOME = frozenset({None, "family", "injury", "criminal", "housing", "internet", "not_legal"})
_NO_ROADS = frozenset({"mediate", "emergency", "none", "information", "judicial_confirmation"})
URGENT_DAYS = 7
"""A deadline within so many days makes the matter orange (shared taxonomy, section Risk)."""


def is_domestic_violence(conversation: Conversation) -> bool:
    """Whether somebody is beaten or threatened at home: then nobody is ever asked to meet the other side.

    It holds for what may be about that home; wages owed by an employer are another matter.
    """
    subject = conversation.subject
    told = DOMESTIC_VIOLENCE in conversation.risk_kinds and subject.category in _MAY_BE_AT_HOME
    return told or subject.subtype == DOMESTIC_VIOLENCE


def refuses_mediation(conversation: Conversation) -> bool:
    """Whether the citizen has said that he will not mediate this dispute."""
    fact = conversation.subject.facts.get("wishes_mediation")
    return fact is not None and fact.value is False


def guidance_of(subject: Subject, desk: ReferenceDesk) -> Guidance | None:
    """Give the guidance for a dispute, or None where nothing legal is known of it."""
    if subject.category is None:
        return None
    try:
        return desk.guidance(subject.category, subject.subtype)
    except KeyError:
        return None


def sayable(statements: Iterable[Statement], desk: ReferenceDesk, on: date) -> tuple[Statement, ...]:
    """Leave out every sentence that rests on an article which is not in force on that day."""
    return tuple(s for s in statements if all(desk.state(ref, on) in CITABLE for ref in s.cites))


def choose_road(conversation: Conversation, desk: ReferenceDesk) -> RouteDecision:
    """Ask the route book; violence at home never leads to a meeting."""
    subject = conversation.subject
    decision = desk.choose_route(
        RouteFacts(
            category=subject.category or NOT_LEGAL,
            subtype=subject.subtype,
            risk=conversation.risk,
            flags=subject.flags,
            own_dispute=subject.own_dispute,
            facts={name: fact.value for name, fact in subject.facts.items()},
            kinds=conversation.risk_kinds,
            intents=frozenset({Intent.REFUSES_MEDIATION} if refuses_mediation(conversation) else ()),
            missing=frozenset(name for name in subject.asked if name not in subject.facts),
            text=subject.told,
        )
    )
    if decision.route == MEDIATE and is_domestic_violence(conversation):
        return replace(decision, route=LAWYER, reasons=(), organisation_kind=None)
    return decision


def recommend(turn: Turn) -> TriageOutcome:
    """Give the outcome of the current dispute."""
    subject, desk = turn.subject, turn.desk
    decision = choose_road(turn.conversation, desk)
    kind = decision.organisation_kind
    organisation = None
    if kind is not None:
        organisation = desk.organisation_for(kind, place_of(subject), turn.conversation.risk, subject.category)
    guidance = guidance_of(subject, desk)
    reasons = sayable(decision.reasons, desk, turn.today)
    rights = () if guidance is None else sayable(guidance.rights, desk, turn.today)
    basis = tuple(dict.fromkeys(ref for s in (*rights, *reasons) for ref in s.cites))
    return TriageOutcome(
        route=decision.route,
        reasons=tuple(s.text for s in reasons),
        alternatives=tuple(decision.alternatives),
        organisation_id=None if organisation is None else organisation.id,
        basis=basis,
        cases=_similar(turn),
        act_before=earliest_limit(subject, guidance, desk, turn.today),
        organisation_kind=kind,
        rule=decision.rule,
    )


def open_roads(outcome: TriageOutcome, guidance: Guidance | None) -> tuple[str, ...]:
    """Give the roads without mediation in the order of the guidance: labour arbitration stands before the court."""
    codes = (outcome.route, *outcome.alternatives)
    if guidance is not None and outcome.route in guidance.alternatives:
        codes = (*(code for code in guidance.alternatives if code in codes), *codes)
    return tuple(code for code in dict.fromkeys(codes) if code not in _NO_ROADS)


def place_of(subject: Subject) -> str | None:
    """Give the place as the directory may know it."""
    fact = subject.facts.get("place")
    return None if fact is None else str(fact.value)


def last_days(subject: Subject, guidance: Guidance | None, desk: ReferenceDesk) -> tuple[tuple[str, date | None], ...]:
    """Give each time limit of the guidance with its last day, None where the day it starts from is not known."""
    if guidance is None:
        return ()
    found: list[tuple[str, date | None]] = []
    for limit_id in guidance.time_limits:
        limit = desk.limit(limit_id)
        fact = subject.facts.get(limit.start_fact) if limit.start_fact else None
        start = None if fact is None else as_date(fact.value)
        found.append((limit_id, None if start is None or limit.unlimited else limit.last_day(start)))
    return tuple(found)


def earliest_limit(subject: Subject, guidance: Guidance | None, desk: ReferenceDesk, today: date) -> date | None:
    """Give the earliest last day that still lies ahead."""
    ahead = [day for _, day in last_days(subject, guidance, desk) if day is not None and day >= today]
    return min(ahead, default=None)


def pressing_limit(turn: Turn) -> tuple[str, date] | None:
    """Give the id and last day of the nearest deadline within a week; None where there is none."""
    known = last_days(turn.subject, guidance_of(turn.subject, turn.desk), turn.desk)
    near = [
        (day, limit_id) for limit_id, day in known if day is not None and 0 <= (day - turn.today).days <= URGENT_DAYS
    ]
    return (min(near)[1], min(near)[0]) if near else None


def with_urgency(turn: Turn) -> Turn:
    """Raise the grade to orange where a deadline falls within a week."""
    if pressing_limit(turn) is None or turn.conversation.risk not in {Risk.GREEN, Risk.YELLOW}:
        return turn
    return turn.changed(risk=Risk.ORANGE, risk_kinds=turn.conversation.risk_kinds | {"deadline"})


def refs_in_force(refs: Iterable[ArticleRef], desk: ReferenceDesk, on: date) -> tuple[ArticleRef, ...]:
    """Keep the citations that may be named as law on a day."""
    return tuple(ref for ref in refs if desk.state(ref, on) in CITABLE)


def _similar(turn: Turn) -> tuple[str, ...]:
    subject = turn.subject
    if subject.category in {None, NOT_LEGAL} or not subject.told:
        return ()
    heard = turn.heard if subject.told == turn.text else None
    hits = turn.desk.similar_cases(subject.told, subject.category, subject.subtype, MOST_CASES, understanding=heard)
    return tuple(hit.case.id for hit in hits)
