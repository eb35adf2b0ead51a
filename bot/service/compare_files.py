"""Files that may be the same dispute are shown to staff; parties who come again and group disputes are flagged."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.dispute_file import DisputeFile
from bot.domain.likeness import ENOUGH, likeness
from bot.domain.staff import Action, StaffMember
from bot.errors import NotFound
from bot.service.file_ports import Likeness
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_sight_of_dispute

GROUP = 5
"""So many persons, or files against the same side, make a group dispute."""
_LOOK_BACK = timedelta(days=180)
_AT_ONCE = 20
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FileFlags:
    """What staff should know of a file beside itself.

    Attributes:
        alike: Files that may be the same dispute, which this person may see.
        repeats: Parties who appear in other files: name, and in how many.
        group: It concerns many: persons named in it, or files against the same side.
    """

    alike: tuple[Likeness, ...]
    repeats: tuple[tuple[str, int], ...]
    group: int


async def compare_files(desk: FrontDesk) -> int:
    """Compare files that were not compared yet, a few at a time; return how many. Run it now and then.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        waiting = await uow.files.not_compared(_AT_ONCE)
    for dispute_id in waiting:
        await _compare(desk, dispute_id)
    return len(waiting)


async def _compare(desk: FrontDesk, dispute_id: str) -> None:
    """Read, compare beside the event loop, then write: who writes to a small office's database keeps all others out."""
    async with desk.unit_of_work(reading=True) as uow:
        file = await uow.files.show(dispute_id)
        others = await uow.files.comparable(file, desk.now() - _LOOK_BACK)
    found = await asyncio.to_thread(_alike, file, others)
    async with desk.unit_of_work() as uow:
        await uow.files.suggest(dispute_id, found, desk.now())
        await uow.files.note_compared(dispute_id, desk.now())
        if found:
            uow.announce(f"queue:{file.dispute.application.organisation_id}")


def _alike(file: DisputeFile, others: Sequence[DisputeFile]) -> list[Likeness]:
    scored = ((other, *likeness(file, other)) for other in others)
    found = [Likeness(other.dispute, score, reasons) for other, score, reasons in scored if score >= ENOUGH]
    return sorted(found, key=lambda each: -each.score)[:_MOST_SHOWN]


async def read_flags(desk: FrontDesk, staff: StaffMember, file: DisputeFile) -> FileFlags:
    """Read what to know of a file; other organisations' files are counted, and shown only to the district.

    Raises:
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    require_sight_of_dispute(staff, file.dispute)
    async with desk.unit_of_work(reading=True) as uow:
        alike = await uow.files.likenesses(file.dispute.id)
        repeats = await uow.files.repeat_parties(file.dispute.id)
        against = await uow.files.against_the_same(file.dispute.id)
    own = staff.organisation_id
    everywhere = staff.may(Action.SEE_ALL_ORGANISATIONS)
    shown = tuple(each for each in alike if everywhere or each.dispute.application.organisation_id == own)
    return FileFlags(shown, tuple(repeats), max(file.dispute.people, against))


async def dismiss_likeness(desk: FrontDesk, staff: StaffMember, dispute_id: str, other_id: str) -> None:
    """Keep that two files are not the same dispute.

    Raises:
        NotFound: There is no such suggestion, or the file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work() as uow:
        require_sight_of_dispute(staff, await uow.disputes.show(dispute_id))
        if not await uow.files.decide_link(dispute_id, other_id, "dismissed", staff.id):
            raise NotFound("没有这条并案建议。")
