"""The sample staff of a demonstration: made once, with fresh links at each start. A real office never has them."""

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.domain.staff import Role
from bot.errors import Conflict

if TYPE_CHECKING:
    from bot.service.front_desk import Office

SAMPLE_STAFF = (
    ("示例调解员（劳动争议）", Role.MEDIATOR, "labour-committee"),
    ("示例区级值班员", Role.DISTRICT, "district-committee"),
    ("示例主管（高新区）", Role.SUPERVISOR, "district-committee"),
    ("示例调解员（麓谷街道）", Role.MEDIATOR, "lugu-street"),
    ("示例调解员（麓景社区）", Role.MEDIATOR, "lujing-community"),
    ("示例调解员（物业纠纷）", Role.MEDIATOR, "property-committee"),
    ("示例调解员（家事工作室）", Role.MEDIATOR, "family-studio"),
    ("示例律师（律师值班窗口）", Role.LAWYER, "district-lawyer-window"),
    ("示例登记员（麓谷街道）", Role.REGISTRAR, "lugu-street"),
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
