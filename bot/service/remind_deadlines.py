"""Terms are remembered: staff are reminded before, on and after the last day, citizens where the rule says so; once."""

from dataclasses import replace
from datetime import date

from bot.dialogue.wording import say
from bot.domain.dispute_file import DisputeFile, PartyRole, RunningClock
from bot.domain.docket_clocks import clock_rules, next_reminder, stopped
from bot.domain.docket_words import plain_day
from bot.domain.messages import Reply
from bot.domain.staff import Action, StaffMember
from bot.errors import NotFound
from bot.service.file_ports import DueTerm, Reminder
from bot.service.front_desk import FrontDesk
from bot.service.list_files import scope_of
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import require, require_sight_of_dispute
from bot.service.tell_parties import tell_in_their_talks

_AT_ONCE = 50


async def remind_deadlines(desk: FrontDesk) -> int:
    """Remind of what is due, each file in a transaction of its own; return how many reminders there were.

    The day of the next reminder is moved on in the same transaction, with the file locked: neither a second process
    nor a restart reminds twice, and what was missed while nothing ran is caught up with one reminder.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        waiting = await uow.files.to_remind(desk.today(), _AT_ONCE)
    reminded = 0
    for dispute_id in waiting:
        async with desk.unit_of_work() as uow:
            reminded += await _remind(desk, uow, await uow.files.show(dispute_id, lock=True))
    return reminded


async def _remind(desk: FrontDesk, uow: UnitOfWork, file: DisputeFile) -> int:
    today, rules, clocks = desk.today(), clock_rules(), []
    reminded = 0
    for clock in file.clocks:
        if not clock.runs or clock.remind_on is None or clock.remind_on > today:
            clocks.append(clock)
            continue
        kind = rules[clock.code]
        if kind.lapses and clock.due_on < today:
            clocks.append(stopped(clock, clock.due_on, met=False))
            continue
        clocks.append(replace(clock, remind_on=next_reminder(kind, clock, today)))
        await uow.files.remind(file, clock, desk.now())
        reminded += 1
        if _concerns_citizens(clock, today):
            words = kind.words.format(due_on=plain_day(clock.due_on), subject=clock.subject)
            said = Reply(say("file_news", number=file.dispute.number, words=words), cites=kind.cites)
            sides = [party for party in file.parties if party.role is not PartyRole.OTHER]
            await tell_in_their_talks(desk, uow, sides, said, f"docket.reminder.{clock.code}")
    await uow.files.save(file, replace(file, clocks=tuple(clocks)))
    uow.announce(f"queue:{file.dispute.application.organisation_id}")
    return reminded


def _concerns_citizens(clock: RunningClock, today: date) -> bool:
    """Whether a reminder for citizens has fallen due and its last day is still to come."""
    days_left = (clock.due_on - today).days
    return days_left >= 0 and any(days_left <= before for before in clock_rules()[clock.code].citizen)


async def read_reminders(desk: FrontDesk, staff: StaffMember, *, mine: bool = False) -> tuple[Reminder, ...]:
    """Return the reminders of one's organisation (of all for the district) that nobody has ticked off.

    Raises:
        NotAllowed: The role works with no files.
    """
    require(staff, Action.REGISTER)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.files.reminders(scope_of(staff, None), staff.id if mine else None))


async def tick_off_reminder(desk: FrontDesk, staff: StaffMember, dispute_id: str, reminder_id: int) -> None:
    """Tick a reminder off.

    Raises:
        NotFound: There is none, or the file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work() as uow:
        require_sight_of_dispute(staff, await uow.disputes.show(dispute_id))
        if await uow.files.tick_off(dispute_id, reminder_id, staff.id, desk.now()) is False:
            raise NotFound("这条提醒已经处理过了。")


async def due_terms(
    desk: FrontDesk, staff: StaffMember, first: date | None, last: date, *, mine: bool = False
) -> tuple[DueTerm, ...]:
    """Return the terms that end between two days, earliest first; with `first` None all that have ended until `last`.

    Raises:
        NotAllowed: The role works with no files.
    """
    require(staff, Action.REGISTER)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.files.due(scope_of(staff, None), first, last, staff.id if mine else None))
