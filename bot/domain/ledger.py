"""How far a message got, in words that hold for both directions: to the citizen, and from him."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.messages import Author, Delivery, StoredMessage


class LedgerState(StrEnum):
    """The states of the ledger."""

    SAVED = "saved"
    SENT = "sent"
    SHOWN = "shown"
    ANSWERED = "answered"
    FAILED = "failed"
    BLOCKED = "blocked"
    UNCERTAIN = "uncertain"
    NOTE = "note"
    """A note among staff: it is delivered to nobody."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """What a courier knows of a message: how often it tried, when that changed, when it tries again."""

    count: int
    changed_at: datetime
    next_at: datetime | None
    detail: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One message and how far it got. `since` is None where the state has no time of its own."""

    message: StoredMessage
    state: LedgerState
    since: datetime | None = None
    attempts: int = 0
    next_at: datetime | None = None
    detail: str = ""


def state_of(message: StoredMessage, *, answered: bool, read_up_to: int) -> LedgerState:
    """How far a message got.

    Args:
        message: The message.
        answered: Somebody on the other side has said something after it, in the same room.
        read_up_to: The last message that a person of the house has read.
    """
    if message.private:
        return LedgerState.NOTE
    if message.author is Author.CITIZEN:
        if answered:
            return LedgerState.ANSWERED
        return LedgerState.SHOWN if message.id <= read_up_to else LedgerState.SAVED
    state = LedgerState(message.delivery.value)
    if message.delivery in {Delivery.SAVED, Delivery.SENT, Delivery.SHOWN} and answered:
        return LedgerState.ANSWERED
    return state
