"""Who may use the console: adding people, sending them links, shutting them out."""

from bot.domain.staff import Role, StaffMember
from bot.errors import BadInput, NotFound
from bot.service.accepted_text import required_text
from bot.service.front_desk import Office
from bot.service.ports import UnitOfWork
from bot.service.renew_link import renew_link

_LONGEST_NAME = 100


async def add_staff(office: Office, name: str, role: Role, organisation_id: str) -> StaffMember:
    """Add somebody. The caller checks that the directory knows the organisation.

    Raises:
        BadInput: The name is empty or too long.
        Conflict: The name is taken.
    """
    name = required_text(name, "姓名")
    if len(name) > _LONGEST_NAME:
        raise BadInput("姓名太长了。")
    async with office.unit_of_work() as uow:
        return await uow.staff.add(name, role, organisation_id, office.now())


async def list_staff(office: Office) -> tuple[StaffMember, ...]:
    """Return everybody, by organisation and name."""
    async with office.unit_of_work(reading=True) as uow:
        return tuple(await uow.staff.everybody())


async def disable_staff(office: Office, name: str) -> StaffMember:
    """Shut somebody out: sessions and links end at once; the talks he holds go back to the queue at the next round.

    Raises:
        NotFound: Nobody has this name.
    """
    async with office.unit_of_work() as uow:
        staff = await staff_called(uow, name)
        now = office.now()
        await uow.staff.set_disabled(staff.id, disabled=True)
        await uow.sessions.end_all(staff.id, now)
        await uow.presence.put(staff.id, now, present=False, accepting=False)
        uow.announce(f"staff:{staff.id}", f"queue:{staff.organisation_id}")
        return await uow.staff.show(staff.id)


async def enable_staff(office: Office, name: str) -> StaffMember:
    """Let somebody in again.

    Raises:
        NotFound: Nobody has this name.
    """
    async with office.unit_of_work() as uow:
        staff = await staff_called(uow, name)
        await uow.staff.set_disabled(staff.id, disabled=False)
        return await uow.staff.show(staff.id)


async def issue_sign_in(office: Office, staff_name: str) -> str:
    """Make a one-time token for somebody; older unused ones become void.

    Raises:
        NotFound: Nobody has this name.
        NotAllowed: The person is shut out.
    """
    async with office.unit_of_work(reading=True) as uow:
        staff = await staff_called(uow, staff_name)
    return await renew_link(office, staff)


async def staff_called(uow: UnitOfWork, name: str) -> StaffMember:
    """Return the person of a name.

    Raises:
        NotFound: There is none.
    """
    staff = await uow.staff.by_name(name.strip())
    if staff is None:
        raise NotFound(f"没有名叫“{name}”的工作人员。", hint="用 staff list 看看有谁。")
    return staff
