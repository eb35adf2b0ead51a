"""A supervisor changes shifts, leave and capacity of his organisations; every change is kept with who and when."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from bot.domain.roster import DAY_END, MAKEUP_WEEKDAY, Leave, Shift, clashing, clock
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, Conflict, NotAllowed, NotFound
from bot.service.accepted_text import accepted_text
from bot.service.duty_ports import NO_PROFILE, DutyEvent
from bot.service.front_desk import Office
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import require, require_at
from bot.service.topics import wake_queue
from bot.service.trying_again import trying_again

MOST_TALKS = 20
_LONGEST_NOTE = 200


async def add_shift(office: Office, staff: StaffMember, shift: Shift) -> Shift:
    """Add a shift; its id is given here.

    Raises:
        NotAllowed: The role makes no rosters there.
        BadInput: The person does not work there, or the hours or days make no sense.
        Conflict: The person is somewhere else at that time.
    """
    require_at(staff, Action.EDIT_ROSTER, shift.organisation_id)
    shift = replace(shift, id=uuid4().hex, note=_note(shift.note))
    if not 0 <= shift.starts < shift.ends <= DAY_END:
        raise BadInput("结束时间不能早于或等于开始时间。", hint="跨夜的班请分两天填。")
    if (shift.weekday is None) == (shift.day is None) or (shift.weekday or 0) not in range(MAKEUP_WEEKDAY + 1):
        raise BadInput("请选星期或日期，二选一。")
    if shift.valid_from and shift.valid_until and shift.valid_until < shift.valid_from:
        raise BadInput("有效期的结束比开始还早。")

    async def attempt() -> Shift:
        async with office.unit_of_work() as uow:
            person = await _person(uow, shift.staff_id)
            if shift.organisation_id not in person.organisations:
                raise BadInput(f"“{person.name}”不属于这个单位。")
            await uow.duty.lock([person.id])
            other = clashing(shift, (await uow.duty.roster(staff_ids=[person.id])).shifts)
            if other is not None:
                raise Conflict(f"“{person.name}”这个时间已经有班（{clock(other.starts)}—{clock(other.ends)}）。")
            await uow.duty.add_shift(shift)
            await _note_change(office, uow, staff, person.id, "shift_added", _shift_details(shift))
            await wake_queue(uow, shift.organisation_id)
            return shift

    return await trying_again(attempt, office.settings.tries_on_conflict)


async def remove_shift(office: Office, staff: StaffMember, shift_id: str) -> None:
    """Take a shift away.

    Raises:
        NotFound: There is none.
        NotAllowed: The role makes no rosters there.
    """
    async with office.unit_of_work() as uow:
        shift = await uow.duty.shift(shift_id)
        if shift is None or not staff.may_at(Action.SEE_ROSTER, shift.organisation_id):
            raise NotFound("没有这个班。")
        require_at(staff, Action.EDIT_ROSTER, shift.organisation_id)
        await uow.duty.remove_shift(shift_id)
        await _note_change(office, uow, staff, shift.staff_id, "shift_removed", _shift_details(shift))
        await wake_queue(uow, shift.organisation_id)


async def add_leave(office: Office, staff: StaffMember, leave: Leave) -> Leave:
    """Note that somebody is away; his id for the leave is given here. Everybody may note his own.

    Raises:
        NotAllowed: The role makes no rosters for this person.
        BadInput: The days or hours make no sense.
    """
    require(staff, Action.SEE_ROSTER)
    leave = replace(leave, id=uuid4().hex, note=_note(leave.note))
    if leave.last_day < leave.first_day or not 0 <= leave.starts < leave.ends <= DAY_END:
        raise BadInput("结束不能早于开始。")
    async with office.unit_of_work() as uow:
        person = await _person(uow, leave.staff_id)
        _require_over(staff, person)
        await uow.duty.add_leave(leave)
        await _note_change(office, uow, staff, person.id, "leave_added", _leave_details(leave))
        await _wake_all(uow, person)
        return leave


async def remove_leave(office: Office, staff: StaffMember, leave_id: str) -> None:
    """Take a leave away.

    Raises:
        NotFound: There is none.
        NotAllowed: The role makes no rosters for this person.
    """
    require(staff, Action.SEE_ROSTER)
    async with office.unit_of_work() as uow:
        leave = await uow.duty.leave(leave_id)
        if leave is None:
            raise NotFound("没有这条请假。")
        person = await uow.staff.show(leave.staff_id)
        _require_over(staff, person)
        await uow.duty.remove_leave(leave_id)
        await _note_change(office, uow, staff, person.id, "leave_removed", _leave_details(leave))
        await _wake_all(uow, person)


async def set_capacity(office: Office, staff: StaffMember, staff_id: str, capacity: int | None) -> None:
    """Say how many talks somebody holds at a time; None: as many as he likes.

    Raises:
        NotAllowed: The role makes no rosters for this person.
        BadInput: The number makes no sense.
    """
    require(staff, Action.EDIT_ROSTER)
    if capacity is not None and not 1 <= capacity <= MOST_TALKS:
        raise BadInput(f"同时接待的谈话数要在 1 到 {MOST_TALKS} 之间。")
    async with office.unit_of_work() as uow:
        person = await _person(uow, staff_id)
        if not any(staff.may_at(Action.EDIT_ROSTER, organisation) for organisation in person.organisations):
            raise NotAllowed("您不能给这位同事排班。")
        known = (await uow.duty.profiles([staff_id])).get(staff_id, NO_PROFILE)
        await uow.duty.set_profile(staff_id, replace(known, capacity=capacity))
        await _note_change(office, uow, staff, staff_id, "capacity", {"capacity": capacity})
        await _wake_all(uow, person)


async def _person(uow: UnitOfWork, staff_id: str) -> StaffMember:
    person = await uow.staff.show(staff_id)
    if person.disabled:
        raise BadInput("这位同事已经停用。")
    return person


def _require_over(staff: StaffMember, person: StaffMember) -> None:
    own = staff.id == person.id
    if not own and not any(staff.may_at(Action.EDIT_ROSTER, o) for o in person.organisations):
        raise NotAllowed("您不能给这位同事排班。")


async def _note_change(  # noqa: PLR0917 - all of it is needed for the trail
    office: Office, uow: UnitOfWork, staff: StaffMember, staff_id: str, change: str, details: dict[str, object]
) -> None:
    await uow.duty.note(DutyEvent(office.now(), staff.id, staff_id, change, details))
    uow.announce(f"staff:{staff_id}")


async def _wake_all(uow: UnitOfWork, person: StaffMember) -> None:
    for organisation_id in sorted(person.organisations):
        await wake_queue(uow, organisation_id)


def _shift_details(shift: Shift) -> dict[str, object]:
    return {
        "organisation": shift.organisation_id,
        "weekday": shift.weekday,
        "day": _iso(shift.day),
        "hours": f"{clock(shift.starts)}-{clock(shift.ends)}",
    }


def _leave_details(leave: Leave) -> dict[str, object]:
    return {"first_day": _iso(leave.first_day), "last_day": _iso(leave.last_day)}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _note(text: str) -> str:
    return accepted_text(text).strip()[:_LONGEST_NOTE]
