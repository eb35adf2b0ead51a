"""The first draft of a case, made of what a closed dispute's file says; a person completes it."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.dispute import OPEN_STATES, Dispute
from case_library.precedent import Origin, Outcome, Precedent, ReviewState
from case_library.wording import draft_title
from nlp.taxonomy import subtype_name

_OUTCOME_OF_STATE: Mapping[str, Outcome] = {
    "settled": Outcome.AGREED,
    "agreed": Outcome.AGREED,
    "performing": Outcome.AGREED,
    "performed": Outcome.PERFORMED,
    "confirmed": Outcome.CONFIRMED,
    "defaulted": Outcome.DEFAULTED,
    "ended": Outcome.FAILED,
    "failed": Outcome.FAILED,
    "refused": Outcome.REFUSED,
    "not_accepted": Outcome.NOT_ACCEPTED,
    "withdrawn": Outcome.WITHDRAWN,
    "transferred": Outcome.TRANSFERRED,
}
"""What the last state of a file says of the outcome; of other states (filed away) a person says it."""
_SUMS = ("claimed_yuan", "amount_yuan")
_DAYS_A_MONTH = 30.4
_PRIVATE_FACTS = frozenset({"phone", "place", "other_party", "organisation", "age", "children_ages"})
"""Facts that lead to persons: they help to recognise somebody and help nobody to find the case."""


def is_closed(dispute: Dispute) -> bool:
    """Whether the file is finished, so that a case may be made of it."""
    return dispute.state not in OPEN_STATES


def case_id_of(dispute: Dispute) -> str:
    """Return the id of the case that is made of a dispute: always the same, and saying nothing of its number."""
    return "od-" + hashlib.sha256(f"dispute {dispute.id}".encode()).hexdigest()[:16]


def draft_from_dispute(dispute: Dispute, organisation_kind: str = "", parties: Iterable[str] = ()) -> Precedent:
    """Make the first draft of a case of a dispute's file; it holds names and must be masked before it is shown.

    Args:
        dispute: a file with its history.
        organisation_kind: code of the kind of organisation that mediated.
        parties: names of parties beside those of the application.
    """
    application = dispute.application
    claimed = next((value for name in _SUMS if (value := _sum(application.facts.get(name))) is not None), None)
    ended = max((at for at, _ in dispute.history), default=dispute.registered_at)
    named = dict.fromkeys(name for name in (application.applicant_name, application.other_party, *parties) if name)
    return Precedent(
        id=case_id_of(dispute),
        title=draft_title(subtype_name(application.category, application.subtype)),
        category=application.category,
        subtype=application.subtype,
        story=application.summary or draft_title(subtype_name(application.category, application.subtype)),
        origin=Origin.OWN_DOCKET,
        external_id=dispute.number,
        facts={name: value for name, value in application.facts.items() if name not in _PRIVATE_FACTS},
        disputed=(application.request,) if application.request else (),
        result=dispute.history[-1][1] if dispute.history else "",
        organisation_kind=organisation_kind,
        year=dispute.registered_at.year,
        outcome=_OUTCOME_OF_STATE.get(dispute.state.value, Outcome.UNKNOWN),
        months_taken=round((ended - dispute.registered_at).days / _DAYS_A_MONTH, 1),
        claimed_yuan=claimed,
        review_state=ReviewState.DRAFT,
        parties=tuple(named),
    )


def _sum(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
