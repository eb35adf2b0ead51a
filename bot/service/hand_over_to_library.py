"""A closed dispute, or an imported entry, becomes a working paper: masked at once, for people to look through.

A paper that was finished, and whose entry is withdrawn or was never published, can be opened again.
"""

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.domain.case_draft import CaseDraft, CaseEvent, CaseMove
from bot.domain.staff import Action, StaffMember
from bot.errors import Conflict, NotFound
from bot.service.case_from_dispute import draft_from_dispute, is_closed
from bot.service.case_rights import require_draft
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.raw_cases import may_see_raw
from bot.service.staff_rights import require, require_at, require_sight_of_dispute
from case_library.masking.anonymise import anonymise, names_of_parties
from case_library.masking.cautions import warnings_about
from case_library.precedent import Precedent, ReviewState


async def hand_over_to_library(desk: FrontDesk, staff: StaffMember, dispute_id: str) -> CaseDraft:
    """Make a working paper of a closed dispute.

    Raises:
        NotFound: The dispute is not the person's to know.
        NotAllowed: The role prepares no cases there.
        Conflict: The dispute is still open, or was handed over before.
    """
    async with desk.unit_of_work() as uow:
        dispute = await uow.disputes.show(dispute_id)
        require_sight_of_dispute(staff, dispute)
        organisation_id = dispute.application.organisation_id
        require_at(staff, Action.PREPARE_CASES, organisation_id)
        if not is_closed(dispute):
            raise Conflict("这件纠纷还没有办结，不能整理成案例。")
        organisation = desk.room.organisation(organisation_id)
        kind = "" if organisation is None else organisation.kind
        original = draft_from_dispute(dispute, await uow.files.show(dispute_id), organisation_kind=kind)
    draft = await _masked(original, staff, organisation_id, desk.now(), dispute_id)
    # The title was made of codes alone: what masking takes for a name in it is none.
    titled = replace(draft.entry, title=original.title)
    draft = replace(draft, entry=titled, masked=tuple(each for each in draft.masked if each.field != "title"))
    async with desk.unit_of_work() as uow:
        return await _taken_in(uow, draft, CaseMove.HANDED_OVER)


async def take_up_case(desk: FrontDesk, staff: StaffMember, case_id: str) -> CaseDraft:
    """Make a working paper of an imported entry that nobody has looked through yet, or open a finished one again.

    Raises:
        NotFound: There is no such entry or paper for this person: raw entries are few people's to see.
        NotAllowed: The role prepares no cases.
        Conflict: It is published, or somebody works on it already.
    """
    require(staff, Action.PREPARE_CASES)
    require_at(staff, Action.PREPARE_CASES, staff.organisation_id)
    async with desk.unit_of_work() as uow:
        entry, paper = await uow.cases.get(case_id), await uow.case_drafts.find(case_id)
        if entry is not None and entry.review_state is ReviewState.PUBLISHED:
            raise Conflict("这个案例已经发布。", hint="要改先撤下，再到“待审案例”里重新整理。")
        original = None
        if paper is not None and not paper.in_work:
            require_draft(staff, paper, Action.PREPARE_CASES)
            original = await _original_of(desk, uow, paper, entry)
    if paper is not None and original is not None:
        return await _opened_again(desk, staff, paper, original)
    if entry is None or (paper is None and not may_see_raw(staff)):
        raise NotFound("没有这个案例。")
    draft = await _masked(entry, staff, staff.organisation_id, desk.now(), None)
    async with desk.unit_of_work() as uow:
        return await _taken_in(uow, draft, CaseMove.TAKEN_UP)


async def _original_of(desk: FrontDesk, uow: UnitOfWork, paper: CaseDraft, entry: Precedent | None) -> Precedent:
    """Give what a finished paper was made of, so that nobody confirms a text in which its names stand.

    The names are read from the dispute's file once more; those of a published imported entry are forgotten for good.
    """
    if paper.dispute_id is None:
        return entry or paper.entry
    try:
        dispute, file = await uow.disputes.show(paper.dispute_id), await uow.files.show(paper.dispute_id)
    except NotFound:
        return entry or paper.entry
    organisation = desk.room.organisation(paper.organisation_id)
    return draft_from_dispute(dispute, file, organisation_kind="" if organisation is None else organisation.kind)


async def _opened_again(desk: FrontDesk, staff: StaffMember, paper: CaseDraft, original: Precedent) -> CaseDraft:
    """Make a finished paper a draft again, with the text that people have written: masking anew would undo their work.

    Whoever opens it has taken the last step, so that another person reviews it.
    """
    entry = replace(paper.entry, external_id=None, review_state=ReviewState.DRAFT)
    warnings = warnings_about(entry, parties_known=any(names_of_parties(original)))
    opened = replace(paper, entry=entry, original=original, warnings=warnings, last_by=staff.id, changed_at=desk.now())
    async with desk.unit_of_work() as uow:
        saved = await uow.case_drafts.save(opened)
        await uow.case_drafts.note(CaseEvent(entry.id, desk.now(), CaseMove.REOPENED, staff.id))
        return saved


async def _masked(
    original: Precedent, staff: StaffMember, organisation_id: str, at: datetime, dispute_id: str | None
) -> CaseDraft:
    """Mask a case beside the event loop and outside of any transaction: a long file takes a second of processor."""
    done = await asyncio.to_thread(anonymise, original)
    return CaseDraft(
        entry=replace(done.case, review_state=ReviewState.DRAFT),
        organisation_id=organisation_id,
        changed_at=at,
        dispute_id=dispute_id,
        original=original,
        masked=done.masked,
        warnings=done.warnings,
        last_by=staff.id,
    )


async def _taken_in(uow: UnitOfWork, draft: CaseDraft, move: CaseMove) -> CaseDraft:
    await uow.case_drafts.add(draft)
    await uow.case_drafts.note(CaseEvent(draft.entry.id, draft.changed_at, move, draft.last_by))
    return draft
