"""A one-time link for somebody who is known."""

from bot.domain.staff import StaffMember
from bot.errors import NotAllowed
from bot.service.access_secrets import fingerprint, new_secret
from bot.service.front_desk import Office


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
