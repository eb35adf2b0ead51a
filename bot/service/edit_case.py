"""Completing a working paper, and confirming that nobody can be recognised in it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.case_draft import CaseDraft, CaseEvent, CaseMove
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, Conflict
from bot.service.case_rights import require_draft
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from case_library.entry_format import from_json, to_json
from case_library.errors import CaseLibraryError, InvalidEntryError
from case_library.masking.anonymise import mask_what_is_new, names_of_parties
from case_library.masking.cautions import warnings_about
from case_library.precedent import Precedent, ReviewState
from case_library.review import left_unmasked, moved
from case_library.wording import citation_state_words, review_words
from knowledge.identifiers import ArticleState

EDITABLE = (
    "title",
    "category",
    "subtype",
    "story",
    "relation",
    "disputed",
    "methods",
    "result",
    "terms",
    "legal_basis",
    "comment",
    "tags",
    "outcome",
    "year",
    "months_taken",
    "claimed_yuan",
    "settled_yuan",
)
"""Fields that a person writes; who the parties are, where it comes from and its state are not among them."""
_UNFIT = frozenset({ArticleState.REPEALED, ArticleState.NOT_FOUND, ArticleState.NOT_YET, ArticleState.AMENDED})


async def edit_case(
    desk: FrontDesk, staff: StaffMember, case_id: str, version: int, fields: Mapping[str, Any]
) -> CaseDraft:
    """Write fields of a working paper; it becomes a draft again, which has to be confirmed anew.

    What is new in them and might be a name is hidden, as when the paper was made.

    Args:
        desk: The front desk.
        staff: Who writes.
        case_id: The paper.
        version: The version that he has read.
        fields: Values of `EDITABLE` fields as the entry format has them; the others stay.

    Raises:
        BadInput: A value breaks the format; every problem is named.
        NotFound, NotAllowed: It is not his to know, or to change.
        Conflict: It was changed meanwhile, or is published.
    """
    async with desk.unit_of_work() as uow:
        draft = await open_draft(uow, staff, case_id, version)
    row = to_json(draft.entry) | {name: value for name, value in fields.items() if name in EDITABLE}
    try:
        entry = from_json(row, desk.today())
    except InvalidEntryError as error:
        raise BadInput("；".join(error.problems) + "。") from None
    # Beside the event loop and between two transactions: the version tells whether somebody changed it meanwhile.
    known = [] if draft.original is None else [*names_of_parties(draft.original)]
    entry, masked = await asyncio.to_thread(mask_what_is_new, entry, draft.entry, draft.masked, known)
    return await saved_as_draft(desk, staff, replace(draft, entry=entry, masked=masked))


async def saved_as_draft(desk: FrontDesk, staff: StaffMember, draft: CaseDraft, note: str = "") -> CaseDraft:
    """Save a paper that was changed: a draft again, with what to look at in it.

    Raises:
        NotFound, NotAllowed: It is not the person's to know, or to change.
        Conflict: Somebody did.
    """
    require_draft(staff, draft, Action.PREPARE_CASES)
    entry = replace(draft.entry, review_state=ReviewState.DRAFT)
    parties_known = draft.original is not None and any(names_of_parties(draft.original))
    warnings = warnings_about(entry, parties_known=parties_known)
    changed = replace(draft, entry=entry, warnings=warnings, last_by=staff.id, changed_at=desk.now())
    async with desk.unit_of_work() as uow:
        saved = await uow.case_drafts.save(changed)
        await uow.case_drafts.note(CaseEvent(entry.id, desk.now(), CaseMove.EDITED, staff.id, note=note))
        return saved


async def confirm_case(
    desk: FrontDesk, staff: StaffMember, case_id: str, version: int, *, read_word_by_word: bool
) -> CaseDraft:
    """Confirm that nobody can be recognised; a second person then reviews the paper.

    Raises:
        BadInput: The person has not read it, names or numbers of the original still stand in it, or an article it
            cites is not in force.
        NotFound, NotAllowed: It is not his to know, or to confirm.
        Conflict: It was changed meanwhile, or is past this step.
    """
    if not read_word_by_word:
        raise BadInput(review_words("not_read") + "。")
    async with desk.unit_of_work() as uow:
        draft = await open_draft(uow, staff, case_id, version)
        if left := left_unmasked(draft.entry, draft.original, draft.masked):
            raise BadInput(review_words("still_stands", words="、".join(left)) + "。")
        if unfit := unfit_articles(desk, draft.entry):
            raise BadInput("；".join(unfit) + "。")
        try:
            entry = moved(draft.entry, ReviewState.ANONYMISED, by=staff.id, last_by=draft.last_by)
        except CaseLibraryError as error:
            raise Conflict(f"{error}。") from None
        saved = await uow.case_drafts.save(replace(draft, entry=entry, last_by=staff.id, changed_at=desk.now()))
        await uow.case_drafts.note(CaseEvent(case_id, desk.now(), CaseMove.CONFIRMED, staff.id))
        return saved


async def open_draft(uow: UnitOfWork, staff: StaffMember, case_id: str, version: int) -> CaseDraft:
    """Give a paper that the person may change, as of the version that he has read.

    Raises:
        NotFound, NotAllowed: It is not his to know, or to change.
        Conflict: It is published or withdrawn.
    """
    draft = await uow.case_drafts.show(case_id)
    require_draft(staff, draft, Action.PREPARE_CASES)
    if draft.original is None:
        raise Conflict("这个案例已经办完，不能再改。")
    return replace(draft, version=version)


def unfit_articles(desk: FrontDesk, entry: Precedent) -> tuple[str, ...]:
    """Tell which of the articles that a paper cites do not exist or are not in force; it cannot be confirmed so."""
    return tuple(
        review_words("citation", citation=checked.citation.text, state=citation_state_words(checked.state.value))
        for text in entry.legal_basis
        for checked in desk.room.citations(text, desk.today())
        if checked.state in _UNFIT
    )


def unchanged_fields(entry: Precedent) -> dict[str, Any]:
    """Return the fields that a person writes, as they stand."""
    row = to_json(entry)
    return {name: row[name] for name in EDITABLE}
