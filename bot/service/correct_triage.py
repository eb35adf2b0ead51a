"""A person puts right what the assistant concluded; before and after are kept, with the reason."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.conversation import Conversation, KnownFact
from bot.domain.handoff import Handoff, HandoffEvent, HandoffMove
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput
from bot.service.accepted_text import required_text
from bot.service.docket_ports import Correction
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of
from bot.service.staff_rights import require, require_hold, require_sight_of_handoff
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again
from nlp.findings import Risk
from nlp.taxonomy import CATEGORIES


async def correct_triage(  # noqa: PLR0917 - the order is an agreed interface
    desk: FrontDesk,
    staff: StaffMember,
    handoff_id: str,
    category: str | None = None,
    subtype: str | None = None,
    facts: Mapping[str, Any] | None = None,
    risk: Risk | str | None = None,
    reason: str = "",
) -> Handoff:
    """Correct category, subtype, facts (JSON values; None takes a fact away) or risk; what is not given stays.

    Raises:
        BadInput: Unknown category, subtype or risk, no reason, or nothing to correct.
        NotFound: The handoff is not the person's to know.
        NotAllowed: Somebody else holds it, or nobody yet.
    """
    reason = required_text(reason, "更正的理由")
    grade = _checked(category, subtype, risk)
    if category is None and subtype is None and not facts and grade is None:
        raise BadInput("没有要更正的内容。")

    async def attempt() -> Handoff:
        async with desk.unit_of_work() as uow:
            handoff, talk = await lock_talk_of(uow, handoff_id)
            require_sight_of_handoff(staff, handoff)
            require(staff, Action.HOLD_TALK)
            require_hold(staff, handoff, or_supervise=True)
            before = talk.conversation
            after = _corrected(before, category, subtype, facts or {}, grade)
            if subtype is not None and (after.subject.category is None or subtype not in _subtypes(after)):
                raise BadInput("这个类别没有这个小类。")
            now = desk.now()
            correction = Correction(now, "triage", _outline(before), _outline(after), reason, staff.id)
            await uow.oversight.note_correction(before.id, correction)
            details = {"before": _outline(before), "after": _outline(after)}
            event = HandoffEvent(now, HandoffMove.TRIAGE_CORRECTED, staff.id, reason, details)
            await uow.handoffs.note(handoff_id, event)
            brief = {**handoff.brief, "category": after.subject.category, "subtype": after.subject.subtype}
            new_risk = grade or handoff.risk
            changed = await uow.handoffs.escalate(handoff, handoff.kind, handoff.organisation_id, new_risk, brief)
            wake_talk(uow, await uow.conversations.save(replace(talk, conversation=after), now))
            await wake_queue(uow, changed.organisation_id, changed)
            return changed

    return await trying_again(attempt, desk.settings.tries_on_conflict)


def _checked(category: str | None, subtype: str | None, risk: Risk | str | None) -> Risk | None:
    if category is not None and category not in CATEGORIES:
        raise BadInput("没有这个类别。")
    if subtype is not None and not subtype:
        raise BadInput("没有这个小类。")
    try:
        return None if risk is None else Risk(risk)
    except ValueError:
        raise BadInput("没有这个风险等级。", hint="可以用：red、orange、yellow、green。") from None


def _subtypes(conversation: Conversation) -> frozenset[str]:
    known = CATEGORIES.get(conversation.subject.category or "")
    return frozenset() if known is None else frozenset(known.subtypes)


def _corrected(
    conversation: Conversation,
    category: str | None,
    subtype: str | None,
    facts: Mapping[str, Any],
    risk: Risk | None,
) -> Conversation:
    subject = conversation.subject
    kept = {name: fact for name, fact in subject.facts.items() if facts.get(name, fact) is not None}
    said = {
        name: KnownFact(value, "", 0, 0, conversation.turns, confirmed=True)
        for name, value in facts.items()
        if value is not None
    }
    changed_category = category is not None and category != subject.category
    corrected = replace(
        subject,
        category=category or subject.category,
        subtype=subtype or ("other" if changed_category else subject.subtype),
        category_confirmed=subject.category_confirmed or category is not None,
        facts={**kept, **said},
        outcome=None if changed_category else subject.outcome,
    )
    return replace(conversation.with_subject(corrected), risk=risk or conversation.risk)


def _outline(conversation: Conversation) -> dict[str, Any]:
    subject = conversation.subject
    return {
        "category": subject.category,
        "subtype": subject.subtype,
        "risk": conversation.risk.value,
        "facts": {name: fact.value for name, fact in subject.facts.items()},
    }
