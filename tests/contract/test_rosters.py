"""Rosters on both databases: sheets that are whole or not kept at all, edits with their rights, who counts as there."""

import asyncio
import io
from datetime import date, datetime, time

import openpyxl
import pytest

from bot.domain.roster import Leave, Shift
from bot.domain.staff import Role
from bot.errors import BadInput, Conflict, NotAllowed, NotFound
from bot.service.change_membership import change_membership
from bot.service.edit_roster import add_leave, add_shift, remove_leave, remove_shift, set_capacity
from bot.service.import_roster import SheetReport, import_roster
from bot.service.queue_place import present_staff
from bot.service.read_roster import read_roster
from bot.service.roster_file import read_sheet
from bot.service.set_presence import colleagues_present, set_presence
from bot.service.set_speciality import set_speciality
from knowledge.opening_hours import CHINA
from tests.office_setup import DISTRICT, ROOM, WINDOW, House

HEAD = "姓名,单位,类型,星期,日期,开始,结束,备注"
MONDAY = date(2026, 11, 30)


async def hand_in(house: House, *lines: str, preview: bool = False, by: str | None = None) -> SheetReport:
    names = {o.id: o.name for o in house.desk.room.directory.organisations}
    rows = read_sheet("\n".join((HEAD, *lines)).encode())
    async with house.storage.unit_of_work(reading=True) as uow:
        person = None if by is None else await uow.staff.by_name(by)
    return await import_roster(house.desk, rows, names, by=person, preview=preview)


async def shifts_of(house: House, *staff_ids: str) -> int:
    async with house.storage.unit_of_work(reading=True) as uow:
        return len((await uow.duty.roster(staff_ids=staff_ids)).shifts)


async def test_a_sound_sheet_is_kept_once(house: House) -> None:
    chen = await house.staff("陈静")
    lines = (
        "陈静,,,周一至周五,,09:00,12:00,上午",
        f"陈静,{house.desk.organisation_name(ROOM)},值班,,2026-12-05,09:00,12:00,",
        "陈静,,请假,,2026-12-01,,,",
    )
    preview = await hand_in(house, *lines, preview=True)
    assert (preview.kept, preview.new, preview.problems) == (False, 7, ())
    assert await shifts_of(house, chen.id) == 0
    assert (await hand_in(house, *lines)).kept
    assert await shifts_of(house, chen.id) == 6
    again = await hand_in(house, *lines)
    assert (again.kept, again.new) == (True, 0)
    assert await shifts_of(house, chen.id) == 6
    async with house.storage.unit_of_work(reading=True) as uow:
        assert [(e.change, e.by_staff_id) for e in await uow.duty.events()] == [("imported", None)]


async def test_one_bad_row_keeps_the_whole_sheet_out_and_every_bad_row_is_named(house: House) -> None:
    chen = await house.staff("陈静")
    await house.staff("李强", organisation=WINDOW)
    report = await hand_in(
        house,
        "陈静,,,周一,,09:00,12:00,好的",
        "陈静,,,周一,,11:00,13:00,和上一行重叠",
        "陈静,,,周二,,12:00,09:00,结束早于开始",
        "没有这人,,,周一,,09:00,12:00,",
        "陈静,labour-committee,,周三,,09:00,12:00,不是他的单位",
        "陈静,月亮调解室,,周三,,09:00,12:00,",
        "李强,,,,2026-02-30,09:00,12:00,",
    )
    assert not report.kept
    assert {row.number: row.problem.partition("：")[0] for row in report.problems} == {
        3: "开始",
        4: "结束",
        5: "姓名",
        6: "单位",
        7: "单位",
        8: "日期",
    }
    assert "第 2 行" in report.problems[0].problem
    assert await shifts_of(house, chen.id) == 0


async def test_what_overlaps_the_roster_that_is_there_is_refused(house: House) -> None:
    await house.staff("陈静")
    assert (await hand_in(house, "陈静,,,周一,,09:00,12:00,")).kept
    report = await hand_in(house, "陈静,,,周一,,11:00,13:00,")
    assert "已经排好" in report.problems[0].problem


def test_files_that_are_no_sheets_are_refused_in_one_line() -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "星期", "开始", "结束"])  # type: ignore[union-attr]
    book.active.append(["陈静", "周一", time(9), "12:00"])  # type: ignore[union-attr]
    kept = io.BytesIO()
    book.save(kept)
    (row,) = read_sheet(kept.getvalue())
    assert (row.number, row.cells["姓名"]) == (2, "陈静")
    assert len(read_sheet("姓名,星期,开始,结束\n陈静,周一,9:00,12:00".encode("gb18030"))) == 1
    for content in (
        b"",
        b"PK\x03\x04broken",
        b"\x00\x01\x02",
        "姓名,电话\n陈静,1".encode(),
        b"x" * (3 * 1024 * 1024),
        HEAD.encode(),
    ):
        with pytest.raises(BadInput):
            read_sheet(content)


async def test_a_supervisor_edits_his_own_organisation_and_nobody_elses(house: House) -> None:
    boss = await house.staff("主管", Role.SUPERVISOR)
    chen = await house.staff("陈静")
    stranger = await house.staff("外人", organisation=WINDOW)
    shift = Shift("", chen.id, ROOM, 540, 720, day=MONDAY)
    with pytest.raises(NotAllowed):
        await add_shift(house.desk, chen, shift)
    kept = await add_shift(house.desk, boss, shift)
    with pytest.raises(Conflict):
        await add_shift(house.desk, boss, shift)
    with pytest.raises(NotAllowed):
        await add_shift(house.desk, boss, Shift("", stranger.id, WINDOW, 540, 720, day=MONDAY))
    for impossible in (
        Shift("", chen.id, ROOM, 720, 540, day=MONDAY),
        Shift("", chen.id, ROOM, 540, 720),
        Shift("", stranger.id, ROOM, 540, 720, day=MONDAY),
        Shift("", chen.id, ROOM, 540, 720, weekday=9),
    ):
        with pytest.raises(BadInput):
            await add_shift(house.desk, boss, impossible)
    view = await read_roster(house.desk, chen, ROOM, MONDAY, 7)
    assert [slot.staff_id for slot in view.days[0].slots] == [chen.id]
    assert not view.may_edit
    with pytest.raises(NotAllowed):
        await read_roster(house.desk, stranger, ROOM, MONDAY, 7)
    with pytest.raises(NotFound):
        await remove_shift(house.desk, stranger, kept.id)
    with pytest.raises(NotAllowed):
        await set_capacity(house.desk, boss, stranger.id, 3)
    with pytest.raises(BadInput):
        await set_capacity(house.desk, boss, chen.id, 0)
    await set_capacity(house.desk, boss, chen.id, 3)
    own = await add_leave(house.desk, chen, Leave("", chen.id, MONDAY, MONDAY))
    assert not (await read_roster(house.desk, boss, ROOM, MONDAY, 1)).days[0].slots
    with pytest.raises(NotAllowed):
        await add_leave(house.desk, chen, Leave("", boss.id, MONDAY, MONDAY))
    await remove_leave(house.desk, chen, own.id)
    await remove_shift(house.desk, boss, kept.id)
    after = await read_roster(house.desk, boss, ROOM, MONDAY, 1)
    assert not after.days[0].slots
    changes = [event.change for event in after.changes]
    assert changes == ["shift_removed", "leave_removed", "leave_added", "capacity", "shift_added"]


async def test_two_at_once_cannot_put_a_person_in_two_places(house: House) -> None:
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    chen = await house.staff("陈静")
    await change_membership(house.desk, "陈静", WINDOW)
    places = [Shift("", chen.id, place, 540, 720, day=MONDAY) for place in (ROOM, WINDOW)] * 3
    done = await asyncio.gather(*(add_shift(house.desk, district, s) for s in places), return_exceptions=True)
    assert sum(isinstance(one, Shift) for one in done) == 1
    assert all(isinstance(one, Shift | Conflict) for one in done)
    assert await shifts_of(house, chen.id) == 1


async def test_who_has_a_roster_counts_while_a_shift_runs_and_where(house: House) -> None:
    house.clock.moment = datetime(2026, 11, 30, 10, tzinfo=CHINA)
    chen = await house.staff("陈静")
    await change_membership(house.desk, "陈静", WINDOW)

    async def there() -> list[str]:
        async with house.storage.unit_of_work(reading=True) as uow:
            member = await uow.staff.show(chen.id)
        await set_presence(house.desk, member, present=True)
        async with house.storage.unit_of_work(reading=True) as uow:
            return sorted(await present_staff(uow, house.desk.settings, house.desk.now()))

    assert await there() == sorted([ROOM, WINDOW])  # no roster: the open console counts
    assert [p.id for p in await colleagues_present(house.desk, WINDOW)] == [chen.id]
    assert (await hand_in(house, f"陈静,{WINDOW},,周一,,09:00,12:00,", "陈静,,,周一,,14:00,17:30,")).kept
    assert await there() == [WINDOW]
    house.clock.moment = datetime(2026, 11, 30, 12, 30, tzinfo=CHINA)
    assert await there() == []  # a console left open over lunch answers nobody
    house.clock.moment = datetime(2026, 11, 30, 14, 0, tzinfo=CHINA)
    assert await there() == [ROOM]
    assert (await hand_in(house, "陈静,,请假,,2026-11-30,,,")).kept
    assert await there() == []


async def test_a_membership_ends_only_when_no_shift_is_left(house: House) -> None:
    await house.staff("陈静")
    with pytest.raises(BadInput):
        await change_membership(house.desk, "陈静", ROOM)
    with pytest.raises(NotFound):
        await change_membership(house.desk, "陈静", WINDOW, remove=True)
    assert (await change_membership(house.desk, "陈静", WINDOW)).organisations == {ROOM, WINDOW}
    assert (await change_membership(house.desk, "陈静", WINDOW)).organisations == {ROOM, WINDOW}
    assert (await hand_in(house, f"陈静,{WINDOW},,周一,,09:00,12:00,")).kept
    with pytest.raises(BadInput):
        await change_membership(house.desk, "陈静", WINDOW, remove=True)


async def test_a_supervisor_hands_in_a_sheet_for_his_own_people_only(house: House) -> None:
    await house.staff("主管", Role.SUPERVISOR)
    await house.staff("陈静")
    await house.staff("李强", organisation=WINDOW)
    assert (await hand_in(house, "陈静,,,周一,,09:00,12:00,", by="主管")).kept
    report = await hand_in(house, "李强,,,周一,,09:00,12:00,", by="主管")
    assert report.problems[0].problem.startswith("姓名")


async def test_a_speciality_is_kept_and_unknown_codes_are_named(house: House) -> None:
    chen = await house.staff("陈静")
    await set_speciality(house.desk, "陈静", categories=["labour", "family"], needs=["elderly"])
    profile = await set_speciality(house.desk, "陈静", needs=[])
    assert (profile.categories, profile.needs) == (frozenset({"labour", "family"}), frozenset())
    async with house.storage.unit_of_work(reading=True) as uow:
        assert (await uow.duty.profiles([chen.id]))[chen.id] == profile
    for wrong in ({"categories": ["space_travel"]}, {"needs": ["tall"]}):
        with pytest.raises(BadInput, match="没有这种"):
            await set_speciality(house.desk, "陈静", **wrong)
    with pytest.raises(NotFound):
        await set_speciality(house.desk, "没有这个人", categories=[])
