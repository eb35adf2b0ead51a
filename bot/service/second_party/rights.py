"""When the other side may be brought in at all, and who may do it."""

from dataclasses import dataclass

from bot.dialogue.recommend import is_domestic_violence, refuses_mediation
from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, HandoffKind, HandoffStatus
from bot.domain.mediation import Mediation
from bot.domain.staff import StaffMember
from bot.errors import Conflict, NotFound, NotMediable
from bot.service.conversation_ports import OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.moving_handoff import lock_talk_of, require_open
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import require_hold
from knowledge.organisations import organisation_kinds
from nlp.findings import Risk


@dataclass(frozen=True, slots=True)
class Held:
    """A mediation and the talk through which the mediator acts, both locked."""

    mediation: Mediation
    handoff: Handoff
    talk: OpenTalk


def require_mediable(handoff: Handoff, conversation: Conversation) -> None:
    """Check that nothing forbids to bring the two sides together.

    Raises:
        NotMediable: Danger to life, violence at home, or the person does not want mediation.
    """
    if is_domestic_violence(conversation) or handoff.brief.get("never_contact_other_side"):
        raise NotMediable("这件事涉及家庭暴力，不能联系对方，也不能安排双方见面。", hint="请先保护当事人的安全。")
    if Risk.RED in {handoff.risk, conversation.risk} or handoff.kind is HandoffKind.EMERGENCY:
        raise NotMediable("这件事有人身危险（紧急），不能邀请对方。", hint="危险解除后，请先改正风险等级并写明理由。")
    if refuses_mediation(conversation):
        raise NotMediable("当事人说过不愿意调解。", hint="他改主意了的话，请先在“改正”里更正这一项。")


def require_mediating_office(desk: FrontDesk, handoff: Handoff) -> None:
    """Check that the handoff lies with an organisation that mediates, and that a person has it.

    Raises:
        Conflict: It lies with a lawyers' window or legal aid, or it is no talk.
    """
    organisation = desk.room.organisation(handoff.organisation_id)
    if organisation is not None and not organisation_kinds()[organisation.kind].mediates:
        raise Conflict("这个单位只提供咨询，不做调解。", hint="请先转给调解组织。")
    if not handoff.live or handoff.status is not HandoffStatus.CLAIMED:
        raise Conflict("请先接起这个谈话，再邀请对方。")


async def lock_held(uow: UnitOfWork, staff: StaffMember, handoff_id: str) -> Held:
    """Lock the open mediation of a talk that the person holds (or supervises).

    Raises:
        NotFound: The handoff is not the person's to know, or its talk is in no open mediation.
        NotAllowed: Somebody else holds it.
        HandoffClosed: The talk is over.
    """
    handoff, talk = await lock_talk_of(uow, handoff_id)
    require_hold(staff, handoff, or_supervise=True)
    require_open(handoff)
    mediation = await uow.mediations.lock_of_conversation(handoff.conversation_id)
    if mediation is None:
        raise NotFound("这个谈话没有正在进行的三方调解。")
    return Held(mediation, handoff, talk)
