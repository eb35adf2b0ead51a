"""Where somebody stands in the queue, and how long that will take; nothing is invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from bot.domain.handoff import Handoff, HandoffStatus
from bot.service.front_desk import DeskSettings
from bot.service.ports import UnitOfWork
from bot.service.who_is_on_duty import on_duty_now


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Place from 1, and minutes until one's turn; None where recent talks are too few, or nobody is there."""

    position: int
    minutes: int | None


async def queue_place(uow: UnitOfWork, handoff: Handoff, settings: DeskSettings, now: datetime) -> QueuePlace | None:
    """Return the place of a waiting live handoff in its organisation's queue; None for any other."""
    if handoff.status is not HandoffStatus.WAITING or not handoff.live:
        return None
    queue = [waiting.id for waiting in await uow.handoffs.waiting(handoff.organisation_id) if waiting.live]
    if handoff.id not in queue:
        return None
    position = queue.index(handoff.id) + 1
    lengths = await uow.handoffs.talk_lengths(handoff.organisation_id, now - settings.estimate_window)
    takers = await present_staff(uow, settings, now)
    return QueuePlace(position, estimate(position, lengths, takers.count(handoff.organisation_id), settings))


def estimate(position: int, lengths: Sequence[timedelta], takers: int, settings: DeskSettings) -> int | None:
    """Estimate the minutes until a place's turn from the middle length of recent talks.

    Args:
        position: Place from 1.
        lengths: How long recent talks took.
        takers: People who take talks there now.
        settings: How many talks an estimate needs.
    """
    if takers == 0 or len(lengths) < settings.estimate_from_talks:
        return None
    seconds = median(length.total_seconds() for length in lengths)
    return max(1, ceil(position * seconds / takers / 60))


async def present_staff(uow: UnitOfWork, settings: DeskSettings, now: datetime) -> list[str]:
    """Return the organisations of everybody who takes talks now, one entry a person and organisation."""
    people = await on_duty_now(uow, settings.presence_lease, now)
    return [organisation_id for person in people for organisation_id in sorted(person.organisation_ids)]
