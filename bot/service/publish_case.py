"""The second look at a case, and its publishing and withdrawal."""

from dataclasses import replace

from bot.domain.case_draft import CaseDraft, CaseEvent, CaseMove
from bot.domain.staff import Action, StaffMember
from bot.errors import Conflict, NotFound
from bot.service.accepted_text import required_text
from bot.service.case_rights import require_draft
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require
from bot.service.topics import CASES
from case_library.errors import CaseLibraryError
from case_library.masking.hidden import without_numbers
from case_library.precedent import Origin, Precedent, ReviewState
from case_library.review import moved


async def review_case(desk: FrontDesk, staff: StaffMember, case_id: str, version: int) -> CaseDraft:
    """Pass a confirmed paper; whoever confirmed or changed it last may not.

    Raises:
        NotFound, NotAllowed: It is not the person's to know, or to review.
        Conflict: It is the person's own, was changed meanwhile, or is not at this step.
    """
    return await _reviewed(desk, staff, case_id, version, ReviewState.REVIEWED)


async def send_case_back(desk: FrontDesk, staff: StaffMember, case_id: str, version: int, note: str) -> CaseDraft:
    """Send a paper back to be changed; the note says what.

    Raises:
        BadInput: No note.
        NotFound, NotAllowed: It is not the person's to know, or to review.
        Conflict: It was changed meanwhile, or is not at this step.
    """
    note = required_text(note, "退回的理由")
    return await _reviewed(desk, staff, case_id, version, ReviewState.DRAFT, note=note)


async def publish_case(desk: FrontDesk, staff: StaffMember, case_id: str, version: int) -> CaseDraft:
    """Publish a reviewed paper: it is found from now on in every process, and what names persons is forgotten.

    Raises:
        NotFound, NotAllowed: It is not the person's to know, or to publish.
        Conflict: It was changed meanwhile, or is not at this step.
    """
    async with desk.unit_of_work() as uow:
        draft = await uow.case_drafts.show(case_id)
        require_draft(staff, draft, Action.PUBLISH_CASES)
        entry = without_numbers(_moved(draft, ReviewState.PUBLISHED, staff))
        if draft.original is not None and draft.original.origin is Origin.IMPORTED:
            entry = replace(entry, external_id=draft.original.external_id)
        published = replace(
            draft, version=version, entry=entry, original=None, masked=(), last_by=staff.id, changed_at=desk.now()
        )
        saved = await uow.case_drafts.save(published)
        await uow.cases.put_many([entry])
        await uow.case_drafts.note(CaseEvent(case_id, desk.now(), CaseMove.PUBLISHED, staff.id))
        uow.announce(CASES)
        return saved


async def drop_case(desk: FrontDesk, staff: StaffMember, case_id: str, version: int, note: str) -> CaseDraft:
    """Give a paper up before it was published; what names persons is forgotten.

    Raises:
        BadInput: No note.
        NotFound, NotAllowed: It is not the person's to know, or to give up.
        Conflict: It was changed meanwhile, or is published.
    """
    note = required_text(note, "不用的理由")
    async with desk.unit_of_work() as uow:
        draft = await uow.case_drafts.show(case_id)
        require_draft(staff, draft, Action.PREPARE_CASES)
        if draft.state is ReviewState.PUBLISHED:
            raise Conflict("这个案例已经发布。", hint="请用“撤下”。")
        entry = _moved(draft, ReviewState.WITHDRAWN, staff)
        dropped = replace(
            draft, version=version, entry=entry, original=None, masked=(), last_by=staff.id, changed_at=desk.now()
        )
        saved = await uow.case_drafts.save(dropped)
        await uow.case_drafts.note(CaseEvent(case_id, desk.now(), CaseMove.WITHDRAWN, staff.id, note=note))
        return saved


async def withdraw_case(desk: FrontDesk, staff: StaffMember, case_id: str, note: str) -> Precedent:
    """Take an entry out of what anybody finds; its history stays.

    Raises:
        BadInput: No note.
        NotFound: There is no such entry, or it is a composed one of the package.
        NotAllowed: The role withdraws nothing.
        Conflict: It is withdrawn already.
    """
    note = required_text(note, "撤下的理由")
    require(staff, Action.PUBLISH_CASES)
    async with desk.unit_of_work() as uow:
        entry = await uow.cases.get(case_id)
        if entry is None:
            raise NotFound("没有可以撤下的这个案例。")
        try:
            entry = moved(entry, ReviewState.WITHDRAWN, by=staff.id, last_by=None)
        except CaseLibraryError as error:
            raise Conflict(f"{error}。") from None
        await uow.cases.put_many([entry])
        paper = await uow.case_drafts.find(case_id)
        if paper is not None and not paper.in_work:
            finished = replace(paper, entry=replace(paper.entry, review_state=ReviewState.WITHDRAWN))
            await uow.case_drafts.save(finished)
        await uow.case_drafts.note(CaseEvent(case_id, desk.now(), CaseMove.WITHDRAWN, staff.id, note=note))
        uow.announce(CASES)
        return entry


async def _reviewed(
    desk: FrontDesk, staff: StaffMember, case_id: str, version: int, state: ReviewState, *, note: str = ""
) -> CaseDraft:
    move = CaseMove.REVIEWED if state is ReviewState.REVIEWED else CaseMove.SENT_BACK
    async with desk.unit_of_work() as uow:
        draft = await uow.case_drafts.show(case_id)
        require_draft(staff, draft, Action.REVIEW_CASES)
        entry = _moved(draft, state, staff)
        changed = replace(draft, version=version, entry=entry, last_by=staff.id, changed_at=desk.now())
        saved = await uow.case_drafts.save(changed)
        await uow.case_drafts.note(CaseEvent(case_id, desk.now(), move, staff.id, note=note))
        return saved


def _moved(draft: CaseDraft, state: ReviewState, staff: StaffMember) -> Precedent:
    try:
        return moved(draft.entry, state, by=staff.id, last_by=draft.last_by)
    except CaseLibraryError as error:
        raise Conflict(f"{error}。") from None
