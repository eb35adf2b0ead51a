"""Talks with the light desk, one message after another."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dialogue.decide import decide
from bot.dialogue.decision import Decision, Situation
from bot.domain.conversation import Conversation, Stage
from bot.domain.dispute import Dispute

from .light_desk import LightDesk

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Monday at noon, when offices have their break."""
EVERYBODY = frozenset(
    {"district-committee", "labour-committee", "lawyer-window", "lugu-street", "property-committee", "lujing-community"}
)


@dataclass
class Talk:
    """A talk; `staffed` are the organisations with somebody present."""

    staffed: frozenset[str] = frozenset()
    now: datetime = NOON
    disputes: tuple[Dispute, ...] = ()
    conversation: Conversation = field(default_factory=lambda: Conversation(id="talk"))
    desk: LightDesk = field(default_factory=LightDesk)
    decisions: list[Decision] = field(default_factory=list)

    def say(self, *texts: str) -> Decision:
        for text in texts:
            heard = self.desk.understand(text, self.now.date(), self.conversation.awaiting)
            situation = Situation(self.now, self.staffed, disputes=self.disputes)
            decision = decide(heard, self.conversation, self.desk, situation)
            self.decisions.append(decision)
            self.conversation = decision.conversation
        return self.decisions[-1]

    def hold(self, **changes: object) -> None:
        self.conversation = replace(self.conversation, **changes)  # type: ignore[arg-type]


def words(decision: Decision) -> str:
    return "\n".join(reply.text for reply in decision.replies)


def concluded() -> Talk:
    talk = Talk(staffed=EVERYBODY)
    talk.say("老板拖欠我3个月工资，共9000元，在麓谷街道")
    while talk.conversation.stage is Stage.COLLECTING_FACTS:
        talk.say("不知道")
    return talk
