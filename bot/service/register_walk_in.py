"""A citizen came to the window: the registrar writes the application down for him."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.dispute import Dispute, DisputeApplication, DisputeSource
from bot.domain.dispute_file import Party
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, NotAllowed
from bot.service.accepted_text import accepted_text, required_text
from bot.service.front_desk import FrontDesk
from bot.service.keep_party import checked_party
from bot.service.register_dispute import register_dispute
from bot.service.staff_rights import require
from bot.service.trying_again import trying_again
from nlp.taxonomy import CATEGORIES

_LONGEST_NAME, _LONGEST_PHONE = 200, 100


async def register_walk_in(
    desk: FrontDesk,
    staff: StaffMember,
    application: DisputeApplication,
    *,
    parties: Sequence[Party] = (),
    lead: bool = False,
) -> Dispute:
    """Register a dispute by hand for one's own organisation; returns it with number and code to hand out.

    The source is kept where it is one of those that staff register; else it is a walk-in. `lead` registers what
    screening or another body found, before anybody has applied.

    Raises:
        BadInput: No summary, unknown category, a name or number too long, no consent, or an unknown organisation.
        NotAllowed: The role does not register, or the organisation is another one.
    """
    require(staff, Action.REGISTER)
    if not staff.may_at(Action.REGISTER, application.organisation_id):
        raise NotAllowed("只能为自己的单位登记。")
    if application.category not in CATEGORIES:
        raise BadInput("没有这个类别。")
    if len(application.applicant_name) > _LONGEST_NAME or len(application.phone) > _LONGEST_PHONE:
        raise BadInput("姓名或电话太长了。")
    assistant = application.source is DisputeSource.ASSISTANT
    checked = [checked_party(party) for party in parties]
    cleaned = replace(
        application,
        summary=required_text(application.summary, "纠纷情况"),
        applicant_name=accepted_text(application.applicant_name).strip(),
        phone=accepted_text(application.phone).strip(),
        other_party=accepted_text(application.other_party).strip(),
        request=accepted_text(application.request).strip(),
        source=DisputeSource.WALK_IN if assistant else application.source,
    )

    async def attempt() -> Dispute:
        async with desk.unit_of_work() as uow:
            return await register_dispute(desk, uow, cleaned, desk.now(), staff_id=staff.id, parties=checked, lead=lead)

    return await trying_again(attempt, desk.settings.tries_on_conflict)
