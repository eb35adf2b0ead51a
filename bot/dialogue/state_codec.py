"""Conversation to JSON and back, without loss; the storage keeps the JSON, the dialogue the values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.conversation import Conversation, Holder, KnownFact, Stage, Subject, TriageOutcome
from knowledge.identifiers import ArticleRef
from nlp.findings import Risk


def to_json(conversation: Conversation) -> dict[str, Any]:
    """Give the conversation as JSON values."""
    return {
        "id": conversation.id,
        "holder": conversation.holder.value,
        "stage": conversation.stage.value,
        "subjects": [_subject_to_json(subject) for subject in conversation.subjects],
        "current": conversation.current,
        "awaiting": conversation.awaiting,
        "risk": conversation.risk.value,
        "risk_reasons": list(conversation.risk_reasons),
        "risk_kinds": sorted(conversation.risk_kinds),
        "notice_given": conversation.notice_given,
        "turns": conversation.turns,
        "misses": conversation.misses,
        "last_said": list(conversation.last_said),
        "told": list(conversation.told),
        "memory": dict(conversation.memory),
        "version": conversation.version,
    }


def from_json(raw: Mapping[str, Any]) -> Conversation:
    """Read what `to_json` wrote; fields that an older version did not know take their defaults."""
    subjects = tuple(_subject_from_json(entry) for entry in raw.get("subjects", ())) or (Subject(),)
    return Conversation(
        id=raw["id"],
        holder=Holder(raw.get("holder", Holder.ASSISTANT)),
        stage=Stage(raw.get("stage", Stage.DESCRIBING)),
        subjects=subjects,
        current=raw.get("current", 0),
        awaiting=raw.get("awaiting"),
        risk=Risk(raw.get("risk", Risk.GREEN)),
        risk_reasons=tuple(raw.get("risk_reasons", ())),
        risk_kinds=frozenset(raw.get("risk_kinds", ())),
        notice_given=raw.get("notice_given", False),
        turns=raw.get("turns", 0),
        misses=raw.get("misses", 0),
        last_said=tuple(raw.get("last_said", ())),
        told=tuple(raw.get("told", ())),
        memory=dict(raw.get("memory", {})),
        version=raw.get("version", 0),
    )


def _subject_to_json(subject: Subject) -> dict[str, Any]:
    return {
        "category": subject.category,
        "subtype": subject.subtype,
        "category_confirmed": subject.category_confirmed,
        "story": list(subject.story),
        "facts": {name: _fact_to_json(fact) for name, fact in subject.facts.items()},
        "asked": list(subject.asked),
        "outcome": None if subject.outcome is None else _outcome_to_json(subject.outcome),
        "own_dispute": subject.own_dispute,
        "flags": list(subject.flags),
    }


def _subject_from_json(raw: Mapping[str, Any]) -> Subject:
    outcome = raw.get("outcome")
    return Subject(
        category=raw.get("category"),
        subtype=raw.get("subtype", "other"),
        category_confirmed=raw.get("category_confirmed", False),
        story=tuple(raw.get("story", ())),
        facts={name: KnownFact(**fact) for name, fact in raw.get("facts", {}).items()},
        asked=tuple(raw.get("asked", ())),
        outcome=None if outcome is None else _outcome_from_json(outcome),
        own_dispute=raw.get("own_dispute", True),
        flags=tuple(raw.get("flags", ())),
    )


def _fact_to_json(fact: KnownFact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "text": fact.text,
        "start": fact.start,
        "end": fact.end,
        "said_in": fact.said_in,
        "confirmed": fact.confirmed,
    }


def _outcome_to_json(outcome: TriageOutcome) -> dict[str, Any]:
    return {
        "route": outcome.route,
        "reasons": list(outcome.reasons),
        "alternatives": list(outcome.alternatives),
        "organisation_id": outcome.organisation_id,
        "basis": [{"law": ref.law, "label": ref.label} for ref in outcome.basis],
        "cases": list(outcome.cases),
        "act_before": None if outcome.act_before is None else outcome.act_before.isoformat(),
        "organisation_kind": outcome.organisation_kind,
        "rule": outcome.rule,
    }


def _outcome_from_json(raw: Mapping[str, Any]) -> TriageOutcome:
    act_before = raw.get("act_before")
    return TriageOutcome(
        route=raw["route"],
        reasons=tuple(raw.get("reasons", ())),
        alternatives=tuple(raw.get("alternatives", ())),
        organisation_id=raw.get("organisation_id"),
        basis=tuple(ArticleRef(entry["law"], entry["label"]) for entry in raw.get("basis", ())),
        cases=tuple(raw.get("cases", ())),
        act_before=None if act_before is None else date.fromisoformat(act_before),
        organisation_kind=raw.get("organisation_kind"),
        rule=raw.get("rule", ""),
    )
