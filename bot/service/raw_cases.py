"""Imported entries that nobody has masked yet: real names may stand in them, so that hardly anybody is shown them.

They lie in the library only because they wait there for being prepared. Whoever imports files and prepares cases has
them before him anyway; to everybody else they do not exist. Once a masked working paper was made, the paper is what is
read, and the raw text is shown to nobody any more.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput
from bot.service.case_rights import may_see_draft
from bot.service.front_desk import FrontDesk
from case_library.library import CaseLibrary
from case_library.precedent import CaseHit, Precedent, ReviewState
from case_library.wording import review_words

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PaperOfCase:
    """The working paper of a raw entry: whose it is, and whether the person may open it."""

    organisation_name: str
    may_open: bool


def may_see_raw(staff: StaffMember | None) -> bool:
    """Whether a person is shown entries that were not masked; programs never are.

    Preparing alone is not enough: every mediator may prepare the files of his own organisation, and an imported row
    is of no organisation that could tell whose it is to know.
    """
    return staff is not None and staff.may(Action.IMPORT_CASES) and staff.may(Action.PREPARE_CASES)


def is_raw(case: Precedent) -> bool:
    """Whether an entry of the library was never masked: what is published has been."""
    return case.review_state is not ReviewState.PUBLISHED


def require_masked(case: Precedent) -> None:
    """Check that an entry may be collected and printed.

    Raises:
        BadInput: Real names may stand in it.
    """
    if is_raw(case):
        raise BadInput(review_words("not_collected") + "。")


async def worked_on(library: CaseLibrary, cases: Collection[Precedent]) -> frozenset[str]:
    """Return which of these raw entries have a working paper; the store is asked only where there is a raw one."""
    raw = frozenset(case.id for case in cases if is_raw(case))
    return raw & frozenset(await asyncio.to_thread(library.store.worked_on)) if raw else _NOBODY


def without_text(case: Precedent) -> Precedent:
    """Give an entry of which a working paper exists: what kind of case it is, and nothing that anybody wrote."""
    return Precedent(
        id=case.id,
        title=review_words("in_work"),
        category=case.category,
        subtype=case.subtype,
        story="",
        origin=case.origin,
        outcome=case.outcome,
        review_state=case.review_state,
    )


def hit_without_text(hit: CaseHit) -> CaseHit:
    """The same for what was found: neither reasons nor places, which quote the text."""
    return replace(hit, case=without_text(hit.case), why=(), highlights=(), excerpt=None)


async def paper_of(desk: FrontDesk, staff: StaffMember, case: Precedent) -> PaperOfCase | None:
    """Tell of the working paper of a raw entry, None where nobody has made one."""
    if not is_raw(case):
        return None
    async with desk.unit_of_work(reading=True) as uow:
        draft = await uow.case_drafts.find(case.id)
    if draft is None:
        return None
    return PaperOfCase(desk.organisation_name(draft.organisation_id), may_see_draft(staff, draft))
