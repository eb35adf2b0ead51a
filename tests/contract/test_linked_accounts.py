"""A person of staff in his own chat: linked by a code that works once."""

import asyncio

from bot.domain.messages import CitizenAddress
from bot.domain.staff import StaffMember
from bot.service.link_account import issue_account_code, link_account, staff_of_account, unlink_account
from bot.service.manage_staff import disable_staff
from tests.contract.test_case_work import house, staff
from tests.office_setup import House

__all__ = ["house", "staff"]


async def test_an_account_is_linked_by_a_code_that_works_once_and_not_for_long(
    house: House, staff: dict[str, StaffMember]
) -> None:
    desk, phone, other = house.desk, CitizenAddress("telegram", "7001"), CitizenAddress("telegram", "7002")
    old, code = await issue_account_code(desk, staff["first"]), await issue_account_code(desk, staff["first"])
    assert await link_account(desk, phone, old) is None
    assert await link_account(desk, phone, "x") is None
    assert await staff_of_account(desk, phone) is None
    linked = await link_account(desk, phone, f" {code} ")
    assert linked is not None
    assert linked.id == staff["first"].id
    assert await link_account(desk, other, code) is None
    late = await issue_account_code(desk, staff["second"])
    house.clock.go_on(minutes=11)
    assert await link_account(desk, other, late) is None
    moved = await issue_account_code(desk, staff["first"])
    assert await link_account(desk, other, moved) is not None
    assert await staff_of_account(desk, phone) is None
    await disable_staff(desk, "first")
    assert await staff_of_account(desk, other) is None
    again = await issue_account_code(desk, staff["second"])
    assert await link_account(desk, other, again) is not None
    await unlink_account(desk, staff["second"], "telegram")
    assert await staff_of_account(desk, other) is None


async def test_codes_made_for_one_account_by_many_at_once_link_one(house: House, staff: dict[str, StaffMember]) -> None:
    code = await issue_account_code(house.desk, staff["first"])
    done = await asyncio.gather(
        *(link_account(house.desk, CitizenAddress("telegram", str(number)), code) for number in range(6))
    )
    assert sum(each is not None for each in done) == 1
