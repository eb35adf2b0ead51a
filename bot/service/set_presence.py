"""Who is there: said by the console, kept alive by its heartbeat, ended by silence."""

from bot.domain.duty import Presence
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk, Office
from bot.service.staff_rights import require
from bot.service.topics import wake_queue


async def set_presence(desk: Office, staff: StaffMember, present: bool, accepting: bool | None = None) -> Presence:
    """Say that a person is there (or not) and takes talks (or pauses); saying it again is the heartbeat.

    Args:
        desk: The office.
        staff: The person.
        present: Whether he is there.
        accepting: Whether he takes talks; None leaves that as it is (at first: yes).

    Raises:
        NotAllowed: The role holds no talks.
    """
    require(staff, Action.HOLD_TALK)
    async with desk.unit_of_work() as uow:
        now = desk.now()
        before = await uow.presence.of_staff(staff.id)
        takes = accepting if accepting is not None else before is None or before.accepting
        await uow.presence.put(staff.id, now, present=present, accepting=takes)
        after = Presence(staff.id, staff.organisation_id, present, takes, now, staff.memberships)
        lease = desk.settings.presence_lease
        if before is None or before.takes_talks(now, lease) != after.takes_talks(now, lease):
            uow.announce(f"staff:{staff.id}")
            for organisation_id in sorted(staff.organisations):
                await wake_queue(uow, organisation_id)
        return after


async def presence_of(desk: Office, staff: StaffMember) -> Presence | None:
    """Return what is known of a person's presence; one whose console fell silent is not present."""
    async with desk.unit_of_work(reading=True) as uow:
        known = await uow.presence.of_staff(staff.id)
    if known is None or known.is_here(desk.now(), desk.settings.presence_lease):
        return known
    return Presence(known.staff_id, known.organisation_id, False, known.accepting, known.heartbeat_at)


async def colleagues_present(desk: FrontDesk, organisation_id: str) -> tuple[StaffMember, ...]:
    """Return who is present and accepting in an organisation, for a transfer."""
    async with desk.unit_of_work(reading=True) as uow:
        now = desk.now()
        heard = await uow.presence.heard_since(now - desk.settings.presence_lease)
        here = [p for p in heard if organisation_id in p.organisations]
        return tuple(
            [await uow.staff.show(p.staff_id) for p in here if p.takes_talks(now, desk.settings.presence_lease)]
        )
