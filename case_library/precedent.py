"""A case of the mediation library: what was disputed, what the mediator did, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Origin(StrEnum):
    """Where an entry comes from; illustrative ones are composed and are marked wherever they are shown."""

    ILLUSTRATIVE = "illustrative"
    IMPORTED = "imported"
    OWN_DOCKET = "own_docket"


OWN_DOCKET_ID = "od-"
"""What the ids of cases made of an office's own files begin with."""


class ReviewState(StrEnum):
    """How far an entry has come: only `published` ones may be shown to citizens, `withdrawn` ones to nobody."""

    DRAFT = "draft"
    ANONYMISED = "anonymised"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How the mediation ended (end states of the process, one word each)."""

    PERFORMED = "performed"
    """Agreed and performed in full."""
    CONFIRMED = "confirmed"
    """Agreed and confirmed by a court (司法确认)."""
    AGREED = "agreed"
    """Agreed, performance still running or not known."""
    DEFAULTED = "defaulted"
    """Agreed, not performed; went on to court or enforcement."""
    FAILED = "failed"
    """No agreement; the parties were told of the other roads."""
    REFUSED = "refused"
    """The other side would not come."""
    WITHDRAWN = "withdrawn"
    """The applicant took the application back."""
    TRANSFERRED = "transferred"
    """Handed to police, arbitration, court or an agency."""
    NOT_ACCEPTED = "not_accepted"
    """Outside what a committee may mediate."""
    UNKNOWN = "unknown"


AGREEMENT_REACHED = frozenset({Outcome.PERFORMED, Outcome.CONFIRMED, Outcome.AGREED, Outcome.DEFAULTED})
"""Outcomes in which the parties came to an agreement, whatever became of it."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn of a recorded talk; kept for study, neither indexed nor shown to citizens."""

    speaker: str
    text: str
    strategy: str = ""


@dataclass(frozen=True, slots=True)
class Precedent:
    """One entry of the library.

    `category`, `subtype` and `organisation_kind` are codes of the taxonomy; `facts` uses its fact names, with JSON
    values. Sums are yuan, `months_taken` runs from acceptance to the end of the mediation. `legal_basis` holds
    citations as printed, 《法律全名》第几条. `source_kind` is the kind the source gave, in its own words. Empty text,
    an empty tuple or None mean that the source does not say.
    """

    id: str
    title: str
    category: str
    story: str
    origin: Origin
    subtype: str = "other"
    external_id: str | None = None
    relation: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    result: str = ""
    terms: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    comment: str = ""
    tags: tuple[str, ...] = ()
    organisation_kind: str = ""
    year: int | None = None
    outcome: Outcome = Outcome.UNKNOWN
    months_taken: float | None = None
    claimed_yuan: float | None = None
    settled_yuan: float | None = None
    review_state: ReviewState = ReviewState.DRAFT
    source_kind: str = ""
    parties: tuple[str, ...] = ()
    dialogue: tuple[Utterance, ...] = ()

    @property
    def tells_result(self) -> bool:
        """Whether it says how the matter ended, as a code or in words."""
        return self.outcome is not Outcome.UNKNOWN or bool(self.result or self.terms)

    @property
    def searchable_text(self) -> str:
        """What search reads: title, story, what was disputed, result and terms; never the dialogue or the parties."""
        return "\n".join(text for _, _, text in self.searchable_parts)

    @property
    def searchable_parts(self) -> tuple[tuple[str, int | None, str], ...]:
        """The texts that search reads, in order: field, number in the list where the field is a list, text."""
        parts: list[tuple[str, int | None, str]] = []
        for name in ("title", "story", "disputed", "result", "terms", "tags"):
            value = getattr(self, name)
            parts += [(name, None, value)] if isinstance(value, str) else [(name, *pair) for pair in enumerate(value)]
        return tuple((name, item, text) for name, item, text in parts)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an entry: the field, `item` in it where it is a list, and characters from `start`, end exclusive."""

    field: str
    item: int | None
    start: int
    end: int

    def text(self, case: Precedent) -> str:
        """Read it."""
        value = getattr(case, self.field)
        whole: str = value if self.item is None else value[self.item]
        return whole[self.start : self.end]

    def as_json(self) -> dict[str, Any]:
        """Give it for programs; `item` only where the field is a list."""
        place = {"field": self.field} if self.item is None else {"field": self.field, "item": self.item}
        return {**place, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class CaseHit:
    """A case found by a search: score in 0..1 (higher is more alike) and why it was found, in Chinese.

    Where the search was asked to show it, `highlights` are the places that made it alike, and `excerpt` is the stretch
    of its text that holds most of them.
    """

    case: Precedent
    score: float
    why: tuple[str, ...] = ()
    highlights: tuple[Stretch, ...] = ()
    excerpt: Stretch | None = None

    def as_result(self) -> dict[str, Any]:
        """Give the case result of the command line and the web API."""
        case = self.case
        shown: dict[str, Any] = {}
        if self.excerpt is not None:
            shown["highlights"] = [place.as_json() for place in self.highlights]
            shown["excerpt"] = {**self.excerpt.as_json(), "text": self.excerpt.text(case)}
        return {
            "id": case.id,
            "external_id": case.external_id,
            "title": case.title,
            "category": case.category,
            "subtype": case.subtype,
            "origin": case.origin.value,
            "review_state": case.review_state.value,
            "outcome": case.outcome.value,
            "year": case.year,
            "claimed_yuan": case.claimed_yuan,
            "settled_yuan": case.settled_yuan,
            "months_taken": case.months_taken,
            "terms": list(case.terms),
            "score": round(self.score, 4),
            "why": list(self.why),
            **shown,
        }
