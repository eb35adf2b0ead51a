"""What a supervisor looks at: who waits how long, who is there, who holds what."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.handoff import Handoff
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """Somebody whose console is open: whether he takes talks, and what he holds."""

    staff: StaffMember
    accepting: bool
    held: tuple[Handoff, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """`waiting` in the order of serving; `longest_wait_seconds` of live talks, None where nobody waits."""

    waiting: tuple[Handoff, ...]
    people: tuple[BoardPerson, ...]
    longest_wait_seconds: int | None


async def read_board(desk: FrontDesk, staff: StaffMember) -> Board:
    """Read the board of the person's organisation, of all for the district.

    Raises:
        NotAllowed: The role does not supervise.
    """
    require(staff, Action.SUPERVISE)
    everywhere = staff.may(Action.SEE_ALL_ORGANISATIONS)
    async with desk.unit_of_work(reading=True) as uow:
        now = desk.now()
        waiting = await uow.handoffs.waiting(
            staff.organisation_id, emergencies=staff.may(Action.SEE_EMERGENCIES), everything=everywhere
        )
        heard = await uow.presence.heard_since(now - desk.settings.presence_lease)
        here = [p for p in heard if p.present and (everywhere or p.organisation_id == staff.organisation_id)]
        people = [
            BoardPerson(
                staff=await uow.staff.show(presence.staff_id),
                accepting=presence.accepting,
                held=tuple(await uow.handoffs.held_by(presence.staff_id)),
            )
            for presence in here
        ]
    return Board(tuple(waiting), tuple(people), _longest(waiting, now.timestamp()))


def _longest(waiting: Sequence[Handoff], now: float) -> int | None:
    spans = [int(now - handoff.requested_at.timestamp()) for handoff in waiting if handoff.live]
    return max(spans, default=None)
