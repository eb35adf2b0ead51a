"""Whom each waiting talk is offered to now: read from the tables, worked out by `bot.domain.routing`."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.handoff import Handoff
from bot.domain.routing import Candidate, Offer, offers
from bot.domain.staff import StaffMember
from bot.service.front_desk import Office
from bot.service.ports import UnitOfWork
from bot.service.who_is_on_duty import on_duty_now, profiles_of


async def offered_now(office: Office, uow: UnitOfWork, queue: Sequence[Handoff]) -> Mapping[str, Offer]:
    """Return the offer of each waiting live talk of a queue that stands in the order of serving, by its id."""
    live = [handoff for handoff in queue if handoff.live]
    people = await candidates(office, uow)
    passed_over = await uow.ladders.passed_over([handoff.id for handoff in live])
    found = offers(live, people, passed_over)
    return {offer.handoff_id: offer for offer in found}


async def candidates(office: Office, uow: UnitOfWork) -> tuple[Candidate, ...]:
    """Return everybody who takes talks now, with what the roster, the profile and the declarations say of him."""
    on_duty = await on_duty_now(uow, office.settings.presence_lease, office.now())
    duty = {person.staff_id: person.organisation_ids for person in on_duty}
    if not duty:
        return ()
    people = [person for person in await uow.staff.everybody() if person.id in duty]
    profiles = await profiles_of(uow, people)
    held = await uow.handoffs.held_counts(list(duty))
    declared = await declared_names(uow, list(duty))
    return tuple(
        Candidate(
            staff=person,
            organisation_ids=duty[person.id],
            held=held.get(person.id, 0),
            capacity=profiles[person.id].capacity,
            categories=profiles[person.id].categories,
            needs=profiles[person.id].needs,
            declared=declared.get(person.id, frozenset()),
        )
        for person in people
    )


async def declared_names(uow: UnitOfWork, staff_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return by person the names that are too near to him."""
    found: dict[str, frozenset[str]] = {}
    for conflict in await uow.ladders.declared(staff_ids):
        found[conflict.staff_id] = found.get(conflict.staff_id, frozenset()) | {conflict.name}
    return found


async def room_left(uow: UnitOfWork, person: StaffMember) -> int | None:
    """Return how many more talks somebody may take; None where his number is not limited."""
    capacity = (await profiles_of(uow, [person]))[person.id].capacity
    if capacity is None:
        return None
    return max(0, capacity - (await uow.handoffs.held_counts([person.id])).get(person.id, 0))
