"""Files that wait to be imported: one person's own, for two hours, a few at a time, in parts of short transactions."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.staff import Role, StaffMember
from bot.errors import FileTooLarge, NotAllowed, NotFound
from bot.service import case_uploads
from bot.service.case_uploads import (
    KEPT,
    MOST_WAITING,
    find_upload,
    forget_old_uploads,
    forget_upload,
    keep_upload,
    read_upload,
)
from tests.office_setup import WINDOW, House


async def in_parts(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def supervisor(house: House, name: str = "周主管") -> StaffMember:
    return await house.staff(name, Role.SUPERVISOR, WINDOW, here=False)


async def left(house: House, staff: StaffMember) -> int:
    async with house.desk.unit_of_work(reading=True) as uow:
        return len(await uow.case_uploads.of_person(staff.id))


async def test_a_file_comes_back_whole_to_its_owner_and_to_nobody_else(house: House) -> None:
    owner, other = await supervisor(house), await supervisor(house, "吴主管")
    kept = await keep_upload(house.desk, owner, "台账.xlsx", in_parts(b"one", b"two"))
    found = await find_upload(house.desk, owner, kept.token)
    assert (found.name, [part async for part in read_upload(house.desk, owner, found)]) == (
        "台账.xlsx",
        [b"one", b"two"],
    )
    for token in (kept.token, "", "../../etc"):
        with pytest.raises(NotFound):
            await find_upload(house.desk, other, token)
    with pytest.raises(NotFound):
        await forget_upload(house.desk, other, kept)
    mediator = await house.staff("林调解", Role.MEDIATOR, WINDOW)
    with pytest.raises(NotAllowed):
        await keep_upload(house.desk, mediator, "a.csv", in_parts(b"x"))
    await forget_upload(house.desk, owner, kept)
    assert await left(house, owner) == 0


async def test_others_write_between_the_parts_and_half_a_file_is_not_found(house: House) -> None:
    owner = await supervisor(house)

    async def slow() -> AsyncIterator[bytes]:
        yield b"first"
        await supervisor(house, "新主管")  # somebody writes while the file is on its way
        async with house.desk.unit_of_work(reading=True) as uow:
            (token,) = await uow.case_uploads.of_person(owner.id)
        with pytest.raises(NotFound):
            await find_upload(house.desk, owner, token)
        yield b"last"

    kept = await keep_upload(house.desk, owner, "a.csv", slow())
    assert kept.parts == 2


async def test_too_large_or_broken_off_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await supervisor(house)
    monkeypatch.setattr(case_uploads, "LARGEST_FILE", 5)
    with pytest.raises(FileTooLarge):
        await keep_upload(house.desk, owner, "a.csv", in_parts(b"123", b"456", b"never read"))

    async def lost() -> AsyncIterator[bytes]:
        yield b"1"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await keep_upload(house.desk, owner, "a.csv", lost())
    assert await left(house, owner) == 0


async def test_a_file_goes_after_two_hours_whether_anybody_asks_or_not(house: House) -> None:
    owner = await supervisor(house)
    kept = await keep_upload(house.desk, owner, "a.csv", in_parts(b"x"))
    await forget_old_uploads(house.desk)
    assert await left(house, owner) == 1
    house.clock.moment += KEPT + timedelta(seconds=1)
    with pytest.raises(NotFound):
        await find_upload(house.desk, owner, kept.token)
    await forget_old_uploads(house.desk)
    assert await left(house, owner) == 0


async def test_the_oldest_of_many_makes_room(house: House) -> None:
    owner = await supervisor(house)
    kept = []
    for number in range(MOST_WAITING + 1):
        house.clock.go_on(seconds=1)
        kept.append(await keep_upload(house.desk, owner, f"{number}.csv", in_parts(b"x")))
    assert await left(house, owner) == MOST_WAITING
    await find_upload(house.desk, owner, kept[1].token)
    with pytest.raises(NotFound):
        await find_upload(house.desk, owner, kept[0].token)
