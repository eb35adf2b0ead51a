"""A conversation with one citizen: who must speak next, which stage it is in, what was learned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    organisation_kind: str | None = None
    rule: str = ""
    """The rule of the route book that chose."""


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
    own_dispute: bool = True
    """False for a general question in which nobody's dispute shows."""
    flags: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The whole story so far, one message a line."""
        return "\n".join(self.story)


@dataclass(frozen=True, slots=True)
class Conversation:
    """State of the talk; everything the dialogue needs, nothing a channel knows.

    `turns` counts the citizen's messages. `memory` holds what a stage remembers between two messages (JSON values).
    `misses` counts how often in a row the assistant did not understand. `last_said` holds what it said last, so that it
    never says the same twice running; `told` is the short list of what it has told, for the people who take over.
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
    misses: int = 0
    last_said: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    memory: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0

    @property
    def subject(self) -> Subject:
        """The dispute that is being talked about."""
        return self.subjects[self.current]

    def with_subject(self, subject: Subject) -> "Conversation":
        """Give the conversation with the current dispute replaced."""
        subjects = (*self.subjects[: self.current], subject, *self.subjects[self.current + 1 :])
        return replace(self, subjects=subjects)
