"""A conversation with one citizen: who must speak next, which stage it is in, what was learned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.identifiers import ArticleRef
from nlp.findings import Risk


class Holder(StrEnum):
    """Who must speak next; the one place that says whether the assistant is silent."""

    ASSISTANT = "assistant"
    STAFF_QUEUE = "staff_queue"
    STAFF_MEMBER = "staff_member"
    NOBODY = "nobody"


class Stage(StrEnum):
    """Stage of the current subject; each has one rule file in bot/dialogue of the same name."""

    DESCRIBING = "describing"
    CONFIRMING_CATEGORY = "confirming_category"
    COLLECTING_FACTS = "collecting_facts"
    OUTCOME_GIVEN = "outcome_given"
    APPLYING = "applying"
    LEAVING_MESSAGE = "leaving_message"
    CONFIRMING_ERASURE = "confirming_erasure"
    CONFIRMING_GUARDIAN = "confirming_guardian"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact and the words it came from; `said_in` is the number of the citizen's message in this conversation."""

    value: Any
    text: str
    start: int
    end: int
    said_in: int
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class TriageOutcome:
    """What the assistant concluded for one subject, with everything needed to show it again."""

    route: str
    reasons: tuple[str, ...]
    alternatives: tuple[str, ...]
    organisation_id: str | None
    basis: tuple[ArticleRef, ...]
    cases: tuple[str, ...]
    act_before: date | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One dispute within a conversation."""

    category: str | None = None
    subtype: str = "other"
    category_confirmed: bool = False
    story: tuple[str, ...] = ()
    facts: Mapping[str, KnownFact] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    outcome: TriageOutcome | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """State of the talk; everything the dialogue needs, nothing a channel knows.

    `turns` counts the citizen's messages. `memory` holds what a stage remembers between two messages (JSON values).
    """

    id: str
    holder: Holder = Holder.ASSISTANT
    stage: Stage = Stage.DESCRIBING
    subjects: tuple[Subject, ...] = (Subject(),)
    current: int = 0
    awaiting: str | None = None
    risk: Risk = Risk.GREEN
    risk_reasons: tuple[str, ...] = ()
    risk_kinds: frozenset[str] = frozenset()
    notice_given: bool = False
    turns: int = 0
    memory: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0

    @property
    def subject(self) -> Subject:
        """The dispute that is being talked about."""
        return self.subjects[self.current]
