"""What is on its way into the library, and what was done to a case."""

from dataclasses import dataclass

from bot.domain.case_draft import IMPORTS, CaseDraft, CaseEvent
from bot.domain.dispute import Dispute
from bot.domain.staff import Action, StaffMember
from bot.errors import NotAllowed
from bot.service.case_from_dispute import is_closed
from bot.service.case_rights import CASE_WORK, may_see_draft, require_draft
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.raw_cases import may_see_raw
from bot.service.staff_rights import require
from case_library.precedent import Precedent, ReviewState

_IN_WORK = (ReviewState.DRAFT, ReviewState.ANONYMISED, ReviewState.REVIEWED)
_MOST_WITHDRAWN = 100


@dataclass(frozen=True, slots=True)
class WithdrawnCase:
    """A case that nobody finds any more: when, by whom and why, and whether there is a paper to read."""

    entry: Precedent
    event: CaseEvent
    has_paper: bool


@dataclass(frozen=True, slots=True)
class CaseWork:
    """The papers that a person may see, the longest untouched first, and closed disputes without a paper.

    `withdrawn` are cases that he may open again, what was withdrawn last first.
    """

    drafts: tuple[CaseDraft, ...]
    closed_disputes: tuple[Dispute, ...]
    withdrawn: tuple[WithdrawnCase, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftView:
    """A working paper with its history."""

    draft: CaseDraft
    history: tuple[CaseEvent, ...]


async def list_case_work(desk: FrontDesk, staff: StaffMember) -> CaseWork:
    """List the work on cases.

    Raises:
        NotAllowed: The role does none of it.
    """
    if not any(staff.may(action) for action in CASE_WORK):
        raise NotAllowed("您的角色没有这个权限。")
    async with desk.unit_of_work(reading=True) as uow:
        drafts = [draft for draft in await uow.case_drafts.listed(None, _IN_WORK) if may_see_draft(staff, draft)]
        everywhere = staff.may_everywhere(Action.PREPARE_CASES)
        disputes = await uow.disputes.of_organisations(None if everywhere else staff.organisations)
        closed = [each for each in disputes if is_closed(each) and staff.may(Action.REGISTER)]
        handed_over = await uow.case_drafts.disputes_handed_over([each.id for each in closed])
        withdrawn = await _withdrawn(uow, staff) if staff.may(Action.PREPARE_CASES) else ()
    return CaseWork(tuple(drafts), tuple(each for each in closed if each.id not in handed_over), withdrawn)


async def _withdrawn(uow: UnitOfWork, staff: StaffMember) -> tuple[WithdrawnCase, ...]:
    events = await uow.case_drafts.withdrawals(_MOST_WITHDRAWN)
    entries = await uow.cases.get_many([event.case_id for event in events])
    found = []
    for event in events:
        paper = await uow.case_drafts.find(event.case_id)
        if paper is None and not may_see_raw(staff):  # withdrawn before anybody masked it, its title too
            continue
        if paper is not None and (paper.in_work or not staff.may_at(Action.PREPARE_CASES, paper.organisation_id)):
            continue
        entry = entries.get(event.case_id) if paper is None else paper.entry
        if entry is not None:
            found.append(WithdrawnCase(entry, event, paper is not None))
    return tuple(found)


async def read_case_draft(desk: FrontDesk, staff: StaffMember, case_id: str) -> DraftView:
    """Read a working paper; the look is recorded, since it holds names.

    Raises:
        NotFound: It is not the person's to know.
    """
    async with desk.unit_of_work() as uow:
        draft = await uow.case_drafts.show(case_id)
        require_draft(staff, draft, next((each for each in CASE_WORK if staff.may(each)), CASE_WORK[0]))
        await uow.oversight.note_look(staff.id, "case_draft", case_id, desk.now())
        return DraftView(draft, tuple(await uow.case_drafts.history(case_id)))


async def case_history(desk: FrontDesk, staff: StaffMember, case_id: str) -> tuple[CaseEvent, ...]:
    """Return what was done to an entry, oldest first.

    Raises:
        NotAllowed: The role does not use the library.
    """
    require(staff, Action.USE_TOOLS)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(await uow.case_drafts.history(case_id))


async def import_history(desk: FrontDesk, staff: StaffMember) -> tuple[CaseEvent, ...]:
    """Return which files were taken in, newest first.

    Raises:
        NotAllowed: The role imports nothing.
    """
    require(staff, Action.IMPORT_CASES)
    async with desk.unit_of_work(reading=True) as uow:
        return tuple(reversed(await uow.case_drafts.history(IMPORTS)))
