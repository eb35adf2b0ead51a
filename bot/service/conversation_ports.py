"""Records of conversations, messages and the outbox, as the use cases see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.attachments import Attachment
from bot.domain.conversation import Conversation
from bot.domain.ledger import Attempts
from bot.domain.messages import CitizenAddress, Delivery, Reply, StoredMessage

ERASED_CHANNEL = "erased"
"""Channel of the address of an erased talk: nobody is reached there."""


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """A conversation with what the house knows of it beside its state.

    `handoff_id` is the handoff that holds or waits for the talk; it is set exactly while the holder is the queue or a
    staff member.
    """

    conversation: Conversation
    address: CitizenAddress
    handoff_id: str | None = None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to save as said in a conversation. `answers` is the id of the message it answers."""

    reply: Reply
    author: str
    author_name: str = ""
    staff_id: str | None = None
    private: bool = False
    rule: str = ""
    answers: int | None = None
    external_id: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """A message that was received before, and what was answered then."""

    message: StoredMessage
    replies: tuple[StoredMessage, ...]


@dataclass(frozen=True, slots=True)
class KeptAttachment:
    """A file as it is kept, and where it belongs. `private`: it hangs on a note among staff."""

    file: Attachment
    conversation_id: str
    private: bool


class ConversationRecords(Protocol):
    """Conversations; at most one is open per address."""

    async def open_one(self, address: CitizenAddress) -> OpenTalk | None:
        """Read the open conversation of an address without locking it."""
        ...

    async def lock_open(self, address: CitizenAddress) -> OpenTalk | None:
        """Read the open conversation of an address; no one else writes to it until the transaction ends."""
        ...

    async def lock(self, conversation_id: str) -> OpenTalk:
        """Read one conversation and lock it.

        Raises:
            NotFound: There is none.
        """
        ...

    async def show(self, conversation_id: str) -> OpenTalk:
        """Read one conversation without locking it.

        Raises:
            NotFound: There is none.
        """
        ...

    async def start(self, address: CitizenAddress, at: datetime) -> OpenTalk:
        """Start a conversation.

        Raises:
            StaleConversation: Another writer has just started one for this address.
        """
        ...

    async def save(self, talk: OpenTalk, at: datetime) -> OpenTalk:
        """Save the state where the stored version is still the talk's, and return it with the next version.

        Raises:
            StaleConversation: Another writer was first.
        """
        ...

    async def of_address(self, address: CitizenAddress) -> Sequence[OpenTalk]:
        """Return all conversations of an address, oldest first."""
        ...

    async def untouched_since(self, moment: datetime, limit: int, only: str | None = None) -> Sequence[str]:
        """Return ids of talks that did not change since a moment, the oldest first.

        Erased ones and those with an open handoff are left out; `only` asks about one talk.
        """
        ...

    async def erase(self, conversation_id: str, at: datetime) -> None:
        """Empty the state and cut the address off; the row stays so that counts remain right."""
        ...

    async def note_typing(self, conversation_id: str, *, by_staff: bool, until: datetime) -> None:
        """Remember that somebody is typing."""
        ...

    async def is_typing(self, conversation_id: str, *, by_staff: bool, now: datetime) -> bool:
        """Whether somebody was typing a moment ago."""
        ...


class MessageRecords(Protocol):
    """What was said; the conversation must be locked by whoever adds."""

    async def received(self, channel: str, account: str, external_id: str) -> SavedTurn | None:
        """Return the turn of a message received before; None for a new one. Survives erasure."""
        ...

    async def remember(self, channel: str, account: str, message: StoredMessage) -> None:
        """Note the message's (channel, account, external id) for ever.

        Raises:
            StaleConversation: Another writer has just noted it.
        """
        ...

    async def add_citizen_message(
        self,
        conversation_id: str,
        text: str,
        external_id: str,
        at: datetime,
        *,
        kind: str = "message",
        attachments: Sequence[Attachment] = (),
    ) -> StoredMessage:
        """Save what the citizen said, with its files. `kind`: message, or edit where he changed an earlier one."""
        ...

    async def add(self, talk: OpenTalk, notice: Notice, at: datetime) -> StoredMessage:
        """Save what the house says; everything that is not private enters the outbox in the same transaction."""
        ...

    async def of_conversation(
        self, conversation_id: str, *, after_id: int = 0, private: bool = False
    ) -> Sequence[StoredMessage]:
        """Return messages in order; private notes only where asked for."""
        ...

    async def of_address(
        self, address: CitizenAddress, *, after_id: int = 0, limit: int = 1000
    ) -> Sequence[StoredMessage]:
        """Return what a citizen may see of all his conversations since a message, in order.

        From the beginning on (`after_id` 0) only the latest `limit` where there are more.
        """
        ...

    async def erase(self, conversation_id: str) -> int:
        """Empty all texts of a conversation, drop its files and its outbox; return how many messages it had."""
        ...


class AttachmentRecords(Protocol):
    """Files of messages; they are saved, listed and erased with their messages."""

    async def content(self, attachment_id: str) -> KeptAttachment | None:
        """Return a file with its content and where it belongs."""
        ...

    async def count(self, conversation_id: str) -> int:
        """Return how many files a conversation holds."""
        ...


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """One message that a courier is to bring now. `attempts` counts the one that begins."""

    message: StoredMessage
    address: CitizenAddress
    attempts: int
    repeated: bool


class OutboxRecords(Protocol):
    """What has not certainly reached the citizen."""

    async def recover(self, channel: str, *, idempotent: bool, begun_before: datetime, now: datetime) -> int:
        """Settle attempts cut off by a crash; return how many.

        Where delivering twice does no harm they are due again. Else they become uncertain: due once more, marked as
        repeated; a second time, never again.
        """
        ...

    async def begin(self, channel: str, now: datetime, limit: int) -> Sequence[DueDelivery]:
        """Mark attempts as begun and return them: the oldest due message of each address, no other worker's."""
        ...

    async def settle(
        self,
        message_id: int,
        state: Delivery,
        now: datetime,
        *,
        due_at: datetime | None = None,
        repeats: bool = False,
        waits_for_citizen: bool = False,
        detail: str = "",
    ) -> str | None:
        """Record how an attempt went; return the conversation's id, None where the message was erased meanwhile.

        Args:
            message_id: The message.
            state: How far it got.
            now: When.
            due_at: When to try again, None for never.
            repeats: The next attempt may show the message a second time.
            waits_for_citizen: The channel takes nothing until the citizen writes again.
            detail: For the operator; no personal data.
        """
        ...

    async def mark(self, address: CitizenAddress, state: Delivery, up_to_id: int, now: datetime) -> int:
        """Mark an address's messages up to an id as sent or shown; never backwards. Return how many changed."""
        ...

    async def reopen_window(self, address: CitizenAddress, now: datetime) -> None:
        """The citizen wrote again: what the channel's reply window held back is due now."""
        ...

    async def states(self, conversation_id: str, latest: int) -> Mapping[int, Delivery]:
        """Return how far the latest messages to the citizen got, by message id."""
        ...

    async def attempts(self, conversation_id: str) -> Mapping[int, Attempts]:
        """Return what the couriers know of all messages of a talk, by message id."""
        ...

    async def next_due(self, channels: Sequence[str]) -> datetime | None:
        """Return when the next message of these channels is due; None where nothing waits."""
        ...
