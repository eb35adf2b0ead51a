"""Who a session belongs to."""

from bot.domain.staff import StaffMember
from bot.errors import NotSignedIn
from bot.service.access_secrets import fingerprint
from bot.service.front_desk import Office


async def who_is(office: Office, session_token: str) -> StaffMember:
    """Return who a session belongs to.

    Raises:
        NotSignedIn: No such session, or it has ended.
    """
    async with office.unit_of_work(reading=True) as uow:
        staff = await uow.sessions.staff_of_session(fingerprint(session_token), office.now())
    if staff is None:
        raise NotSignedIn("请先登录。")
    return staff
