"""Searching the case library: all find what is published, who imports and prepares cases also what is not yet."""

import asyncio
import math
from dataclasses import dataclass, field, replace

from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, MessageTooLong, NotFound
from bot.service.raw_cases import hit_without_text, is_raw, may_see_raw, without_text, worked_on
from bot.service.staff_rights import require
from case_library.case_index import CaseFilter
from case_library.errors import CaseNotFoundError
from case_library.library import CaseLibrary
from case_library.precedent import CaseHit, Precedent, ReviewState, Stretch
from case_library.result_summary import ResultSummary

LONGEST_QUERY = 2000
MOST_HITS = 50
LAST_PAGE = 1000
"""Nobody reads so far, and passing over more cases costs more and more."""


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """What is looked for: a story, filters, or both; `unpublished` asks for drafts too, where one may see them."""

    text: str = ""
    wanted: CaseFilter = field(default_factory=CaseFilter)
    unpublished: bool = False

    @property
    def empty(self) -> bool:
        """Nothing is asked."""
        return not self.text and self.wanted == CaseFilter()


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of what was found: how many in all, which page of how many; see `case_library.result_page`."""

    hits: tuple[CaseHit, ...]
    found: int
    page: int
    pages: int
    nearest_only: bool


async def search_cases(
    staff: StaffMember | None, library: CaseLibrary, query: CaseQuery, size: int = 10, page: int = 1
) -> CasePage:
    """Find cases, most alike first, a page of them; behind the last page stands the last one.

    Args:
        staff: Who asks; None for a program whose key was checked.
        library: The library.
        query: What is looked for.
        size: So many cases a page.
        page: Which page, from 1.

    Raises:
        BadInput: Neither a story nor a filter, or too large a page.
        MessageTooLong: Too long a story.
        NotAllowed: The role does not use the library.
    """
    if staff is not None:
        require(staff, Action.USE_TOOLS)
    if len(query.text) > LONGEST_QUERY:
        raise MessageTooLong(f"最多写 {LONGEST_QUERY} 个字。")
    if query.empty:
        raise BadInput("请说说是什么样的事，或者选一个条件。")
    if not 1 <= size <= MOST_HITS:
        raise BadInput(f"一次最多 {MOST_HITS} 个案例。")
    if page < 1:
        raise BadInput("页码从 1 开始。")
    published = not (query.unpublished and may_see_raw(staff))
    wanted = replace(query.wanted, published_only=published)
    page = min(page, LAST_PAGE)
    found = await asyncio.to_thread(library.page, query.text, size * (page - 1), size, wanted, marked=True)
    pages = max(1, math.ceil(found.found / size))
    if page > pages:
        page = pages
        found = await asyncio.to_thread(library.page, query.text, size * (page - 1), size, wanted, marked=True)
    in_work = await worked_on(library, [hit.case for hit in found.hits])
    hits = tuple(hit_without_text(hit) if hit.case.id in in_work else hit for hit in found.hits)
    return CasePage(hits, found.found, page, min(pages, LAST_PAGE), nearest_only=found.nearest_only)


async def results_of_the_like(library: CaseLibrary, query: CaseQuery) -> ResultSummary | None:
    """Summarise how the published real cases that a query admits ended; None under five of them."""
    return await asyncio.to_thread(library.results_of_the_like, query.text, query.wanted)


async def more_like(staff: StaffMember, library: CaseLibrary, case_id: str, limit: int = 5) -> tuple[CaseHit, ...]:
    """Find more published cases like one.

    Raises:
        NotFound: There is no such case for this person.
    """
    await read_case(staff, library, case_id)
    return await asyncio.to_thread(library.like, case_id, limit, published_only=True, marked=True)


async def read_case(staff: StaffMember, library: CaseLibrary, case_id: str) -> Precedent:
    """Read an entry; one that is prepared for publishing is read on its working paper, and comes without its text.

    Raises:
        NotFound: There is none, it is withdrawn, or it was not masked yet and the person does not see such ones.
        NotAllowed: The role does not use the library.
    """
    require(staff, Action.USE_TOOLS)
    try:
        case = await asyncio.to_thread(library.show, case_id)
    except CaseNotFoundError:
        raise NotFound("没有这个案例。") from None
    hidden = is_raw(case) and not may_see_raw(staff)
    if hidden or case.review_state is ReviewState.WITHDRAWN:
        raise NotFound("没有这个案例。")
    return without_text(case) if await worked_on(library, [case]) else case


async def published_case(library: CaseLibrary, case_id: str) -> Precedent:
    """Read an entry for a program, which never sees what is not published.

    Raises:
        NotFound: There is none, or it is not published.
    """
    try:
        case = await asyncio.to_thread(library.show, case_id)
    except CaseNotFoundError:
        raise NotFound("没有这个案例。") from None
    if case.review_state is not ReviewState.PUBLISHED:
        raise NotFound("没有这个案例。")
    return case


async def alike_places(staff: StaffMember, library: CaseLibrary, case: Precedent, text: str) -> tuple[Stretch, ...]:
    """Tell where an entry is like the story by which somebody found it; nothing without a story.

    Raises:
        NotAllowed: The role does not use the library.
    """
    require(staff, Action.USE_TOOLS)
    return await asyncio.to_thread(library.highlights, case, text[:LONGEST_QUERY]) if text.strip() else ()
