"""The first draft of a case, made of what a closed dispute's file says; a person completes it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.domain.dispute import END_STATES, Dispute, DisputeApplication, DisputeState
from bot.domain.dispute_file import DisputeFile
from case_library.explain import in_yuan
from case_library.plain_figures import claim_of, months_between
from case_library.precedent import OWN_DOCKET_ID, Origin, Outcome, Precedent, ReviewState
from case_library.wording import draft_title

_OUTCOMES: Mapping[DisputeState, Outcome] = {
    DisputeState.PERFORMED: Outcome.PERFORMED,
    DisputeState.COURT_CONFIRMED: Outcome.CONFIRMED,
    DisputeState.UNPERFORMED: Outcome.DEFAULTED,
    DisputeState.ENDED: Outcome.FAILED,
    DisputeState.DECLINED: Outcome.REFUSED,
    DisputeState.REFUSED: Outcome.NOT_ACCEPTED,
    DisputeState.WITHDRAWN: Outcome.WITHDRAWN,
    DisputeState.REFERRED: Outcome.TRANSFERRED,
}
"""What the end of a file says of the outcome."""
_NO_CASE = frozenset({DisputeState.JOINED, DisputeState.LAPSED})
"""Ends from which nobody learns anything: the file went on under another number, or there was no dispute."""
_PRIVATE_FACTS = frozenset(
    {"phone", "place", "other_party", "organisation", "age", "children_ages"}
    | {"event_date", "start_date", "end_date", "deadline_date"}
)
"""Facts that lead to persons, exact days too: they help to recognise somebody and help nobody to find the case."""


def end_of(dispute: Dispute) -> DisputeState:
    """Return how the file ended, also where it is in the archive; its state where it has not ended."""
    return dispute.closure.outcome if dispute.closure is not None else dispute.state


def is_closed(dispute: Dispute) -> bool:
    """Whether the matter is over in a way of which a case may be made."""
    return not dispute.is_open and end_of(dispute) in END_STATES - _NO_CASE


def case_id_of(dispute: Dispute) -> str:
    """Return the id of the case that is made of a dispute: always the same, and saying nothing of its number."""
    return OWN_DOCKET_ID + hashlib.sha256(f"dispute {dispute.id}".encode()).hexdigest()[:16]


def draft_from_dispute(dispute: Dispute, file: DisputeFile | None = None, *, organisation_kind: str = "") -> Precedent:
    """Make the first draft of a case of a dispute's file; it holds names and must be masked before it is shown.

    Args:
        dispute: its first page.
        file: all of it, where there is more: parties, sessions, the agreement.
        organisation_kind: code of the kind of organisation that mediated.
    """
    application = dispute.application
    agreement = file.agreement if file is not None else None
    claimed = _claimed(application)
    outcome = _OUTCOMES.get(end_of(dispute), Outcome.UNKNOWN)
    sum_told = in_yuan(claimed) if claimed else ""
    title = draft_title(application.category, application.subtype, outcome.value, sum_told)
    results = [session.result for session in file.sessions if session.result] if file is not None else []
    if agreement is None and not results and dispute.history:
        results = [dispute.history[-1][1]]
    return Precedent(
        id=case_id_of(dispute),
        title=title,
        category=application.category,
        subtype=application.subtype,
        story=(agreement.main_facts if agreement is not None else "") or application.summary or title,
        origin=Origin.OWN_DOCKET,
        external_id=dispute.number,
        facts={name: value for name, value in application.facts.items() if name not in _PRIVATE_FACTS},
        disputed=_lines(agreement.issues if agreement is not None else application.request),
        result="\n".join(results),
        terms=_lines(agreement.terms if agreement is not None else ""),
        organisation_kind=organisation_kind,
        year=dispute.registered_at.year,
        outcome=outcome,
        months_taken=months_between(dispute.registered_at.date(), _ended_on(dispute)),
        claimed_yuan=claimed,
        settled_yuan=None if dispute.agreed_fen is None else dispute.agreed_fen / 100,
        review_state=ReviewState.DRAFT,
        parties=tuple(dict.fromkeys(name for name in _names(dispute, file) if name)),
    )


def _names(dispute: Dispute, file: DisputeFile | None) -> Iterable[str]:
    """Everybody who is named on the file: parties, agents, mediators; none of them may stand in the case."""
    yield dispute.application.applicant_name
    yield dispute.application.other_party
    if file is not None:
        for party in file.parties:
            yield from (party.name, party.representative, party.agent)
        for mediator in file.mediators:
            yield mediator.name


def _ended_on(dispute: Dispute) -> date:
    if dispute.closure is not None:
        return dispute.closure.on
    return max((at.date() for at, _ in dispute.history), default=dispute.registered_at.date())


def _lines(text: str) -> tuple[str, ...]:
    """Cut a text into items; what ended an item in the file would stand before what parts items on a page."""
    items = (line.strip().rstrip("；;").rstrip() for line in text.splitlines())
    return tuple(item for item in items if item)


def _claimed(application: DisputeApplication) -> float | None:
    """Give the sum that is claimed: as the talk brought it out, as the claim says it, else what the matter is about."""
    if (told := _sum(application.facts.get("claimed_yuan"))) is not None:
        return told
    read = claim_of(application.request)
    return _sum(application.facts.get("amount_yuan")) if read is None else read


def _sum(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
