"""Ending a session."""

from bot.service.access_secrets import fingerprint
from bot.service.front_desk import Office


async def sign_out(office: Office, session_token: str) -> None:
    """End a session; an unknown one is no error."""
    async with office.unit_of_work() as uow:
        now = office.now()
        staff = await uow.sessions.staff_of_session(fingerprint(session_token), now)
        await uow.sessions.end_session(fingerprint(session_token), now)
        if staff is not None:
            await uow.presence.put(staff.id, now, present=False, accepting=False)
            uow.announce(f"queue:{staff.organisation_id}", f"staff:{staff.id}")
