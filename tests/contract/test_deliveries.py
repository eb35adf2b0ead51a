"""The outbox: order, growing pauses, states, attempts cut off by a crash."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.messages import CitizenAddress, Delivery, StoredMessage
from bot.service.deliver_replies import DeliveryRound, deliver_replies, pause_after, run_deliveries
from bot.service.erase_citizen import erase_citizen
from bot.service.ports import Capabilities, DeliveryOutcome, DeliveryResult
from bot.service.read_talk import read_talk
from bot.storage import Storage
from tests.office_setup import House, make_house

ANNA = CitizenAddress("telegram", "7")


class Postman:
    """A courier that does as it is told and remembers."""

    name = "telegram"

    def __init__(self, *, idempotent: bool = False) -> None:
        self.capabilities = Capabilities(idempotent=idempotent)
        self.brought: list[tuple[str, str]] = []
        self.outcomes: list[DeliveryResult | Exception] = []

    async def deliver(self, address: CitizenAddress, message: StoredMessage) -> DeliveryResult:
        self.brought.append((address.account, message.text))
        result = self.outcomes.pop(0) if self.outcomes else DeliveryResult(DeliveryOutcome.SENT)
        if isinstance(result, Exception):
            raise result
        return result


def tell(*outcomes: DeliveryOutcome, after: float | None = None) -> list[DeliveryResult | Exception]:
    return [DeliveryResult(outcome, after) for outcome in outcomes]


async def states(house: House) -> list[tuple[Delivery, bool]]:
    talk = await read_talk(house.desk, ANNA)
    return [(m.delivery, m.repeated) for m in talk.messages if m.author != "citizen"]


async def test_replies_are_brought_in_order_and_only_by_their_channel(house: House) -> None:
    for text in ("一", "二"):
        await house.say("7", text, channel="telegram")
    await house.say("8", "三", channel="telegram")
    await house.say("anna", "网页", channel="web")
    postman = Postman()
    assert await deliver_replies(house.desk, [postman]) == DeliveryRound(attempted=2, sent=2)
    assert await deliver_replies(house.desk, [postman]) == DeliveryRound(attempted=1, sent=1)
    assert await deliver_replies(house.desk, [postman]) == DeliveryRound()
    assert [t for a, t in postman.brought if a == "7"] == ["1:None:一", "2:问题1:二"]
    assert len(postman.brought) == 3
    assert await states(house) == [(Delivery.SENT, False)] * 2


async def test_a_refusal_for_now_is_tried_again_with_growing_pauses_and_holds_back_what_follows(house: House) -> None:
    await house.say("7", "一", channel="telegram")
    await house.say("7", "二", channel="telegram")
    postman = Postman()
    postman.outcomes = tell(DeliveryOutcome.TRY_AGAIN, after=30)
    await deliver_replies(house.desk, [postman])
    house.clock.go_on(seconds=29)
    assert (await deliver_replies(house.desk, [postman])).attempted == 0
    house.clock.go_on(seconds=2)
    assert (await deliver_replies(house.desk, [postman])).sent == 1
    assert (await deliver_replies(house.desk, [postman])).sent == 1
    assert [t for _, t in postman.brought] == ["1:None:一", "1:None:一", "2:问题1:二"]
    longest = [pause_after(n, timedelta(seconds=2)) for n in range(1, 30)]
    assert timedelta(seconds=1.5) <= longest[0] <= timedelta(seconds=2.5)
    assert max(longest) <= timedelta(seconds=900 * 1.25)


async def test_after_enough_attempts_it_has_failed_and_what_follows_goes_on(house: House) -> None:
    await house.say("7", "一", channel="telegram")
    await house.say("7", "二", channel="telegram")
    postman = Postman()
    postman.outcomes = tell(*[DeliveryOutcome.TRY_AGAIN] * house.desk.settings.delivery_attempts)
    for _ in range(house.desk.settings.delivery_attempts):
        house.clock.go_on(hours=1)
        await deliver_replies(house.desk, [postman])
    house.clock.go_on(hours=1)
    await deliver_replies(house.desk, [postman])
    assert await states(house) == [(Delivery.FAILED, False), (Delivery.SENT, False)]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(DeliveryOutcome.CITIZEN_GONE, Delivery.BLOCKED), (DeliveryOutcome.REFUSED, Delivery.FAILED)],
)
async def test_what_can_never_arrive_is_a_state_not_a_loss(
    house: House, outcome: DeliveryOutcome, state: Delivery
) -> None:
    await house.say("7", "一", channel="telegram")
    postman = Postman()
    postman.outcomes = tell(outcome)
    await deliver_replies(house.desk, [postman])
    house.clock.go_on(days=1)
    assert (await deliver_replies(house.desk, [postman])).attempted == 0
    assert await states(house) == [(state, False)]


async def test_a_closed_window_waits_for_the_citizen(house: House) -> None:
    await house.say("7", "一", channel="telegram")
    postman = Postman()
    postman.outcomes = tell(DeliveryOutcome.WINDOW_CLOSED)
    await deliver_replies(house.desk, [postman])
    house.clock.go_on(days=3)
    assert (await deliver_replies(house.desk, [postman])).attempted == 0
    await house.say("7", "二", channel="telegram")
    for _ in range(2):
        await deliver_replies(house.desk, [postman])
    assert [t for _, t in postman.brought] == ["1:None:一", "1:None:一", "2:问题1:二"]


@pytest.mark.parametrize("trouble", [DeliveryResult(DeliveryOutcome.UNCERTAIN), RuntimeError("fault")])
async def test_an_unanswered_attempt_is_repeated_once_and_marked(
    house: House, trouble: DeliveryResult | Exception
) -> None:
    await house.say("7", "一", channel="telegram")
    postman = Postman()
    postman.outcomes = [trouble, DeliveryResult(DeliveryOutcome.UNCERTAIN)]
    await deliver_replies(house.desk, [postman])
    assert await states(house) == [(Delivery.UNCERTAIN, True)]
    for _ in range(3):
        house.clock.go_on(hours=1)
        await deliver_replies(house.desk, [postman])
    assert len(postman.brought) == 2
    assert await states(house) == [(Delivery.UNCERTAIN, True)]


async def test_an_attempt_cut_off_by_a_crash(storage: Storage) -> None:
    for idempotent in (False, True):
        account = "7" if not idempotent else "8"
        house = make_house(storage, fault_point=_die_at("delivered"))
        await house.say(account, "一", f"x{account}", channel="telegram")
        postman = Postman(idempotent=idempotent)
        with pytest.raises(_DiedError):
            await deliver_replies(house.desk, [postman])
        calm = make_house(storage, house.clock)
        assert (await deliver_replies(calm.desk, [postman])).attempted == 0  # perhaps it is still under way
        house.clock.go_on(seconds=61)
        assert await deliver_replies(calm.desk, [postman]) == DeliveryRound(attempted=1, sent=1, recovered=1)
        assert len(postman.brought) == 2
        (message,) = (await read_talk(calm.desk, CitizenAddress("telegram", account))).messages[1:]
        assert (message.delivery, message.repeated) == (Delivery.SENT, not idempotent)


async def test_two_crashes_leave_it_uncertain_for_ever(storage: Storage) -> None:
    house = make_house(storage, fault_point=_die_at("delivered"))
    await house.say("7", "一", channel="telegram")
    postman = Postman()
    for _ in range(4):
        with contextlib.suppress(_DiedError):
            await deliver_replies(house.desk, [postman])
        house.clock.go_on(seconds=61)
    assert len(postman.brought) == 2
    assert await states(house) == [(Delivery.UNCERTAIN, True)]


async def test_what_was_erased_meanwhile_is_not_an_error(storage: Storage) -> None:
    house = make_house(storage)
    await house.say("7", "一", channel="telegram")

    class Slow(Postman):
        async def deliver(self, address: CitizenAddress, message: StoredMessage) -> DeliveryResult:
            await erase_citizen(house.desk, address)
            return await super().deliver(address, message)

    assert (await deliver_replies(house.desk, [Slow()])).sent == 1


async def test_the_worker_delivers_at_each_message_and_stops_when_told(house: House) -> None:
    postman, stop = Postman(), asyncio.Event()
    worker = asyncio.create_task(run_deliveries(house.desk, [postman], stop))
    await house.say("7", "一", channel="telegram")
    await _until(lambda: len(postman.brought) == 1)
    await house.say("7", "二", channel="telegram")
    await _until(lambda: len(postman.brought) == 2)
    stop.set()
    await asyncio.wait_for(worker, 5)


class _DiedError(BaseException):
    """The process ends here."""


def _die_at(point: str) -> Callable[[str], None]:
    def reach(name: str) -> None:
        if name == point:
            raise _DiedError

    return reach


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the postman is another task
            await asyncio.sleep(0.02)
