"""What the state machine decides after one message: values only; the service saves and sends."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.dispute import Dispute, DisputeApplication
from bot.domain.handoff import HandoffRequest
from bot.domain.messages import Reply


@dataclass(frozen=True, slots=True)
class Mediator:
    """Somebody on duty whom the citizen may choose (人民调解法 19)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the service looked up before the rules ran: the only facts from outside that a rule sees.

    `now` carries the zone Asia/Shanghai. `staffed` holds the ids of organisations in which somebody is present and
    accepting at this moment. `queue_position` counts from 1 and is None where the citizen does not wait. `disputes`
    are his own; `asked_dispute` is the one whose number and secret code both stand in his message. `files` counts
    what came with the message; the rules cannot look into them. `mediators` are those on duty in the room in which he
    waits whom he may choose.
    """

    now: datetime
    staffed: frozenset[str] = frozenset()
    queue_position: int | None = None
    disputes: tuple[Dispute, ...] = ()
    asked_dispute: Dispute | None = None
    files: int = 0
    mediators: tuple[Mediator, ...] = ()


@dataclass(frozen=True, slots=True)
class PerformanceAnswer:
    """What a party said of an instalment of the agreement: full, part, none or later; `words` are his own."""

    dispute_id: str
    position: int
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` names the rule that fired; `conversation` is the next state (the service sets its version).

    `redirect` is where a waiting talk moves with his consent, keeping its place in time; `wanted_staff` the mediator
    whom he chose for it ("": anybody).
    The service opens `handoff` (and sets the holder to the queue, except for callbacks and complaints), registers
    `application` and says its number and code, withdraws the open handoff on `withdraw`, erases all on `erase`,
    and writes `performance` into the file of the dispute.
    """

    rule: str
    replies: tuple[Reply, ...]
    conversation: Conversation
    handoff: HandoffRequest | None = None
    redirect: HandoffRequest | None = None
    wanted_staff: str | None = None
    application: DisputeApplication | None = None
    withdraw: bool = False
    erase: bool = False
    performance: PerformanceAnswer | None = None
