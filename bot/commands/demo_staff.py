"""The sample staff of a demonstration: made once, with fresh links at each start. A real office never has them."""

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.domain.staff import Role
from bot.errors import Conflict

if TYPE_CHECKING:
    from bot.service.front_desk import FrontDesk

SAMPLE_STAFF = (
    ("示例甲", Role.MEDIATOR, "labour-committee"),
    ("示例乙", Role.DISTRICT, "district-committee"),
    ("示例丙", Role.SUPERVISOR, "district-committee"),
    ("示例丁", Role.MEDIATOR, "lugu-street"),
    ("示例戊", Role.MEDIATOR, "lujing-community"),
    ("示例己", Role.MEDIATOR, "property-committee"),
    ("示例庚", Role.MEDIATOR, "family-studio"),
    ("示例辛", Role.LAWYER, "district-lawyer-window"),
    ("示例壬", Role.REGISTRAR, "lugu-street"),
)


async def sample_staff_links(desk: "FrontDesk") -> list[tuple[str, str]]:
    """Make the sample staff where they are missing; return for each who it is, and a one-time token."""
    from bot.service.manage_staff import add_staff, issue_sign_in
    from bot.web.names import name_of

    links = []
    for name, role, organisation in SAMPLE_STAFF:
        with suppress(Conflict):  # made at an earlier start
            await add_staff(desk, name, role, organisation)
        label = "·".join((name, name_of("role", role.value), desk.organisation_name(organisation)))
        links.append((label, await issue_sign_in(desk, name)))
    return links
