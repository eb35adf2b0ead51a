"""Who may see and do what: role, organisation and action together; a stranger learns not even that a thing exists."""

from bot.domain.dispute import Dispute
from bot.domain.handoff import Handoff, HandoffKind
from bot.domain.staff import Action, StaffMember
from bot.errors import NotAllowed, NotFound
from nlp.findings import Risk


def require(staff: StaffMember, action: Action) -> None:
    """Check the role.

    Raises:
        NotAllowed: The role does not allow the action, or the person is disabled.
    """
    if not staff.may(action):
        raise NotAllowed("您的角色没有这个权限。")


def require_at(staff: StaffMember, action: Action, organisation_id: str) -> None:
    """Check the role in one organisation.

    Raises:
        NotAllowed: The role does not allow the action there, or the person is disabled.
    """
    if not staff.may_at(action, organisation_id):
        raise NotAllowed("您不能在这个单位做这件事。")


def may_see_handoff(staff: StaffMember, handoff: Handoff) -> bool:
    """Own organisation's, what was handed to or is held by oneself, all for the district, danger for those on alarm."""
    if staff.may_at(Action.SEE_QUEUE, handoff.organisation_id):
        return True
    if staff.may(Action.HOLD_TALK) and staff.id in {handoff.claimed_by, handoff.wanted_staff_id}:
        return True
    dangerous = handoff.kind is HandoffKind.EMERGENCY or handoff.risk is Risk.RED
    return dangerous and staff.may(Action.SEE_EMERGENCIES)


def require_sight_of_handoff(staff: StaffMember, handoff: Handoff) -> None:
    """Check that the handoff is the person's to know.

    Raises:
        NotFound: It is not.
    """
    if not may_see_handoff(staff, handoff):
        raise NotFound("没有这个转接。")


def may_supervise(staff: StaffMember, handoff: Handoff) -> bool:
    """Whether the person may act on what a colleague holds."""
    return staff.may(Action.SUPERVISE) and may_see_handoff(staff, handoff)


def require_hold(staff: StaffMember, handoff: Handoff, *, or_supervise: bool = False) -> None:
    """Check that the person holds the talk (or may supervise it).

    Raises:
        NotFound: The handoff is not his to know.
        NotAllowed: Somebody else holds it, or nobody yet.
    """
    require_sight_of_handoff(staff, handoff)
    require(staff, Action.HOLD_TALK)
    if handoff.claimed_by == staff.id or (or_supervise and may_supervise(staff, handoff)):
        return
    if handoff.claimed_by is None:
        raise NotAllowed("请先接起这个谈话。")
    raise NotAllowed("这个谈话由别的同事负责。")


def require_sight_of_dispute(staff: StaffMember, dispute: Dispute) -> None:
    """Check that a file is the person's to know.

    Raises:
        NotFound: It is another organisation's.
        NotAllowed: The role works with no files.
    """
    organisation_id = dispute.application.organisation_id
    if not (organisation_id in staff.organisations or staff.may(Action.SEE_ALL_ORGANISATIONS)):
        raise NotFound("没有这件纠纷。")
    require(staff, Action.REGISTER)
