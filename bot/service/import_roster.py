"""A roster sheet: every row looked at and reported, and nothing kept unless all of them are sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot.domain.roster import Leave, Shift, clashing, clock
from bot.domain.roster_sheet import SheetRow, WrongCellError, read_row
from bot.domain.staff import Action, StaffMember
from bot.service.duty_ports import DutyEvent
from bot.service.front_desk import Office
from bot.service.ports import UnitOfWork
from bot.service.roster_file import RawRow
from bot.service.trying_again import trying_again


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of a row: `problem` where it cannot be used, else what it says, and how much of it is new."""

    number: int
    words: str
    problem: str = ""
    new: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of a sheet; `kept` is false for a preview and where any row has a problem."""

    rows: tuple[RowReport, ...]
    kept: bool

    @property
    def problems(self) -> tuple[RowReport, ...]:
        """The rows that cannot be used."""
        return tuple(row for row in self.rows if row.problem)

    @property
    def new(self) -> int:
        """How many shifts and leaves are new."""
        return sum(row.new for row in self.rows)


async def import_roster(
    office: Office,
    rows: Sequence[RawRow],
    organisations: Mapping[str, str],
    *,
    by: StaffMember | None = None,
    preview: bool = False,
) -> SheetReport:
    """Read a sheet into the roster. What is there already stays, so the same sheet twice changes nothing.

    Args:
        office: The office.
        rows: The rows of the sheet.
        organisations: Names of the directory's organisations by id; a sheet may use either.
        by: Who hands it in; None for the operator with a command.
        preview: Report only.

    Returns:
        A report by row. Where one row has a problem (unknown person, impossible time, a person in two places at once)
        nothing at all is kept.
    """

    async def attempt() -> SheetReport:
        async with office.unit_of_work() as uow:
            reader = await _SheetReader.open(uow, organisations, by, office.now())
            reports = [reader.read(row) for row in rows]
            report = SheetReport(tuple(reports), kept=not preview and not any(row.problem for row in reports))
            if report.kept:
                await reader.keep(uow)
            return report

    return await trying_again(attempt, office.settings.tries_on_conflict)


class _SheetReader:
    """Looks at rows one after the other; each is checked against what is there and against the rows before it."""

    def __init__(self, organisations: Mapping[str, str], by: StaffMember | None, now: datetime) -> None:
        self._by, self._now = by, now
        self._organisations = {**{name: code for code, name in organisations.items()}, **{c: c for c in organisations}}
        self._people: dict[str, StaffMember] = {}
        self._shifts: list[Shift] = []
        self._leaves: list[Leave] = []
        self._new_shifts: list[Shift] = []
        self._new_leaves: list[Leave] = []
        self._row_of: dict[str, int] = {}

    @classmethod
    async def open(
        cls, uow: UnitOfWork, organisations: Mapping[str, str], by: StaffMember | None, now: datetime
    ) -> "_SheetReader":
        reader = cls(organisations, by, now)
        reader._people = {person.name: person for person in await uow.staff.everybody()}
        await uow.duty.lock([person.id for person in reader._people.values()])
        roster = await uow.duty.roster(staff_ids=[person.id for person in reader._people.values()])
        reader._shifts, reader._leaves = list(roster.shifts), list(roster.leaves)
        return reader

    def read(self, raw: RawRow) -> RowReport:
        """Look at one row."""
        try:
            row = read_row(raw.cells)
            person = self._person(row)
            if row.leave is not None:
                return self._leave(raw.number, row, person)
            return self._duty(raw.number, row, person, self._organisation(row, person))
        except WrongCellError as wrong:
            words = " ".join(str(cell) for cell in raw.cells.values() if cell not in ("", None))
            return RowReport(raw.number, words, problem=str(wrong))

    async def keep(self, uow: UnitOfWork) -> None:
        """Save what is new, with who did it."""
        by = None if self._by is None else self._by.id
        for shift in self._new_shifts:
            await uow.duty.add_shift(shift)
        for leave in self._new_leaves:
            await uow.duty.add_leave(leave)
        concerned = {s.staff_id for s in self._new_shifts} | {leave.staff_id for leave in self._new_leaves}
        for staff_id in sorted(concerned):
            shifts = sum(shift.staff_id == staff_id for shift in self._new_shifts)
            leaves = sum(leave.staff_id == staff_id for leave in self._new_leaves)
            details = {"shifts": shifts, "leaves": leaves}
            await uow.duty.note(DutyEvent(self._now, by, staff_id, "imported", details))
            uow.announce(f"staff:{staff_id}")
        uow.announce(*{f"queue:{shift.organisation_id}" for shift in self._new_shifts})

    def _person(self, row: SheetRow) -> StaffMember:
        person = self._people.get(row.name)
        if person is None or person.disabled:
            raise WrongCellError("姓名", f"没有名叫“{row.name}”的工作人员（先用 fengqiao staff add 添加）")
        if self._by is not None and not any(self._by.may_at(Action.EDIT_ROSTER, o) for o in person.organisations):
            raise WrongCellError("姓名", f"“{row.name}”不是您单位的人")
        return person

    def _organisation(self, row: SheetRow, person: StaffMember) -> str:
        if not row.organisation:
            return self._permitted(person.organisation_id)
        known = self._organisations.get(row.organisation)
        if known is None:
            raise WrongCellError("单位", f"名录里没有“{row.organisation}”")
        if known not in person.organisations:
            raise WrongCellError(
                "单位", f"“{row.name}”不属于“{row.organisation}”（兼任要先用 fengqiao duty member 加上）"
            )
        return self._permitted(known)

    def _permitted(self, organisation_id: str) -> str:
        if self._by is not None and not self._by.may_at(Action.EDIT_ROSTER, organisation_id):
            raise WrongCellError("单位", "您不能给这个单位排班")
        return organisation_id

    def _duty(self, number: int, row: SheetRow, person: StaffMember, organisation_id: str) -> RowReport:
        fresh: list[Shift] = []
        known = 0
        for stretch in row.stretches:
            shift = Shift(
                id=uuid4().hex,
                staff_id=person.id,
                organisation_id=organisation_id,
                starts=stretch.starts,
                ends=stretch.ends,
                weekday=stretch.weekday,
                day=stretch.day,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                on_holidays=row.on_holidays,
                note=row.note,
            )
            if any(_same(shift, other) for other in self._shifts):
                known += 1
                continue
            other = clashing(shift, (*self._shifts, *fresh))
            if other is not None:
                raise WrongCellError("开始", self._clash_words(other))
            fresh.append(shift)
        self._shifts += fresh
        self._new_shifts += fresh
        self._row_of |= dict.fromkeys((shift.id for shift in fresh), number)
        return RowReport(number, f"{row.name} 值班", new=len(fresh), known=known)

    def _leave(self, number: int, row: SheetRow, person: StaffMember) -> RowReport:
        if row.leave is None:
            raise WrongCellError("类型", "不是请假")
        first, last, starts, ends = row.leave
        leave = Leave(uuid4().hex, person.id, first, last, starts, ends, row.note)
        if any(replace(other, id=leave.id, note=leave.note) == leave for other in self._leaves):
            return RowReport(number, f"{row.name} 请假", known=1)
        self._leaves.append(leave)
        self._new_leaves.append(leave)
        return RowReport(number, f"{row.name} 请假 {first} 至 {last}", new=1)

    def _clash_words(self, other: Shift) -> str:
        hours = f"{clock(other.starts)}—{clock(other.ends)}"
        if other.id in self._row_of:
            return f"和第 {self._row_of[other.id]} 行的班（{hours}）重叠"
        return f"和已经排好的班（{hours}）重叠"


def _same(one: Shift, other: Shift) -> bool:
    return replace(one, id=other.id, note=other.note) == other
