"""The sample staff of a demonstration: made once, with fresh links at each start. A real office never has them."""

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.domain.staff import Role
from bot.errors import Conflict

if TYPE_CHECKING:
    from bot.service.front_desk import Office

SAMPLE_STAFF = (
    ("示例-劳动争议调解员", Role.MEDIATOR, "labour-committee"),
    ("示例-区级值班员", Role.DISTRICT, "district-committee"),
    ("示例-高新区主管", Role.SUPERVISOR, "district-committee"),
    ("示例-麓谷街道调解员", Role.MEDIATOR, "lugu-street"),
    ("示例-麓景社区调解员", Role.MEDIATOR, "lujing-community"),
    ("示例-物业纠纷调解员", Role.MEDIATOR, "property-committee"),
    ("示例-家事调解员", Role.MEDIATOR, "family-studio"),
    ("示例-值班律师", Role.LAWYER, "district-lawyer-window"),
    ("示例-麓谷街道登记员", Role.REGISTRAR, "lugu-street"),
)


async def sample_staff_links(desk: "Office") -> list[tuple[str, str]]:
    """Make the sample staff where they are missing; return a name and a one-time token each."""
    from bot.service.manage_staff import add_staff, issue_sign_in

    links = []
    for name, role, organisation in SAMPLE_STAFF:
        with suppress(Conflict):  # made at an earlier start
            await add_staff(desk, name, role, organisation)
        links.append((name, await issue_sign_in(desk, name)))
    return links
