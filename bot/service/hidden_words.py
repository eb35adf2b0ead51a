"""Putting words back that masking hid to be safe, and hiding more by hand."""

import asyncio
import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.domain.case_draft import CaseDraft
from bot.domain.staff import StaffMember
from bot.errors import BadInput
from bot.service.edit_case import open_draft, saved_as_draft
from bot.service.front_desk import FrontDesk
from case_library.masking.hidden import hidden_words, hide, put_back
from case_library.masking.texts import texts_of
from case_library.wording import review_words

_BETWEEN = re.compile(r"[\s,，、;；]+")
_SHORTEST = 2


async def put_words_back(
    desk: FrontDesk, staff: StaffMember, case_id: str, version: int, numbers: Collection[int]
) -> CaseDraft:
    """Put hidden words back that are no names; the paper has to be confirmed anew.

    Raises:
        BadInput: No number, or none of a word that is hidden in the paper.
        NotFound, NotAllowed: It is not the person's to know, or to change.
        Conflict: It was changed meanwhile, or is published.
    """
    async with desk.unit_of_work() as uow:
        draft = await open_draft(uow, staff, case_id, version)
    if not numbers or not set(numbers) <= {each.number for each in hidden_words(draft.entry, draft.masked)}:
        raise BadInput(review_words("nothing_put_back") + "。")
    entry, masked = put_back(draft.entry, draft.masked, numbers)
    note = review_words("put_back", count=str(len(set(numbers))))
    return await saved_as_draft(desk, staff, replace(draft, entry=entry, masked=masked), note)


@dataclass(frozen=True, slots=True)
class HiddenByHand:
    """The paper with words hidden, and those that could not be: they do not stand in it, or are single characters."""

    draft: CaseDraft
    left: tuple[str, ...] = ()


async def hide_more_words(desk: FrontDesk, staff: StaffMember, case_id: str, version: int, words: str) -> HiddenByHand:
    """Hide words wherever they stand in the paper; it has to be confirmed anew. What does not stand there is told.

    Args:
        desk: The front desk.
        staff: Who hides.
        case_id: The paper.
        version: The version that he has read.
        words: What to hide, apart by spaces, commas or lines.

    Raises:
        BadInput: No word that stands in the paper and has two characters.
        NotFound, NotAllowed: It is not his to know, or to change.
        Conflict: It was changed meanwhile, or is published.
    """
    async with desk.unit_of_work() as uow:
        draft = await open_draft(uow, staff, case_id, version)
    named = list(dict.fromkeys(word for word in _BETWEEN.split(words) if word))
    whole = "\n".join(texts_of(draft.entry))
    wrong = [word for word in named if len(word) < _SHORTEST or word not in whole]
    right = [word for word in named if word not in wrong]
    if not right:
        raise BadInput(review_words("nothing_to_hide", words="、".join(wrong) or "空白") + "。")
    entry, masked = await asyncio.to_thread(hide, draft.entry, right, draft.masked)
    note = review_words("hidden_too", count=str(len(right)))
    saved = await saved_as_draft(desk, staff, replace(draft, entry=entry, masked=masked), note)
    return HiddenByHand(saved, tuple(wrong))
