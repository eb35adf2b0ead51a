"""The front desk: what every use case is given. `Office` is the part that needs no knowledge loaded."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dialogue.decide import decide
from bot.dialogue.decision import Decision, Situation
from bot.dialogue.reference_desk import ReferenceDesk
from bot.domain.conversation import Conversation
from bot.domain.ladder import SHIPPED, LadderPlan
from bot.service.ports import Announcer, Clock, FaultPoint, OpenUnitOfWork, ReferenceRoom
from bot.service.turn_order import TurnOrder
from nlp.findings import Understanding

CHINA = ZoneInfo("Asia/Shanghai")


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


def _go_on(_point: str) -> None:
    """Nothing happens at a point of a turn outside of crash tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Rules of the house that an operator may change; the defaults suit one office."""

    presence_lease: timedelta = timedelta(seconds=90)
    """A console not heard from for so long counts as absent."""
    vanished_after: timedelta = timedelta(minutes=5)
    """The talks of a staff member absent for so long go back to the queue."""
    ladder: LadderPlan = SHIPPED
    """What happens when nobody answers in time, and who is served before whom."""
    typing_lease: timedelta = timedelta(seconds=6)
    sign_in_link_lifetime: timedelta = timedelta(hours=24)
    session_lifetime: timedelta = timedelta(hours=12)
    tries_on_conflict: int = 5
    """How often a transaction is tried in all when another writer was first."""
    code_tries: int = 10
    """Wrong codes allowed for one dispute number within `code_window`."""
    code_window: timedelta = timedelta(minutes=15)
    estimate_from_talks: int = 5
    """Fewer recent talks than this give no estimate of the waiting time."""
    estimate_window: timedelta = timedelta(days=14)
    number_pattern: str = "({year}){prefix}人调字第{number}号"
    delivery_pause: timedelta = timedelta(seconds=2)
    """Pause after the first attempt to deliver; it doubles with each."""
    delivery_attempts: int = 60
    """With pauses of up to a quarter of an hour: half a day, after which a message has failed."""
    delivery_lease: timedelta = timedelta(seconds=60)
    """An attempt begun so long ago without a result was cut off by a crash."""
    retention: timedelta | None = timedelta(days=365)
    """Talks untouched for so long are emptied; None keeps them until the citizen asks."""
    contact_tries: int = 3
    """How often the other side is tried before it counts as unreachable."""
    invitation_lifetime: timedelta = timedelta(days=7)
    """An invitation of the other side is worthless after so long."""
    invitation_wrong_codes: int = 5
    """An invitation is worthless after so many wrong codes."""
    fault_point: FaultPoint = _go_on


@dataclass(frozen=True, kw_only=True)
class Office:
    """What administration needs: storage, clock, announcements. Enough for staff accounts and keys."""

    unit_of_work: OpenUnitOfWork
    announcer: Announcer
    clock: Clock = field(default_factory=SystemClock)
    settings: DeskSettings = field(default_factory=DeskSettings)

    def now(self) -> datetime:
        """Return the present moment in the zone of the house."""
        return self.clock.now().astimezone(CHINA)

    def today(self) -> date:
        """Return today's date in China."""
        return self.now().date()


@dataclass(frozen=True, kw_only=True)
class FrontDesk(Office):
    """What every use case of a talk is given: the office and the loaded knowledge."""

    room: ReferenceRoom
    """The loaded knowledge; see bot/service/reference_room.py."""
    decide: Callable[[Understanding, Conversation, ReferenceDesk, Situation], Decision] = decide
    """The rules of the dialogue."""
    turn_order: TurnOrder = field(default_factory=TurnOrder)

    def organisation_name(self, organisation_id: str) -> str:
        """Return the Chinese name of an organisation; its id where the directory no longer knows it."""
        organisation = self.room.organisation(organisation_id)
        return organisation_id if organisation is None else organisation.name
