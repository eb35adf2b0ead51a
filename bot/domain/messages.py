"""What is said, by whom, and how far it got."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.attachments import Attachment, StoredAttachment
from knowledge.identifiers import ArticleRef

LONGEST_TEXT = 10_000
"""Code points one message may have; more is refused with a clear word."""


class Author(StrEnum):
    """Who said it."""

    CITIZEN = "citizen"
    ASSISTANT = "assistant"
    STAFF = "staff"
    OTHER_PARTY = "other_party"
    """The other side of a mediation, in the joint room."""
    SYSTEM = "system"
    """A notice of the house: somebody took the talk, the queue moved, the talk was closed."""


class Delivery(StrEnum):
    """How far a message to a citizen got."""

    SAVED = "saved"
    SENT = "sent"
    SHOWN = "shown"
    FAILED = "failed"
    BLOCKED = "blocked"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class CitizenAddress:
    """Where a citizen is reached; unique. A person may own several."""

    channel: str
    account: str


@dataclass(frozen=True, slots=True)
class CitizenMessage:
    """One message as a channel received it; (sender, external_id) is unique for ever."""

    sender: CitizenAddress
    external_id: str
    text: str
    sent_at: datetime
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to say to the citizen. A reply that states law carries `cites`.

    `choices` are buttons; pressing one sends its text. `kind`: message, notice (privacy), help (danger),
    question, outcome, quote.
    """

    text: str
    choices: tuple[str, ...] = ()
    cites: tuple[ArticleRef, ...] = ()
    kind: str = "message"


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message after it was saved. `id` grows within a conversation and never changes."""

    id: int
    conversation_id: str
    author: Author
    author_name: str
    text: str
    at: datetime
    choices: tuple[str, ...] = ()
    cites: tuple[ArticleRef, ...] = ()
    kind: str = "message"
    private: bool = False
    """A note among staff; never shown or sent to the citizen."""
    external_id: str = ""
    delivery: Delivery = Delivery.SAVED
    repeated: bool = False
    """Sent a second time because nobody knows whether the first attempt arrived."""
    rule: str = ""
    """The dialogue rule that made the assistant say this."""
    attachments: tuple[StoredAttachment, ...] = ()
