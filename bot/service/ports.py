"""What the use cases need from the outside: a clock, a database transaction, a way to wake others, couriers.

Adapters satisfy these Protocols without inheriting from them.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.dialogue.reference_desk import ReferenceDesk
from bot.domain.messages import CitizenAddress, StoredMessage
from bot.service.case_ports import (
    CaseDraftRecords,
    CaseFolderRecords,
    CaseRecords,
    CaseUploadRecords,
    StaffAccountRecords,
)
from bot.service.colleague_ports import ConsultationRecords, ReadingRecords
from bot.service.conversation_ports import AttachmentRecords, ConversationRecords, MessageRecords, OutboxRecords
from bot.service.docket_ports import DisputeRecords, HandoffRecords, OversightRecords
from bot.service.document_ports import DocumentRecords
from bot.service.duty_ports import DutyRecords
from bot.service.file_ports import FileRecords
from bot.service.ladder_ports import LadderRecords
from bot.service.mediation_ports import MediationRecords
from bot.service.staff_ports import ApiKeyRecords, PresenceRecords, SessionRecords, StaffRecords
from bot.service.statistics_ports import StatisticsRecords
from knowledge.directory import Directory


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment; it carries a zone."""
        ...


class ReferenceRoom(ReferenceDesk, Protocol):
    """The loaded knowledge: what the rules look up, and the directory of organisations."""

    @property
    def directory(self) -> Directory:
        """The organisations of the district."""
        ...


class UnitOfWork(Protocol):
    """One database transaction: everything done through it is saved together, or not at all."""

    @property
    def conversations(self) -> ConversationRecords:
        """Talks with citizens."""
        ...

    @property
    def messages(self) -> MessageRecords:
        """What was said."""
        ...

    @property
    def attachments(self) -> AttachmentRecords:
        """Files of messages."""
        ...

    @property
    def outbox(self) -> OutboxRecords:
        """What has not certainly arrived."""
        ...

    @property
    def handoffs(self) -> HandoffRecords:
        """Talks handed to people."""
        ...

    @property
    def disputes(self) -> DisputeRecords:
        """Registered disputes."""
        ...

    @property
    def consultations(self) -> ConsultationRecords:
        """Colleagues asked about a talk or invited into it."""
        ...

    @property
    def readings(self) -> ReadingRecords:
        """How far staff have read."""
        ...

    @property
    def mediations(self) -> MediationRecords:
        """Talks of two parties that belong together."""
        ...

    @property
    def statistics(self) -> StatisticsRecords:
        """What is counted."""
        ...

    @property
    def documents(self) -> DocumentRecords:
        """Papers of files and bound volumes."""
        ...

    @property
    def files(self) -> FileRecords:
        """Whole files of disputes, their terms and reminders."""
        ...

    @property
    def staff(self) -> StaffRecords:
        """People who may use the console."""
        ...

    @property
    def sessions(self) -> SessionRecords:
        """Who is signed in."""
        ...

    @property
    def presence(self) -> PresenceRecords:
        """Who is there."""
        ...

    @property
    def duty(self) -> DutyRecords:
        """Rosters, leave, capacity."""
        ...

    @property
    def ladders(self) -> LadderRecords:
        """What a waiting talk goes through."""
        ...

    @property
    def api_keys(self) -> ApiKeyRecords:
        """Keys of programs."""
        ...

    @property
    def oversight(self) -> OversightRecords:
        """Looks, corrections, ratings."""
        ...

    @property
    def cases(self) -> CaseRecords:
        """Entries of the case library."""
        ...

    @property
    def case_drafts(self) -> CaseDraftRecords:
        """Cases on their way into the library."""
        ...

    @property
    def case_folders(self) -> CaseFolderRecords:
        """Cases collected by staff."""
        ...

    @property
    def case_uploads(self) -> CaseUploadRecords:
        """Files of cases that wait to be imported."""
        ...

    @property
    def staff_accounts(self) -> StaffAccountRecords:
        """Accounts of staff on messengers."""
        ...

    def announce(self, *topics: str) -> None:
        """Wake whoever listens to the topics, once the transaction is committed and only then."""
        ...


class OpenUnitOfWork(Protocol):
    """Opens transactions; committed on success, rolled back on any error."""

    def __call__(self, *, reading: bool = False) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open one. `reading` promises to change nothing, which lets SQLite read while another writes.

        Raises:
            StaleConversation: On leaving, where another writer was first; try the whole transaction again.
            Unavailable: The database does not answer.
        """
        ...


class Announcer(Protocol):
    """Wakes listeners, in this process or in all of them. Announcements only wake; the tables remember.

    Topics: `talk:<conversation id>`, `visitor:<account>` (a citizen, whichever talk he is in),
    `queue:<organisation id>`, `emergency`, `staff:<staff id>`, `outbox`, `cases`.
    """

    async def announce(self, topic: str) -> None:
        """Wake all listeners of a topic now (for what is in no transaction)."""
        ...

    def listen(self, *topics: str) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        """Listen from entering the context on; the iterator yields topics, several wake-ups of one topic as one.

        After a lost connection to the database every topic is yielded once, since something may have been missed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do. `idempotent`: delivering the same message twice shows it once."""

    longest_text: int = 4096
    has_buttons: bool = True
    reply_window: timedelta | None = None
    idempotent: bool = False


class DeliveryOutcome(StrEnum):
    """How one attempt to deliver went."""

    SENT = "sent"
    TRY_AGAIN = "try_again"
    """Refused for now (too fast, the peer is down) and surely not shown."""
    UNCERTAIN = "uncertain"
    """Handed to the peer, no answer came: perhaps shown."""
    WINDOW_CLOSED = "window_closed"
    """The channel allows no message until the citizen writes again."""
    CITIZEN_GONE = "citizen_gone"
    """The citizen has blocked us."""
    REFUSED = "refused"
    """The peer will never take this message."""


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """Result of one attempt. `retry_after_seconds` is what the peer asked for, None where it said nothing."""

    outcome: DeliveryOutcome
    retry_after_seconds: float | None = None
    detail: str = ""
    """For the operator; never personal data."""


class Courier(Protocol):
    """Brings messages to citizens of one channel."""

    @property
    def name(self) -> str:
        """The `channel` of the addresses it serves."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the channel can do."""
        ...

    async def deliver(self, address: CitizenAddress, message: StoredMessage) -> DeliveryResult:
        """Bring one message; network trouble is a result, not an exception."""
        ...


FaultPoint = Callable[[str], None]
"""Called with the name of a point a turn has reached; tests end the process there."""
