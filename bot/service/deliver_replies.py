"""Bringing to citizens what waits in the outbox, with growing pauses; no attempt is forgotten by a crash."""

import asyncio
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.messages import Delivery
from bot.errors import StaleConversation, Unavailable
from bot.service.conversation_ports import DueDelivery
from bot.service.faults import log_fault
from bot.service.front_desk import Office
from bot.service.ports import Courier, DeliveryOutcome, DeliveryResult
from bot.service.topics import OUTBOX

_LOG = logging.getLogger(__name__)
_AT_ONCE = 20
_PAUSE_SECONDS = 2.0
"""Before the database is asked again."""
_LONGEST_PAUSE_SECONDS = 900.0
_LOOK_AGAIN_SECONDS = 15.0
_LAST_SECONDS = 5.0
"""What is under way at the end may take so long; what takes longer is settled by its lease, as after a crash."""
_SHARE_FOR_COURIER = 0.5
"""The courier may use so much of the lease, the recording of the result the rest."""


@dataclass(frozen=True, slots=True)
class DeliveryRound:
    """What one round did. `recovered` attempts had been cut off by a crash."""

    attempted: int = 0
    sent: int = 0
    recovered: int = 0


async def deliver_replies(desk: Office, couriers: Sequence[Courier]) -> DeliveryRound:
    """Deliver once what is due: the oldest of each address first, addresses side by side.

    An attempt is marked as begun, and that is committed, before anything is sent. What a crash cuts off is delivered
    again where the courier is idempotent; else it is uncertain, repeated once and marked so, and never a second time.

    Raises:
        Unavailable: The database does not answer.
    """
    attempted = sent = recovered = 0
    for courier in couriers:
        found, due = await _begin(desk, courier, _AT_ONCE)
        results = await asyncio.gather(*(_deliver(desk, courier, delivery) for delivery in due))
        recovered += found
        attempted += len(due)
        sent += sum(results)
    return DeliveryRound(attempted, sent, recovered)


async def run_deliveries(desk: Office, couriers: Sequence[Courier], stop: asyncio.Event) -> None:
    """Deliver until told to stop: at each wake-up, when something falls due, and now and then in any case.

    A courier that waits long for one citizen's answer does not hold up the others.
    """
    async with desk.announcer.listen(OUTBOX) as heard:
        woken = asyncio.Event()

        async def note_wakes() -> None:
            async for _ in heard:
                woken.set()

        listening = asyncio.create_task(note_wakes())
        under_way = _UnderWay(desk, couriers, woken)
        try:
            while not stop.is_set():
                woken.clear()
                await _first_of(stop, woken, await under_way.start_due())
        finally:
            listening.cancel()
            await asyncio.gather(listening, under_way.finish(), return_exceptions=True)


class _UnderWay:
    """The attempts of this process that are under way; `woken` is set whenever one ends."""

    def __init__(self, desk: Office, couriers: Sequence[Courier], woken: asyncio.Event) -> None:
        self._desk = desk
        self._couriers = couriers
        self._woken = woken
        self._tasks: set[asyncio.Task[bool]] = set()

    async def start_due(self) -> float:
        """Begin what is due, and return after how many seconds to look again."""
        try:
            for courier in self._couriers:
                _, due = await _begin(self._desk, courier, _AT_ONCE - len(self._tasks))
                for delivery in due:
                    task = asyncio.create_task(_deliver(self._desk, courier, delivery))
                    self._tasks.add(task)
                    task.add_done_callback(self._ended)
            if len(self._tasks) >= _AT_ONCE:
                return _LOOK_AGAIN_SECONDS
            return await _until_next(self._desk, self._couriers)
        except (Unavailable, StaleConversation) as problem:
            _LOG.warning("deliveries wait: %s", problem.code)
            return _PAUSE_SECONDS
        except Exception as fault:  # noqa: BLE001 - a fault of one round must not end the deliveries
            log_fault(_LOG, "a round of deliveries", fault)
            return _LOOK_AGAIN_SECONDS

    def _ended(self, task: asyncio.Task[bool]) -> None:
        self._tasks.discard(task)
        self._woken.set()

    async def finish(self) -> None:
        """Let what is under way end, but not for long."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_LAST_SECONDS)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _begin(desk: Office, courier: Courier, limit: int) -> tuple[int, Sequence[DueDelivery]]:
    """Settle what a crash cut off, and mark what is due as begun; return how many were settled, and what has begun."""
    if limit < 1:
        return 0, ()
    now = desk.now()
    async with desk.unit_of_work() as uow:
        recovered = await uow.outbox.recover(
            courier.name,
            idempotent=courier.capabilities.idempotent,
            begun_before=now - desk.settings.delivery_lease,
            now=now,
        )
        due = await uow.outbox.begin(courier.name, now, limit)
    if due:
        desk.settings.fault_point("attempt_begun")
    return recovered, due


async def _deliver(desk: Office, courier: Courier, delivery: DueDelivery) -> bool:
    result = await _attempt(desk, courier, delivery)
    desk.settings.fault_point("delivered")
    outcome = result.outcome
    if outcome is DeliveryOutcome.UNCERTAIN and courier.capabilities.idempotent:
        outcome = DeliveryOutcome.TRY_AGAIN
    await _settle(desk, delivery, outcome, result)
    desk.settings.fault_point("settled")
    return outcome is DeliveryOutcome.SENT


async def _attempt(desk: Office, courier: Courier, delivery: DueDelivery) -> DeliveryResult:
    """Let the courier try, for less long than after which another process would take the attempt for cut off."""
    uncertain = DeliveryOutcome.TRY_AGAIN if courier.capabilities.idempotent else DeliveryOutcome.UNCERTAIN
    try:
        async with asyncio.timeout(desk.settings.delivery_lease.total_seconds() * _SHARE_FOR_COURIER):
            return await courier.deliver(delivery.address, delivery.message)
    except TimeoutError:
        return DeliveryResult(uncertain, detail="no answer")
    except Exception as fault:  # noqa: BLE001 - a fault in a courier must not stop the deliveries to everybody else
        log_fault(_LOG, f"courier {courier.name} with message {delivery.message.id}", fault)
        return DeliveryResult(uncertain, detail="fault")


async def _settle(desk: Office, delivery: DueDelivery, outcome: DeliveryOutcome, result: DeliveryResult) -> None:
    """Record how it went; a database that is away for a moment must not make a delivered message uncertain."""
    state, due_at = _what_now(desk, delivery, outcome, result.retry_after_seconds)
    patience = desk.settings.delivery_lease.total_seconds() * (1 - _SHARE_FOR_COURIER)
    give_up = asyncio.get_running_loop().time() + patience
    while True:
        try:
            async with desk.unit_of_work() as uow:
                conversation_id = await uow.outbox.settle(
                    delivery.message.id,
                    state,
                    desk.now(),
                    due_at=due_at,
                    repeats=outcome is DeliveryOutcome.UNCERTAIN,
                    waits_for_citizen=outcome is DeliveryOutcome.WINDOW_CLOSED,
                    detail=result.detail,
                )
                if conversation_id is not None:
                    uow.announce(f"talk:{conversation_id}")
        except (Unavailable, StaleConversation) as problem:
            if asyncio.get_running_loop().time() > give_up:
                _LOG.warning("the result of a delivery is lost: %s", problem.code)  # its lease runs out: uncertain
                return
            await asyncio.sleep(_PAUSE_SECONDS / 2)
        else:
            return


def _what_now(
    desk: Office, delivery: DueDelivery, outcome: DeliveryOutcome, retry_after: float | None
) -> tuple[Delivery, datetime | None]:
    now = desk.now()
    pause = pause_after(delivery.attempts, desk.settings.delivery_pause)
    match outcome:
        case DeliveryOutcome.SENT:
            return Delivery.SENT, None
        case DeliveryOutcome.CITIZEN_GONE:
            return Delivery.BLOCKED, None
        case DeliveryOutcome.REFUSED:
            return Delivery.FAILED, None
        case DeliveryOutcome.WINDOW_CLOSED:
            return Delivery.SAVED, None
        case DeliveryOutcome.UNCERTAIN:
            return Delivery.UNCERTAIN, None if delivery.repeated else now + pause
        case DeliveryOutcome.TRY_AGAIN:
            if delivery.attempts >= desk.settings.delivery_attempts:
                return Delivery.FAILED, None
            state = Delivery.UNCERTAIN if delivery.repeated else Delivery.SAVED
            return state, now + max(timedelta(seconds=retry_after or 0), pause)


def pause_after(attempts: int, first: timedelta) -> timedelta:
    """Return how long to wait after so many attempts: doubling up to a quarter of an hour, more or less a quarter."""
    seconds = min(first.total_seconds() * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))


async def _until_next(desk: Office, couriers: Sequence[Courier]) -> float:
    async with desk.unit_of_work(reading=True) as uow:
        due = await uow.outbox.next_due([courier.name for courier in couriers])
    look_again = min(_LOOK_AGAIN_SECONDS, desk.settings.delivery_lease.total_seconds())
    return look_again if due is None else min(look_again, max(0.0, (due - desk.now()).total_seconds()))


async def _first_of(stop: asyncio.Event, woken: asyncio.Event, seconds: float) -> None:
    """Wait for a wake-up, the end, or the time, whichever comes first."""
    waits = [asyncio.create_task(stop.wait()), asyncio.create_task(woken.wait())]
    try:
        await asyncio.wait(waits, timeout=max(seconds, 0.01), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
