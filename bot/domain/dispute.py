"""A registered dispute: the first page of its file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nlp.findings import Risk


class DisputeSource(StrEnum):
    """How the dispute reached us (counted in the report)."""

    ASSISTANT = "assistant"
    WALK_IN = "walk_in"


class DisputeState(StrEnum):
    """Where the file stands; the later states are the docket's."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    MEDIATING = "mediating"
    SETTLED = "settled"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


ALLOWED_STEPS: Mapping[DisputeState, frozenset[DisputeState]] = {
    DisputeState.APPLIED: frozenset({DisputeState.ACCEPTED, DisputeState.REFUSED, DisputeState.WITHDRAWN}),
    DisputeState.ACCEPTED: frozenset({DisputeState.MEDIATING, DisputeState.ENDED, DisputeState.WITHDRAWN}),
    DisputeState.MEDIATING: frozenset({DisputeState.SETTLED, DisputeState.ENDED, DisputeState.WITHDRAWN}),
    DisputeState.SETTLED: frozenset(),
    DisputeState.ENDED: frozenset(),
    DisputeState.REFUSED: frozenset(),
    DisputeState.WITHDRAWN: frozenset(),
}
"""The steps a file may take; either side may stop at any time before an agreement."""


@dataclass(frozen=True, slots=True)
class DisputeApplication:
    """What the citizen, or a registrar for him, applies with. `consented` is the separate consent of PIPL 23."""

    organisation_id: str
    category: str
    subtype: str
    risk: Risk
    summary: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    applicant_name: str = ""
    phone: str = ""
    other_party: str = ""
    request: str = ""
    consented: bool = False
    source: DisputeSource = DisputeSource.ASSISTANT


OPEN_STATES = frozenset(state for state, steps in ALLOWED_STEPS.items() if steps)
"""The file is not finished."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute on file. `number` is public within the office, `code` is the citizen's secret for looking it up."""

    id: str
    number: str
    code: str
    conversation_id: str | None
    state: DisputeState
    registered_at: datetime
    application: DisputeApplication
    history: tuple[tuple[datetime, str], ...] = ()
    """When and what, in words a citizen may read."""

    def may_become(self, state: DisputeState) -> bool:
        """Whether the table of steps allows it."""
        return state in ALLOWED_STEPS[self.state]
