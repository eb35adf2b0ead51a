"""A dispute, its terms and its events as the pages of the docket show them."""

from datetime import date
from typing import Any

from bot.domain.dispute import Dispute
from bot.domain.dispute_file import DisputeFile, FileEvent, RunningClock
from bot.domain.docket_clocks import ClockRule, clock_rules
from bot.domain.docket_steps import Step, docket
from bot.domain.docket_terms import rule_of
from bot.domain.docket_words import plain_day, shown_value
from bot.service.front_desk import FrontDesk
from bot.web.names import name_of
from bot.web.pages import short_citation
from nlp.taxonomy import category_name, subtype_name

_SOON_DAYS = 3


def dispute_row(dispute: Dispute, desk: FrontDesk) -> dict[str, Any]:
    """A dispute as lists and pages show it."""
    application = dispute.application
    return {
        "id": dispute.id,
        "number": dispute.number,
        "code": dispute.code,
        "registered_at": dispute.registered_at,
        "history": dispute.history,
        "open": dispute.is_open,
        "state_name": docket().states[dispute.state].name,
        "source_name": name_of("dispute_source", application.source.value),
        "category_name": category_name(application.category),
        "subtype_name": subtype_name(application.category, application.subtype),
        "risk": application.risk.value,
        "risk_name": name_of("risk", application.risk.value),
        "organisation_name": desk.organisation_name(application.organisation_id),
        "applicant_name": application.applicant_name,
        "phone": application.phone,
        "other_party": application.other_party,
        "summary": application.summary,
        "request": application.request,
        "place": dispute.place,
        "happened_on": "" if dispute.happened_on is None else plain_day(dispute.happened_on),
        "people": dispute.people,
    }


def closure_lines(dispute: Dispute) -> list[tuple[str, str]]:
    """How a file ended, as lines of its page: (label, words)."""
    closure, words = dispute.closure, docket()
    if closure is None:
        return []
    roads = words.words["separator"].join(words.option_name("roads", road) for road in closure.roads)
    told = "" if closure.told_on is None else plain_day(closure.told_on)
    how = words.option_name("told_how", closure.told_how) if closure.told_how else ""
    labels = words.words
    lines = [
        (labels["closure_outcome"], words.states[closure.outcome].name),
        (labels["closure_reason"], words.reason_name(closure.reason)),
        (labels["closure_on"], plain_day(closure.on)),
        (labels["closure_roads"], f"{roads} {how} {told}".strip() or labels["unrecorded"]),
        (labels["closure_note"], closure.note),
    ]
    return [(label, text) for label, text in lines if text]


def term_row(clock: RunningClock, today: date, rule: ClockRule | None = None) -> dict[str, Any]:
    """A term as pages show it; `kind`: late, soon, on, still, done."""
    rules = clock_rules()
    kind = "on"
    if clock.stopped_on is not None:
        kind = "done"
    elif clock.paused_on is not None:
        kind = "still"
    elif clock.due_on < today:
        kind = "late"
    elif (clock.due_on - today).days <= _SOON_DAYS:
        kind = "soon"
    basis = "" if rule is None else rules.basis[rule.basis]
    return {
        "name": rules.name_of(clock.code, clock.subject),
        "subject": clock.subject,
        "due_on": plain_day(clock.due_on),
        "days": (clock.due_on - today).days,
        "kind": kind,
        "met": clock.met,
        "estimated": clock.estimated,
        "year": clock.due_on.year,
        "stopped_on": "" if clock.stopped_on is None else plain_day(clock.stopped_on),
        "basis": basis,
        "cites": [] if rule is None else [short_citation(ref) for ref in rule.cites],
    }


def term_rows(file: DisputeFile, today: date) -> list[dict[str, Any]]:
    """The terms of a file: those that run first, the earliest first."""
    rules = clock_rules()
    rows = [
        (clock.stopped_on is not None, clock.due_on, term_row(clock, today, rule_of(clock, file, rules)))
        for clock in file.clocks
    ]
    return [row for _, _, row in sorted(rows, key=lambda each: each[:2])]


def event_row(event: FileEvent) -> dict[str, Any]:
    """An event of the timeline: who, when, what, why, with the form as it was filled in."""
    words = docket()
    step = words.steps.get(event.step)
    name = name_of("file_event", event.step) if step is None else step.name
    return {
        "at": event.at,
        "day": plain_day(event.day),
        "name": name,
        "state_name": words.states[event.state].name,
        "changed": event.from_state is not None and event.from_state != event.state,
        "words": event.words,
        "note": event.note,
        "reason": _reason(event),
        "staff_name": event.staff_name,
        "lines": [] if step is None else form_lines(step, event),
    }


def form_lines(step: Step, event: FileEvent) -> list[tuple[str, str]]:
    """The form of a step as it was filled in: (label, words)."""
    return [
        (field.name, shown_value(step, field.id, event.details[field.id]))
        for field in step.fields
        if field.id in event.details
    ]


def _reason(event: FileEvent) -> str:
    if not event.reason:
        return ""
    return name_of("said", event.reason) if event.step == "citizen_said" else docket().reason_name(event.reason)
