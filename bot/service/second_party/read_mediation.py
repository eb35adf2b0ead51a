"""What each of the three sees of a mediation: the mediator all of its state, a party only its own side."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.handoff import Handoff
from bot.domain.mediation import JointRoom, Mediation, MediationEvent, MediationState, Side
from bot.errors import NotMediable
from bot.service.conversation_ports import OpenTalk
from bot.service.ports import UnitOfWork
from bot.service.second_party.rights import require_mediable


@dataclass(frozen=True, slots=True)
class MediationView:
    """A mediation as staff see it from one of its talks. `invitation_until`: how long the invitation serves."""

    mediation: Mediation
    side: Side
    history: tuple[MediationEvent, ...]
    invitation_until: datetime | None


@dataclass(frozen=True, slots=True)
class PartyView:
    """A mediation as a party sees it. It holds nothing the other side said, and not whether he is asked or tried."""

    side: Side
    state: MediationState
    joint: JointRoom
    other_name: str


async def mediation_of(uow: UnitOfWork, conversation_id: str, now: datetime) -> MediationView | None:
    """Return the latest mediation of a talk for staff who see the talk; None where it never was in one."""
    mediation = await uow.mediations.latest(conversation_id)
    if mediation is None:
        return None
    standing = await uow.mediations.standing(mediation.id, now)
    return MediationView(
        mediation=mediation,
        side=mediation.side_of(conversation_id),
        history=tuple(await uow.mediations.history(mediation.id)),
        invitation_until=None if standing is None else standing.expires_at,
    )


async def party_view(uow: UnitOfWork, conversation_id: str) -> PartyView | None:
    """Return a party's own view once both take part, and afterwards; None before."""
    mediation = await uow.mediations.latest(conversation_id)
    if mediation is None or mediation.respondent_conversation_id is None:
        return None
    side = mediation.side_of(conversation_id)
    other = Side.RESPONDENT if side is Side.APPLICANT else Side.APPLICANT
    return PartyView(side, mediation.state, mediation.joint, mediation.name_of(other))


def why_not(handoff: Handoff, talk: OpenTalk) -> str:
    """Why the other side must not be brought in, in words for staff; empty where nothing forbids it."""
    try:
        require_mediable(handoff, talk.conversation)
    except NotMediable as reason:
        return f"{reason.message}{reason.hint}"
    return ""
