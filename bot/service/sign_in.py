"""Trading a one-time token for a session."""

from dataclasses import dataclass

from bot.domain.staff import StaffMember
from bot.errors import NotSignedIn
from bot.service.access_secrets import fingerprint, new_secret
from bot.service.front_desk import Office


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in person and the secret that his browser keeps."""

    staff: StaffMember
    session_token: str


async def sign_in(office: Office, token: str) -> StaffSession:
    """Trade a one-time token for a session; a token works once.

    Raises:
        NotSignedIn: Unknown, used, too old, or the person is shut out.
    """
    session_token = new_secret()
    async with office.unit_of_work() as uow:
        now = office.now()
        staff_id = await uow.sessions.use_token(fingerprint(token), now)
        staff = None if staff_id is None else await uow.staff.show(staff_id)
        if staff is not None and not staff.disabled:
            expires = now + office.settings.session_lifetime
            await uow.sessions.add_session(fingerprint(session_token), staff.id, now, expires)
            return StaffSession(staff, session_token)
    raise NotSignedIn("登录链接无效、已经用过或已过期。", hint="请管理员重新发一个登录链接。")
