"""Signing in by a one-time link, and knowing who is signed in. Secrets are kept as hashes only."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.staff import StaffMember
from bot.errors import NotAllowed, NotSignedIn
from bot.service.front_desk import Office
from bot.service.staff_accounts import staff_called

_BYTES = 32


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in person and the secret that his browser keeps."""

    staff: StaffMember
    session_token: str


async def issue_sign_in(office: Office, staff_name: str) -> str:
    """Make a one-time token for somebody; older unused ones become void.

    Raises:
        NotFound: Nobody has this name.
        NotAllowed: The person is shut out.
    """
    async with office.unit_of_work(reading=True) as uow:
        staff = await staff_called(uow, staff_name)
    return await renew_link(office, staff)


async def renew_link(office: Office, staff: StaffMember) -> str:
    """Make a one-time token for a person who is known, for example his own second device.

    Raises:
        NotAllowed: The person is shut out.
    """
    token = new_secret()
    async with office.unit_of_work() as uow:
        if (await uow.staff.show(staff.id)).disabled:
            raise NotAllowed("这个账号已停用。")
        now = office.now()
        expires = now + office.settings.sign_in_link_lifetime
        await uow.sessions.add_token(fingerprint(token), staff.id, now, expires)
    return token


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


async def sign_out(office: Office, session_token: str) -> None:
    """End a session; an unknown one is no error."""
    async with office.unit_of_work() as uow:
        now = office.now()
        staff = await uow.sessions.staff_of_session(fingerprint(session_token), now)
        await uow.sessions.end_session(fingerprint(session_token), now)
        if staff is not None:
            await uow.presence.put(staff.id, now, present=False, accepting=False)
            uow.announce(f"queue:{staff.organisation_id}", f"staff:{staff.id}")


def new_secret() -> str:
    """Return a secret of 256 bits, fit for an address."""
    return secrets.token_urlsafe(_BYTES)


def fingerprint(secret: str) -> str:
    """Return what is stored of a secret. It has full entropy, so a plain hash is enough."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
