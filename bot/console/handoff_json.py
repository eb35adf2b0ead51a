"""Handoffs as the console and the API show them: a line of the list, and the whole view."""

import json
from collections.abc import Mapping
from typing import Any

from bot.console.canned_replies import canned_replies
from bot.console.second_party_api import mediation_view_json
from bot.dialogue.fact_words import fact_name, in_words
from bot.domain.consultation import Consultation, ConsultationKind
from bot.domain.conversation import KnownFact
from bot.domain.handoff import Handoff, HandoffEvent
from bot.domain.messages import Author
from bot.domain.staff import StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.read_handoff import HandoffView
from bot.service.staff_rights import may_supervise
from bot.web.files import attachment_json
from bot.web.message_json import articles_json, messages_json
from bot.web.names import name_of
from bot.web.pages import moment
from nlp.taxonomy import category_name, subtype_name


def handoff_json(handoff: Handoff, staff: StaffMember, desk: FrontDesk, *, holder_name: str = "") -> dict[str, Any]:
    """One handoff: what it is about, how urgent, who holds it, since when it waits."""
    category, subtype = handoff.brief.get("category") or "", handoff.brief.get("subtype") or ""
    return {
        "id": handoff.id,
        "kind": handoff.kind.value,
        "kind_name": name_of("kind", handoff.kind.value),
        "live_talk": handoff.live,
        "second_party": bool(handoff.brief.get("second_party")),
        "status": handoff.status.value,
        "status_name": name_of("status", handoff.status.value),
        "risk": handoff.risk.value,
        "risk_name": name_of("risk", handoff.risk.value),
        "category": category,
        "category_name": category_name(category) if category else "",
        "subtype": subtype,
        "subtype_name": subtype_name(category, subtype) if category and subtype else "",
        "headline": handoff.brief.get("headline") or handoff.note,
        "organisation": handoff.organisation_id,
        "organisation_name": desk.organisation_name(handoff.organisation_id),
        "foreign": handoff.organisation_id not in staff.organisations,
        "requested_at": handoff.requested_at.isoformat(),
        "waiting_seconds": max(0, int((desk.now() - handoff.requested_at).total_seconds())),
        "position": None,
        "mine": handoff.claimed_by == staff.id,
        "claimed_by_name": holder_name,
        "wanted": handoff.wanted_staff_id == staff.id,
        "note": handoff.note,
        "phone": handoff.phone,
        "due_at": handoff.due_at.isoformat() if handoff.due_at else None,
        "outcome": handoff.outcome.value if handoff.outcome else None,
        "outcome_note": handoff.outcome_note,
    }


def view_json(view: HandoffView, staff: StaffMember, desk: FrontDesk) -> dict[str, Any]:
    """The whole view of one handoff: line, talk, brief, history."""
    return {
        "handoff": handoff_json(view.handoff, staff, desk, holder_name=view.holder_name),
        "messages": messages_json(view.messages, desk.room, desk.today()),
        "brief": brief_json(view, desk),
        "history": [event_json(event, view.staff_names) for event in view.history],
        "canned": canned_for(view, staff, desk),
        "disputes": [{"id": dispute.id, "number": dispute.number} for dispute in view.disputes],
        "mediation": mediation_view_json(view.mediation, view.staff_names) if view.mediation else None,
        "not_mediable": view.not_mediable,
        "colleagues": [
            {"id": person.id, "name": person.name, "role_name": name_of("role", person.role.value)}
            for person in view.colleagues
        ],
        "consultations": [
            {
                "kind": known.kind.value,
                "kind_name": name_of("consultation", known.kind.value),
                "colleague": known.colleague_id,
                "colleague_name": view.staff_names.get(known.colleague_id, ""),
                "asked_by_name": view.staff_names.get(known.asked_by, ""),
                "question": known.question,
                "open": known.open,
            }
            for known in view.consultations
        ],
        "invited": any(known.kind is ConsultationKind.JOIN for known in _wanted(view, staff)),
        "asked": bool(_wanted(view, staff)),
        "may_take_over": may_supervise(staff, view.handoff),
        "taken_from": view.taken_from,
        "read_up_to": view.read_up_to,
    }


def _wanted(view: HandoffView, staff: StaffMember) -> list[Consultation]:
    """What the person himself is wanted for in this talk."""
    return [known for known in view.consultations if known.open and known.colleague_id == staff.id]


def canned_for(view: HandoffView, staff: StaffMember, desk: FrontDesk) -> list[dict[str, str]]:
    """Replies used often that fit this talk."""
    category = view.conversation.subject.category or ""
    organisation = desk.room.organisation(staff.organisation_id)
    return canned_replies(
        category,
        staff=staff.name,
        organisation=desk.organisation_name(staff.organisation_id),
        address=organisation.address if organisation else "",
        category_name=category_name(category) if category else "",
    )


def brief_json(view: HandoffView, desk: FrontDesk) -> dict[str, Any]:
    """The packet for whoever takes over, with the Chinese words ready.

    Category and facts are those of the talk as it stands now: the citizen goes on telling, and colleagues correct.
    """
    brief, subject = view.brief, view.conversation.subject
    category = subject.category or ""
    return {
        "category": category,
        "category_name": category_name(category) if category else "",
        "subtype": subject.subtype,
        "subtype_name": subtype_name(category, subject.subtype) if category else "",
        "headline": brief.get("headline") or "",
        "wish": brief.get("wish") or "",
        "story": brief.get("story") or [],
        "route_name": brief.get("route_name") or "",
        "reasons": brief.get("reasons") or [],
        "risk_reasons": brief.get("risk_reasons") or brief.get("dangers") or [],
        "minor": bool(brief.get("minor")),
        "never_contact_other_side": bool(brief.get("never_contact_other_side")),
        "facts": [fact_json(name, fact, desk, category) for name, fact in subject.facts.items()],
        "deadlines": [deadline_words(limit) for limit in brief.get("deadlines") or []],
        "open_questions": brief.get("open_questions") or [],
        "articles": brief.get("articles") or [],
        "cases": brief.get("cases") or [],
        "told": brief.get("told") or [],
        "cited": _cited(view, desk),
        "documents": _documents(view),
        "other_subjects": [
            " · ".join(part for part in (matter.get("category_name"), matter.get("subtype_name")) if part)
            for matter in brief.get("other_subjects") or []
        ],
    }


def _documents(view: HandoffView) -> list[dict[str, Any]]:
    """What the citizen sent. Once the other side is being brought in, what he sends stays in its room of the talk."""
    until = None if view.mediation is None else view.mediation.mediation.opened_at
    return [
        {**attachment_json(file), "at": moment(message.at)}
        for message in view.messages
        if message.author is Author.CITIZEN and (until is None or message.at < until)
        for file in message.attachments
    ]


def _cited(view: HandoffView, desk: FrontDesk) -> list[dict[str, Any]]:
    """The articles that the assistant has cited to the citizen, each once, with the state and text of today."""
    refs = [ref for message in view.messages if message.author is Author.ASSISTANT for ref in message.cites]
    return articles_json(list(dict.fromkeys(refs)), desk.room, desk.today())


def fact_json(name: str, fact: KnownFact, desk: FrontDesk, category: str) -> dict[str, Any]:
    """One fact: its value in words, as it is stored (`raw`, JSON), and the words it came from."""
    return {
        "name": name,
        "label": fact_name(name),
        "value": in_words(name, fact.value, desk.room, category or None),
        "raw": fact.value if isinstance(fact.value, str) else json.dumps(fact.value, ensure_ascii=False),
        "json": not isinstance(fact.value, str),
        "text": fact.text,
        "confirmed": fact.confirmed,
    }


def deadline_words(limit: Mapping[str, Any]) -> str:
    """A running time limit in one line."""
    if limit.get("last_day"):
        return name_of("deadline", "day", name=limit["name"], day=limit["last_day"])
    if limit.get("length"):
        return name_of("deadline", "span", name=limit["name"], length=limit["length"], starts=limit.get("starts", ""))
    return name_of("deadline", "plain", name=limit["name"])


def event_json(event: HandoffEvent, staff_names: Mapping[str, str]) -> dict[str, str]:
    """One entry of the history."""
    who = staff_names.get(event.staff_id or "", "") if event.staff_id else ""
    words = name_of("move", event.move.value, who=who).strip()
    return {"at": moment(event.at), "words": f"{words}：{event.note}" if event.note else words}
