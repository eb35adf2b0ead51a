"""The report of a month, its trends and warnings, and the files behind each number."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.counting.measures import COUNTS, Period
from bot.domain.counting.report import TABLES, Guided, OrganisationNames, Report, make_report
from bot.domain.counting.trends import (
    MONTHS,
    HotPlace,
    MonthlyCounts,
    SuddenRise,
    early_warnings,
    hot_places,
    month_by_month,
)
from bot.domain.dispute import Dispute
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, NotFound
from bot.service.front_desk import CHINA, FrontDesk, Office
from bot.service.staff_rights import require
from knowledge.directory import Directory
from knowledge.organisations import organisation_kinds
from nlp.taxonomy import taxonomy

EARLIEST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """Everything the pages and the Excel file of a month show."""

    report: Report
    trend: tuple[MonthlyCounts, ...]
    hot: tuple[HotPlace, ...]
    rises: tuple[SuddenRise, ...]


def read_month(text: str) -> Period:
    """Read a month such as 2026-11.

    Raises:
        BadInput: It is none.
    """
    year, dash, month = text.strip().partition("-")
    if not (dash and year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) == 2):
        raise BadInput("月份要写成 2026-11 这样。")
    if not (EARLIEST_YEAR <= int(year) <= 2200 and 1 <= int(month) <= 12):
        raise BadInput("没有这个月份。", hint="写成 2026-11 这样。")
    return Period.month(int(year), int(month))


async def monthly_report(
    office: Office, directory: Directory, period: Period, organisations: Collection[str] | None = None
) -> MonthlyReport:
    """Count a month.

    Args:
        office: Storage and clock.
        directory: Names and levels of organisations.
        period: The month.
        organisations: Whose files are counted; None for all.
    """
    since, until = _moments(period)
    async with office.unit_of_work(reading=True) as uow:
        files = await uow.statistics.counted_files(period.back(MONTHS).first, period.last, organisations)
        talks = await uow.statistics.talks_by_category(since, until) if organisations is None else {}
        waits = await uow.statistics.waits(since, until, organisations)
    apart = {code: talks.get(code, 0) for code, each in taxonomy().categories.items() if each.report is None}
    names, guided = organisation_names(directory), Guided(apart, tuple(waits))

    def counted() -> MonthlyReport:
        return MonthlyReport(
            report=make_report(files, period, names, guided),
            trend=month_by_month(files, period),
            hot=hot_places(files, period),
            rises=early_warnings(files, period),
        )

    return await asyncio.to_thread(counted)  # a year of files takes a while to count; talks go on meanwhile


async def read_report(
    desk: FrontDesk, staff: StaffMember, period: Period, organisation_id: str | None = None
) -> MonthlyReport:
    """Count a month for whoever supervises: his organisation with those below it, or any for the district.

    Raises:
        NotAllowed: The role does not supervise.
        NotFound: The organisation is not his to count.
    """
    return await monthly_report(desk, desk.room.directory, period, _scope(desk, staff, organisation_id))


async def files_behind(
    desk: FrontDesk,
    staff: StaffMember,
    period: Period,
    count: str,
    *,
    table: str = "",
    key: str = "",
    organisation_id: str | None = None,
) -> tuple[Dispute, ...]:
    """Return the files behind one number of the report.

    Args:
        desk: The front desk.
        staff: Who asks.
        period: The month.
        count: Code of the number.
        table: Table of the report, empty for the total; `levels` for the levels.
        key: Row of the table.
        organisation_id: Whose report it is; None for the person's widest.

    Raises:
        BadInput: There is no such number.
        NotAllowed: The role does not supervise.
        NotFound: The organisation is not his to count, or there is no such row.
    """
    if count not in COUNTS or table not in {"", "levels", *TABLES}:
        raise BadInput("没有这个数。")
    report = (await read_report(desk, staff, period, organisation_id)).report
    tallies = {"": report.total}
    if table:
        rows = report.levels if table == "levels" else report.tables[table]
        tallies = {row.key: row.tally for row in rows}
    if key not in tallies:
        raise NotFound("报表里没有这一行。")
    async with desk.unit_of_work(reading=True) as uow:
        files = await uow.files.many(tallies[key].files[count])
    return tuple(file.dispute for file in files)


def countable(desk: FrontDesk, staff: StaffMember) -> Mapping[str, str]:
    """Return the organisations whose report a person may see, with their names."""
    wanted = _widest(desk, staff)
    return {
        organisation.id: organisation.name
        for organisation in desk.room.directory.organisations
        if wanted is None or organisation.id in wanted
    }


def organisation_names(directory: Directory) -> OrganisationNames:
    """Return names and levels of all organisations."""
    kinds = organisation_kinds()
    return OrganisationNames(
        names={organisation.id: organisation.name for organisation in directory.organisations},
        levels={organisation.id: kinds[organisation.kind].level for organisation in directory.organisations},
    )


def _scope(desk: FrontDesk, staff: StaffMember, organisation_id: str | None) -> Collection[str] | None:
    require(staff, Action.SUPERVISE)
    if organisation_id is None:
        return _widest(desk, staff)
    if organisation_id not in countable(desk, staff):
        raise NotFound("没有这个单位的报表。")
    return below(desk.room.directory, organisation_id)


def _widest(desk: FrontDesk, staff: StaffMember) -> frozenset[str] | None:
    """All a person supervises, with what reports to it; None for everything."""
    if staff.may_everywhere(Action.SUPERVISE):
        return None
    return frozenset().union(
        *(below(desk.room.directory, o) for o in staff.organisations if staff.may_at(Action.SUPERVISE, o))
    )


def below(directory: Directory, organisation_id: str) -> frozenset[str]:
    """Return an organisation with all that report to it, directly or through others."""
    found = {organisation_id}
    while more := {o.id for o in directory.organisations if o.parent in found} - found:
        found |= more
    return frozenset(found)


def _moments(period: Period) -> tuple[datetime, datetime]:
    return _midnight(period.first), _midnight(period.last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
