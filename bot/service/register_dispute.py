"""Giving a dispute its number and its citizen's code."""

import secrets
from datetime import datetime

from bot.dialogue.wording import name_of
from bot.domain.dispute import Dispute, DisputeApplication, DisputeState
from bot.errors import BadInput
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which people confuse. Ten of them are 49 bits."""
_HALF = 5


async def register_dispute(
    desk: FrontDesk,
    uow: UnitOfWork,
    application: DisputeApplication,
    at: datetime,
    *,
    conversation_id: str | None = None,
    staff_id: str | None = None,
) -> Dispute:
    """Register within a transaction; the number is given with it, or not at all.

    Raises:
        BadInput: The citizen has not consented, or the directory does not know the organisation.
    """
    if not application.consented:
        raise BadInput("没有当事人的单独同意，不能登记。")
    organisation = desk.room.organisation(application.organisation_id)
    if organisation is None:
        raise BadInput("没有这个单位。", hint="请核对单位代码。")
    dispute = await uow.disputes.register(
        application,
        conversation_id,
        prefix=organisation.number_prefix,
        pattern=desk.settings.number_pattern,
        year=at.year,
        code=new_code(),
        words=name_of("state", DisputeState.APPLIED.value),
        at=at,
        staff_id=staff_id,
    )
    uow.announce(f"queue:{application.organisation_id}")
    return dispute


def new_code() -> str:
    """Return a code that is hard to guess and easy to read out."""
    letters = [secrets.choice(_LETTERS) for _ in range(2 * _HALF)]
    return "".join(letters[:_HALF]) + "-" + "".join(letters[_HALF:])
