"""The outcome of one dispute as plain data: the chat tells it in a few messages, the web prints it as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialogue import wording
from bot.dialogue.decision import Situation
from bot.dialogue.fact_words import date_in_words, fact_list, number_in_words
from bot.dialogue.quoting import Quote, nearness, quote, quotes
from bot.dialogue.recommend import choose_road, guidance_of, is_domestic_violence, last_days, refs_in_force, sayable
from bot.dialogue.reference_desk import ReferenceDesk
from bot.domain.conversation import Conversation, Subject
from case_library.plain_figures import in_a_row
from case_library.precedent import Origin, Outcome, Precedent
from case_library.wording import no_result, origin_mark, origin_note, outcome_name
from knowledge.calculators import Number
from knowledge.guidance import Guidance
from knowledge.identifiers import ArticleRef, ArticleState
from knowledge.organisations import Organisation
from knowledge.statements import Statement
from nlp.taxonomy import NOT_LEGAL, category_name, subtype_name

MOST_FOUND = 2


@dataclass(frozen=True, slots=True)
class LawPoint:
    """One thing that the law says, in plain words, with the words of the law."""

    text: str
    cites: tuple[ArticleRef, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit; `last_day` is None where its first day is not known, `length` is empty where none is set."""

    name: str
    length: str
    starts: str
    last_day: date | None
    mediation_interrupts: bool | None
    note: str
    cites: tuple[ArticleRef, ...]


@dataclass(frozen=True, slots=True)
class NumberLine:
    """Something counted, and its value in words; where it cannot be told, `words` says what is missing."""

    number: Number
    words: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A similar case and how it ended; `origin` marks illustrative ones and is always shown.

    `outcome` is for staff; `told` is how it ended in a citizen's words, with the result where the entry has one.
    """

    id: str
    title: str
    origin: str
    outcome: str
    told: str


@dataclass(frozen=True, slots=True)
class Road:
    """One of the roads that stay open."""

    code: str
    name: str
    text: str
    cites: tuple[ArticleRef, ...]


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """Everything that is told at the end of the questions, most important first."""

    title: str
    heading: str
    category: str
    subtype: str
    made_on: date
    facts: tuple[tuple[str, str], ...]
    route: str
    route_name: str
    reasons: tuple[Statement, ...]
    law: tuple[LawPoint, ...]
    found: tuple[Quote, ...]
    """Further articles that the search finds for a general question."""
    deadlines: tuple[Deadline, ...]
    first_steps: tuple[Statement, ...]
    bring: tuple[str, ...]
    cost: tuple[Statement, ...]
    numbers: tuple[NumberLine, ...]
    cases: tuple[CaseLine, ...]
    cases_note: str
    mediation_can: tuple[Statement, ...]
    mediation_cannot: tuple[Statement, ...]
    mediation_why: tuple[Statement, ...]
    organisation_name: str
    organisation_address: str
    roads: tuple[Road, ...]
    act_before: date | None
    disclaimer: str


def outcome_page(conversation: Conversation, desk: ReferenceDesk, situation: Situation) -> OutcomePage | None:
    """Give the page of the current dispute, or None where no outcome was given yet."""
    subject = conversation.subject
    outcome = subject.outcome
    guidance = guidance_of(subject, desk)
    if outcome is None or guidance is None or subject.category is None:
        return None
    today = situation.now.date()
    organisation = None if outcome.organisation_id is None else desk.organisation(outcome.organisation_id)
    mediates = outcome.route == "mediate" and not is_domestic_violence(conversation)
    advice = guidance.mediation
    law = _law(guidance, subject, desk, today)
    return OutcomePage(
        title=wording.say("page_title"),
        heading=_heading(subject.category, subject),
        category=subject.category,
        subtype=subject.subtype,
        made_on=today,
        facts=fact_list(subject.facts, desk, subject.category),
        route=outcome.route,
        route_name=wording.name_of("route", outcome.route),
        reasons=sayable(choose_road(conversation, desk).reasons, desk, today),
        law=law,
        found=() if subject.own_dispute else found_articles(subject, law, desk, today),
        deadlines=deadlines(subject, guidance, desk, today),
        first_steps=sayable(guidance.first_steps, desk, today),
        bring=guidance.evidence,
        cost=sayable(guidance.cost, desk, today),
        numbers=numbers(subject, desk, today),
        cases=case_lines(outcome.cases, desk),
        cases_note=cases_note(outcome.cases, desk),
        mediation_can=sayable(advice.can, desk, today) if mediates else (),
        mediation_cannot=sayable(advice.cannot, desk, today) if mediates else (),
        mediation_why=sayable(advice.why, desk, today) if mediates else (),
        organisation_name=_name(organisation) if mediates else "",
        organisation_address=organisation.address if organisation is not None and mediates else "",
        roads=roads(outcome.alternatives, desk, today),
        act_before=outcome.act_before,
        disclaimer=wording.say("page_disclaimer", today=date_in_words(today)),
    )


def _heading(category: str, subject: Subject) -> str:
    if category == NOT_LEGAL:
        return wording.say("outcome_heading_procedure")
    key = "outcome_heading" if subject.own_dispute else "outcome_heading_general"
    return wording.say(key, category=category_name(category), subtype=subtype_name(category, subject.subtype))


def _law(guidance: Guidance, subject: Subject, desk: ReferenceDesk, on: date) -> tuple[LawPoint, ...]:
    """Give what the law says; who asks what a procedure costs is told the fees first."""
    law = law_points(guidance.rights, desk, on, subject.told)
    asks_cost = any(word in subject.told for word in wording.wording().topics["cost"])
    if subject.category != NOT_LEGAL or not asks_cost:
        return law
    fees = [LawPoint(s.text, s.cites, quotes(s.cites, s.text, desk, on)) for s in sayable(guidance.cost, desk, on)]
    return (*fees, *law)


def law_points(rights: Sequence[Statement], desk: ReferenceDesk, on: date, told: str) -> tuple[LawPoint, ...]:
    """Give what the law says, with the words of each article; what is nearest to the story comes first."""
    nearest = sorted(sayable(rights, desk, on), key=lambda statement: -nearness(statement.text, told))
    return tuple(LawPoint(s.text, s.cites, quotes(s.cites, s.text, desk, on)) for s in nearest)


def found_articles(subject: Subject, law: Sequence[LawPoint], desk: ReferenceDesk, on: date) -> tuple[Quote, ...]:
    """Give articles that fit a general question and are not cited by the guidance already."""
    cited = {ref for point in law for ref in point.cites}
    codes = (subject.category,) if subject.category else ()
    hits = desk.search_articles(subject.told, on, codes, MOST_FOUND + len(cited))
    refs = [hit.article.ref for hit in hits if hit.article.state is ArticleState.IN_FORCE]
    fresh = [ref for ref in refs if ref not in cited][:MOST_FOUND]
    return tuple(quote(ref, subject.told, desk, on) for ref in fresh)


def deadlines(subject: Subject, guidance: Guidance, desk: ReferenceDesk, on: date) -> tuple[Deadline, ...]:
    """Give the time limits that may be stated, with their last days."""
    found = []
    for limit_id, last_day in last_days(subject, guidance, desk):
        limit = desk.limit(limit_id)
        cites = refs_in_force(limit.cites, desk, on)
        if not cites:
            continue
        found.append(
            Deadline(
                name=limit.name,
                length="" if limit.length is None else str(limit.length),
                starts=limit.starts,
                last_day=last_day,
                mediation_interrupts=limit.mediation_interrupts,
                note=limit.note or "",
                cites=cites,
            )
        )
    return tuple(found)


def numbers(subject: Subject, desk: ReferenceDesk, on: date, asked: str = "") -> tuple[NumberLine, ...]:
    """Give what can be counted, resting only on articles that are in force; `asked` is a question after the story."""
    if subject.category is None:
        return ()
    facts = {name: fact.value for name, fact in subject.facts.items()}
    found = desk.numbers(subject.category, subject.subtype, facts, on, f"{subject.told}\n{asked}".strip())
    stated = [n for n in found if len(refs_in_force(n.articles, desk, on)) == len(n.articles)]
    return tuple(NumberLine(number, _number_words(number)) for number in stated)


def _number_words(number: Number) -> str:
    if number.known:
        return number_in_words(number.value) + number.unit
    if number.refusal:
        return wording.say("number_refused", reason=number.refusal)
    return wording.say("number_missing", missing=wording.say("semicolon").join(number.missing.values()))


def case_lines(case_ids: Sequence[str], desk: ReferenceDesk) -> tuple[CaseLine, ...]:
    """Give the similar cases that may be shown."""
    cases = _cases(case_ids, desk)
    return tuple(CaseLine(c.id, c.title, origin_mark(c.origin), outcome_name(c.outcome), _ending(c)) for c in cases)


def cases_note(case_ids: Sequence[str], desk: ReferenceDesk) -> str:
    """Explain the marks that stand at these cases, and what a case is worth."""
    found = {case.origin for case in _cases(case_ids, desk)}
    marks = "".join(origin_note(origin) for origin in Origin if origin in found)
    return wording.say("cases_note", marks=marks)


def _cases(case_ids: Sequence[str], desk: ReferenceDesk) -> list[Precedent]:
    return [case for case_id in case_ids if (case := desk.case(case_id)) is not None]


def _ending(case: Precedent) -> str:
    if not case.tells_result:
        return no_result()
    result = case.result or in_a_row(case.terms)
    if case.outcome is Outcome.UNKNOWN:
        return result
    ending = outcome_name(case.outcome)
    return wording.say("case_told", ending=ending, result=result) if result else ending


def roads(codes: Sequence[str], desk: ReferenceDesk, on: date) -> tuple[Road, ...]:
    """Give the other roads, each with a sentence; one whose article is no longer in force is named without it."""
    found = []
    for code in codes:
        phrase = wording.phrase(f"road_{code}")
        name = wording.name_of("body", code)
        in_force = len(refs_in_force(phrase.cites, desk, on)) == len(phrase.cites)
        found.append(Road(code, name, wording.say(phrase.key) if in_force else name, phrase.cites if in_force else ()))
    return tuple(found)


def _name(organisation: Organisation | None) -> str:
    return "" if organisation is None else organisation.name
