"""Bringing the second party in: consent, invitation, separate rooms and a joint one, and how it ends.

A party is a citizen with a talk of his own; this links two such talks and says which of the rooms stand open. Each
party's own talk with the mediator is his private room (背对背). What is said in the joint room stands in both talks,
each with its own copy; nothing else ever crosses from one talk to the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

JOINT = "joint"
"""The `kind` of every message of the joint room; all other messages of a talk are private to it."""


class MediationState(StrEnum):
    """Where the bringing-in of the second party stands."""

    ASKING = "asking"
    """The applicant is asked whether the other side may be invited."""
    PREPARING = "preparing"
    """He agreed; the other side is being reached and invited."""
    UNREACHABLE = "unreachable"
    """Tried as often as the office demands, without an answer; the applicant was told."""
    TALKING = "talking"
    """Both take part."""
    REFUSED = "refused"
    """One side clearly refuses (人民调解法 17); the end."""
    ENDED = "ended"


ALLOWED_STEPS: Mapping[MediationState, frozenset[MediationState]] = {
    MediationState.ASKING: frozenset({MediationState.PREPARING, MediationState.REFUSED, MediationState.ENDED}),
    MediationState.PREPARING: frozenset(
        {MediationState.TALKING, MediationState.UNREACHABLE, MediationState.REFUSED, MediationState.ENDED}
    ),
    MediationState.UNREACHABLE: frozenset({MediationState.PREPARING, MediationState.REFUSED, MediationState.ENDED}),
    MediationState.TALKING: frozenset({MediationState.REFUSED, MediationState.ENDED}),
    MediationState.REFUSED: frozenset(),
    MediationState.ENDED: frozenset(),
}
"""UNREACHABLE -> PREPARING: he turned up after all, or somebody tries once more."""
OPEN_STATES = frozenset(state for state, steps in ALLOWED_STEPS.items() if steps)


class JointRoom(StrEnum):
    """Whether the parties may speak to one another."""

    CLOSED = "closed"
    OPEN = "open"
    SUSPENDED = "suspended"
    """Words of danger fell in one of the rooms; only staff open it again, with a reason."""


class Side(StrEnum):
    """The two sides of a mediation."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"


@dataclass(frozen=True, slots=True)
class Mediation:
    """Two talks that belong together. `applicant_name` and `respondent_name` are what the other side may read."""

    id: str
    state: MediationState
    joint: JointRoom
    organisation_id: str
    conversation_id: str
    """The applicant's talk."""
    handoff_id: str
    """The handoff through which the mediator holds the applicant's talk."""
    opened_by: str
    opened_at: datetime
    about: str
    """What it is about, in the mediator's words; stands in the invitation."""
    applicant_name: str
    respondent_name: str
    tries: int = 0
    """How often somebody tried to reach the other side, without an answer."""
    respondent_conversation_id: str | None = None
    respondent_handoff_id: str | None = None
    ended_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether anything can still happen in it."""
        return self.state in OPEN_STATES

    def may_become(self, state: MediationState) -> bool:
        """Whether the table of steps allows it."""
        return state in ALLOWED_STEPS[self.state]

    def side_of(self, conversation_id: str) -> Side:
        """Whose talk it is.

        Raises:
            ValueError: It is neither's.
        """
        if conversation_id == self.conversation_id:
            return Side.APPLICANT
        if conversation_id == self.respondent_conversation_id:
            return Side.RESPONDENT
        raise ValueError(f"{conversation_id} is no talk of mediation {self.id}")

    def other_talk(self, conversation_id: str) -> str | None:
        """Return the id of the other side's talk; None before it has one."""
        if self.side_of(conversation_id) is Side.APPLICANT:
            return self.respondent_conversation_id
        return self.conversation_id

    def other_handoff(self, handoff_id: str) -> str | None:
        """Return the id of the handoff of the other side's talk; None before it has one."""
        return self.respondent_handoff_id if handoff_id == self.handoff_id else self.handoff_id

    def name_of(self, side: Side) -> str:
        """The name of a side that the other may read."""
        return self.applicant_name if side is Side.APPLICANT else self.respondent_name


class MediationMove(StrEnum):
    """What can happen; every one is kept with who, when and why."""

    ASKED = "asked"
    AGREED = "agreed"
    INVITED = "invited"
    REVOKED = "revoked"
    WRONG_CODE = "wrong_code"
    TRIED = "tried"
    UNREACHABLE = "unreachable"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    JOINT_OPENED = "joint_opened"
    JOINT_CLOSED = "joint_closed"
    JOINT_SUSPENDED = "joint_suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class MediationEvent:
    """One entry of the history. `who`: applicant, respondent, staff or house; `staff_id` where it was staff."""

    at: datetime
    move: MediationMove
    who: str
    staff_id: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time invitation, as it is kept: hashes only. `number` is the part of the short code that is no secret."""

    id: str
    mediation_id: str
    number: str
    code_hash: str
    made_by: str
    expires_at: datetime
    wrong_codes: int = 0
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def valid(self, now: datetime, most_wrong_codes: int) -> bool:
        """Whether it still opens the door."""
        unspent = self.used_at is None and self.revoked_at is None
        return unspent and now < self.expires_at and self.wrong_codes < most_wrong_codes
