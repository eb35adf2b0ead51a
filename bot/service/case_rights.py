"""Who may work on which case; the table itself is bot/domain/rights.yaml."""

from bot.domain.case_draft import CaseDraft
from bot.domain.staff import Action, StaffMember
from bot.errors import NotFound
from bot.service.staff_rights import require_at

CASE_WORK = (Action.PREPARE_CASES, Action.REVIEW_CASES, Action.PUBLISH_CASES)
"""Any of these shows the working papers."""


def may_see_draft(staff: StaffMember, draft: CaseDraft) -> bool:
    """Whether a working paper, which holds names, is the person's to know."""
    return any(staff.may_at(action, draft.organisation_id) for action in CASE_WORK)


def require_draft(staff: StaffMember, draft: CaseDraft, action: Action) -> None:
    """Check that the person may see a working paper and do something with it.

    Raises:
        NotFound: It is not his to know.
        NotAllowed: It is, and he may not do this.
    """
    if not may_see_draft(staff, draft):
        raise NotFound("没有这份待审案例。")
    require_at(staff, action, draft.organisation_id)
