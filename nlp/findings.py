"""What understanding a message yields: spans, facts, categories, risk; plain values, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MODEL_OF_DANGER = "model_of_danger"
"""Id of the learned sense of danger among the rules of ``data/risk_rules.yaml``."""


class Risk(StrEnum):
    """Grade of danger, most urgent first (shared taxonomy, section Risk)."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"


class Intent(StrEnum):
    """What the citizen wants from the assistant itself, beside telling a story."""

    GREETING = "greeting"
    WHO_ARE_YOU = "who_are_you"
    WANTS_HUMAN = "wants_human"
    WANTS_LAWYER = "wants_lawyer"
    WANTS_MEDIATION = "wants_mediation"
    REFUSES_MEDIATION = "refuses_mediation"
    CASE_STATUS = "case_status"
    DELETE_DATA = "delete_data"
    COMPLAINT = "complaint"
    """"This is wrong": the assistant's answer is disputed."""
    STOP = "stop"
    YES = "yes"
    NO = "no"
    DOES_NOT_KNOW = "does_not_know"
    CORRECTION = "correction"
    """A fact is put right: 不是三万，是五万."""
    NEW_SUBJECT = "new_subject"
    """还有一件事 / 换个问题."""
    THANKS = "thanks"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Span:
    """Place in the message as the citizen sent it: code points, end exclusive."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the taxonomy; value is a JSON value (number, ISO date, string, bool, list).

    `approximate` marks what was said only roughly (十几万, 去年腊月): nothing exact may be counted from it unasked.
    """

    name: str
    value: Any
    span: Span
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class ScoredCategory:
    """A category code with its calibrated probability in 0..1."""

    code: str
    probability: float


@dataclass(frozen=True, slots=True)
class RiskFinding:
    """Grade, the reasons a lawyer can read (Chinese), and the kinds of danger found.

    Kinds: violence, weapon, suicide, child_abuse, helpless, domestic_violence, confinement, poisoning, fire,
    demolition, gathering, blockade, death_or_injury, many_claimants, deadline, neglect, repeated_complaints, media,
    foreign_or_military, holiday_wages, despair.
    """

    grade: Risk
    reasons: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()

    @property
    def only_suspected(self) -> bool:
        """Whether the model alone hears danger here: it is not asked where a rule has found it."""
        return MODEL_OF_DANGER in self.rules


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of one message.

    `categories` are sorted by probability, first is the category. `own_dispute` is false where only a general question
    is visible. `in_doubt` says that the two likeliest categories are too close to choose without asking.
    """

    text: str
    normalised: str
    categories: tuple[ScoredCategory, ...]
    subtype: str
    flags: tuple[str, ...]
    risk: RiskFinding
    facts: Mapping[str, Fact]
    intents: frozenset[Intent] = frozenset()
    own_dispute: bool = True
    in_doubt: bool = False
    also: tuple[str, ...] = field(default=())
    """Further categories the message clearly raises as disputes of their own."""

    @property
    def category(self) -> str:
        """Code of the likeliest category."""
        return self.categories[0].code
