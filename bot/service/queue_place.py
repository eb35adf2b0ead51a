"""Where somebody stands in the queue, and how long that will take; nothing is invented."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from bot.domain.handoff import Handoff, HandoffStatus
from bot.domain.ladder import in_serving_order
from bot.service.duty_ports import NO_PROFILE
from bot.service.front_desk import DeskSettings
from bot.service.ports import UnitOfWork
from bot.service.who_is_on_duty import on_duty_now


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Place from 1, and minutes until one's turn; None where recent talks are too few, or nobody is there."""

    position: int
    minutes: int | None


async def queue_place(uow: UnitOfWork, handoff: Handoff, settings: DeskSettings, now: datetime) -> QueuePlace | None:
    """Return the place of a waiting live handoff in its organisation's queue; None for any other.

    Danger has no place: it goes past the queue, and a number would tell somebody in danger to wait.
    """
    if handoff.status is not HandoffStatus.WAITING or not handoff.live or handoff.dangerous:
        return None
    queue = [waiting.id for waiting in await waiting_in_order(uow, settings, handoff.organisation_id) if waiting.live]
    if handoff.id not in queue:
        return None
    position = queue.index(handoff.id) + 1
    pace = await uow.handoffs.recent_pace(handoff.organisation_id, now - settings.estimate_window)
    people = [
        person.staff_id
        for person in await on_duty_now(uow, settings.presence_lease, now)
        if handoff.organisation_id in person.organisation_ids
    ]
    seats, busy = await _seats(uow, people)
    return QueuePlace(position, estimate(position, pace, seats, busy, settings))


async def waiting_in_order(
    uow: UnitOfWork,
    settings: DeskSettings,
    organisation_ids: str | Collection[str] | None,
    *,
    emergencies: bool = False,
    everything: bool = False,
) -> Sequence[Handoff]:
    """Return the waiting in the order in which they are served; see `bot.domain.ladder.in_serving_order`."""
    waiting = await uow.handoffs.waiting(organisation_ids, emergencies=emergencies, everything=everything)
    return in_serving_order(waiting, settings.ladder.head_start)


def estimate(
    position: int, pace: Sequence[tuple[timedelta, timedelta]], seats: int, busy: int, settings: DeskSettings
) -> int | None:
    """Estimate the minutes until a place's turn from recent talks.

    Args:
        position: Place from 1.
        pace: Of each recent talk how long it waited and how long it took.
        seats: How many talks those who are there now hold at a time.
        busy: How many they hold.
        settings: How many talks an estimate needs.

    Returns:
        Whoever finds a free seat waits as long as people usually do until somebody takes the talk; before everybody
        else as many rounds of talks must end as the seats take to come to his place.
    """
    if seats == 0 or len(pace) < settings.estimate_from_talks:
        return None
    answered = median(wait.total_seconds() for wait, _ in pace)
    length = median(took.total_seconds() for _, took in pace)
    behind = max(0, position - max(0, seats - busy))
    return max(1, ceil((behind * length / seats if behind else min(answered, length)) / 60))


async def present_staff(uow: UnitOfWork, settings: DeskSettings, now: datetime) -> list[str]:
    """Return the organisations of everybody who takes talks now, one entry a person and organisation."""
    people = await on_duty_now(uow, settings.presence_lease, now)
    return [organisation_id for person in people for organisation_id in sorted(person.organisation_ids)]


async def _seats(uow: UnitOfWork, staff_ids: Sequence[str]) -> tuple[int, int]:
    """Return how many talks these people hold at a time, and how many they hold."""
    if not staff_ids:
        return 0, 0
    profiles = await uow.duty.profiles(staff_ids)
    held = await uow.handoffs.held_counts(staff_ids)
    seats, busy = 0, 0
    for one in staff_ids:
        holds = held.get(one, 0)
        own = profiles.get(one, NO_PROFILE).capacity or max(1, holds)
        seats += own
        busy += min(holds, own)
    return seats, busy
