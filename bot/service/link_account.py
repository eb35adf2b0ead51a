"""Linking a member of staff's own account on a messenger by a one-time code from the console.

The code has full entropy, is kept as a hash, works once and for ten minutes, and is made by nobody but the person
himself when he is signed in. Whoever is disabled is a stranger at once.
"""

from datetime import datetime, timedelta

from bot.domain.messages import CitizenAddress
from bot.domain.staff import StaffMember
from bot.errors import NotAllowed
from bot.service.access_secrets import fingerprint, new_secret
from bot.service.front_desk import Office

CODE_LIFETIME = timedelta(minutes=10)


async def issue_account_code(office: Office, staff: StaffMember) -> str:
    """Make a code for the person himself; older unused ones become void.

    Raises:
        NotAllowed: The person is shut out.
    """
    if staff.disabled:
        raise NotAllowed("这个账号已停用。")
    code = new_secret()
    async with office.unit_of_work() as uow:
        await uow.staff_accounts.add_code(fingerprint(code), staff.id, office.now() + CODE_LIFETIME)
    return code


async def link_account(office: Office, address: CitizenAddress, code: str) -> StaffMember | None:
    """Link the account that sent a code; None where the code is wrong, used or too old.

    The account proves itself by knowing the code; one person has one account on a channel, one account one person.
    """
    async with office.unit_of_work() as uow:
        staff_id = await uow.staff_accounts.use_code(fingerprint(code.strip()), office.now())
        if staff_id is None:
            return None
        staff = await uow.staff.show(staff_id)
        if staff.disabled:
            return None
        await uow.staff_accounts.link(address.channel, address.account, staff.id, office.now())
        return staff


async def unlink_account(office: Office, staff: StaffMember, channel: str) -> None:
    """Forget the person's account of a channel."""
    async with office.unit_of_work() as uow:
        await uow.staff_accounts.unlink(channel, staff.id)


async def staff_of_account(office: Office, address: CitizenAddress) -> StaffMember | None:
    """Return the member of staff whose account it is; None for everybody else."""
    async with office.unit_of_work(reading=True) as uow:
        return await uow.staff_accounts.staff_of(address.channel, address.account)


async def account_linked_at(office: Office, staff: StaffMember, channel: str) -> datetime | None:
    """Return when the person linked his account of a channel; None where he has none."""
    async with office.unit_of_work(reading=True) as uow:
        return await uow.staff_accounts.linked_at(channel, staff.id)
