"""Somebody works for an organisation beside his own, or no longer; the operator decides that, with a command."""

from bot.domain.staff import StaffMember
from bot.errors import BadInput, NotFound
from bot.service.duty_ports import DutyEvent
from bot.service.front_desk import Office
from bot.service.manage_staff import staff_called


async def change_membership(office: Office, name: str, organisation_id: str, *, remove: bool = False) -> StaffMember:
    """Let somebody work for an organisation too, or no longer. The caller checks that the directory knows it.

    Raises:
        NotFound: Nobody has this name, or he does not work there.
        BadInput: It is his own organisation, or shifts of his are still on its roster.
    """
    async with office.unit_of_work() as uow:
        person = await staff_called(uow, name)
        if organisation_id == person.organisation_id:
            raise BadInput("这就是他自己的单位。")
        if remove:
            shifts = (await uow.duty.roster(staff_ids=[person.id], organisation_ids=[organisation_id])).shifts
            if shifts:
                raise BadInput(f"“{person.name}”在这个单位还有 {len(shifts)} 个班。", hint="请先在值班表里去掉。")
            if not await uow.duty.part(person.id, organisation_id):
                raise NotFound("他没有在这个单位兼任。")
        else:
            await uow.duty.join(person.id, organisation_id)
        change = "parted" if remove else "joined"
        await uow.duty.note(DutyEvent(office.now(), None, person.id, change, {"organisation": organisation_id}))
        uow.announce(f"staff:{person.id}", f"queue:{organisation_id}")
        return await uow.staff.show(person.id)
