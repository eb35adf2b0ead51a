"""A talk that is kept nowhere: the whole conversation without storage, for scripted talks and tests."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.dialogue.decide import decide
from bot.dialogue.decision import Mediator, Situation
from bot.dialogue.reference_desk import ReferenceDesk
from bot.dialogue.wording import name_of, reply
from bot.domain.conversation import Conversation, Holder
from bot.domain.dispute import Dispute, DisputeApplication, DisputeState
from bot.domain.handoff import Handoff, HandoffKind, HandoffRequest, HandoffStatus
from bot.domain.ladder import LadderState, Rung, next_step
from bot.domain.messages import LONGEST_TEXT, Reply
from bot.domain.roster import Roster
from bot.errors import MessageTooLong
from bot.service.accepted_text import accepted_text
from bot.service.front_desk import DeskSettings
from bot.service.ladder_words import openings_among, told
from bot.service.register_dispute import new_code

_LIVE = frozenset({HandoffKind.MEDIATION_ROOM, HandoffKind.LAWYER_WINDOW, HandoffKind.EMERGENCY})
"""Kinds of handoff that put the citizen into a queue."""


@dataclass(frozen=True, slots=True)
class RehearsedTurn:
    """One message and what came of it."""

    citizen: str
    replies: tuple[Reply, ...]
    rule: str
    holder: Holder


@dataclass(slots=True)
class Rehearsal:
    """A talk in memory; `staffed` says in which organisations somebody is present.

    It does what the service does with a decision: queue, registration, erasure; but it saves and sends nothing.
    """

    desk: ReferenceDesk
    now: datetime
    staffed: frozenset[str] = frozenset()
    conversation: Conversation = field(default_factory=lambda: Conversation(id="rehearsal"))
    handoffs: list[HandoffRequest] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    turns: list[RehearsedTurn] = field(default_factory=list)
    mediators: tuple[Mediator, ...] = ()
    ladder: LadderState | None = None

    def say(self, text: str) -> RehearsedTurn:
        """Let the citizen say something."""
        try:
            text = accepted_text(text)
        except MessageTooLong:
            return self._keep(RehearsedTurn(text, (reply("too_long", limit=LONGEST_TEXT),), "too_long", self.holder))
        heard = self.desk.understand(text, self.now.date(), self.conversation.awaiting)
        queued = 1 if self.holder is Holder.STAFF_QUEUE else None
        situation = Situation(self.now, self.staffed, queued, tuple(self.disputes), mediators=self.mediators)
        decision = decide(heard, self.conversation, self.desk, situation)
        state, replies = decision.conversation, decision.replies
        asked = decision.redirect or decision.handoff
        if asked is not None:
            self.handoffs.append(asked)
            if asked.kind in _LIVE:
                state = replace(state, holder=Holder.STAFF_QUEUE)
                self.ladder = LadderState(Rung.ROOM, self.now)
        if decision.application is not None:
            replies = (*replies, *self._register(decision.application))
        if decision.erase:
            self.handoffs.clear()
        self.conversation = state
        return self._keep(RehearsedTurn(text, replies, decision.rule, state.holder))

    @property
    def holder(self) -> Holder:
        """Who must speak next."""
        return self.conversation.holder

    def wait(self, minutes: float) -> RehearsedTurn:
        """Let time pass while nobody answers; the step of the ladder that is due is told, else nothing is said."""
        self.now += timedelta(minutes=minutes)
        if self.holder is not Holder.STAFF_QUEUE or self.ladder is None:
            return self._keep(RehearsedTurn("", (), "silent", self.holder))
        asked = next(handoff for handoff in reversed(self.handoffs) if handoff.kind in _LIVE)
        waiting = Handoff(
            "rehearsal",
            self.conversation.id,
            asked.kind,
            asked.organisation_id,
            self.conversation.risk,
            HandoffStatus.WAITING,
            self.now,
            asked.brief,
        )
        openings = openings_among(self.desk, waiting, self.staffed, Roster(), self.now)
        step = next_step(waiting, self.ladder, openings, DeskSettings().ladder, self.now)
        if step is None:
            return self._keep(RehearsedTurn("", (), "silent", self.holder))
        said, memory = told(self.desk, self.conversation, waiting, step, openings)
        self.ladder = step
        self.conversation = replace(self.conversation, memory=memory)
        return self._keep(RehearsedTurn("", (said,), f"ladder.{step.rung.value}", self.holder))

    def let_staff_take(self) -> None:
        """Let a member of staff claim the waiting talk."""
        self.conversation = replace(self.conversation, holder=Holder.STAFF_MEMBER)

    def let_staff_return(self) -> None:
        """Let the member of staff hand the talk back to the assistant."""
        self.conversation = replace(self.conversation, holder=Holder.ASSISTANT)

    def _keep(self, turn: RehearsedTurn) -> RehearsedTurn:
        self.turns.append(turn)
        return turn

    def _register(self, application: DisputeApplication) -> Iterable[Reply]:
        organisation = self.desk.organisation(application.organisation_id)
        prefix = "" if organisation is None else organisation.number_prefix
        pattern = DeskSettings().number_pattern
        number = pattern.format(year=self.now.year, prefix=prefix, number=len(self.disputes) + 1)
        dispute = Dispute(
            id=str(len(self.disputes) + 1),
            number=number,
            code=new_code(),
            conversation_id=self.conversation.id,
            state=DisputeState.APPLIED,
            registered_at=self.now,
            application=application,
            history=((self.now, name_of("state", DisputeState.APPLIED.value)),),
        )
        self.disputes.append(dispute)
        name = application.organisation_id if organisation is None else organisation.name
        return (reply("registered", number=number, code=dispute.code, organisation=name), reply("registered_next"))
