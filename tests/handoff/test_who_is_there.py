"""Pain points 13 to 15, 17 and 18: who is there, when it is open, and what happens when nobody is."""

from datetime import date, datetime

from bot.domain.conversation import Holder
from bot.domain.handoff import HandoffStatus
from bot.domain.messages import Author, CitizenAddress
from bot.domain.roster import Roster, Shift
from bot.domain.staff import Role
from bot.service.claim_handoff import claim_handoff
from bot.service.climb_ladder import climb_ladder
from bot.service.list_queue import list_queue
from bot.service.manage_staff import disable_staff
from bot.service.queue_place import present_staff
from bot.service.read_talk import read_talk
from bot.service.requeue_vanished import requeue_vanished
from bot.service.set_presence import set_presence
from knowledge.directory import Directory
from knowledge.opening_hours import CHINA
from tests.office_setup import DISTRICT, ROOM, House, waiting_handoff
from tests.web.conftest import WAGES
from tests.web.conftest import House as WebHouse

ANNA = CitizenAddress("web", "anna")


async def test_13_a_talk_does_not_stay_with_someone_who_left(house: House) -> None:
    """The holder's console falls silent, or he is shut out: the talk goes back to its place and the citizen is told."""
    chen, li = await house.staff("陈静"), await house.staff("李明")
    gone = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, gone)
    await disable_staff(house.desk, "陈静")
    house.clock.go_on(hours=1)
    await set_presence(house.desk, li, present=True)
    assert await requeue_vanished(house.desk) == 1
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.queue_position, talk.messages[-1].author) == (Holder.STAFF_QUEUE, 1, Author.SYSTEM)
    await claim_handoff(house.desk, li, gone)
    assert (await read_talk(house.desk, ANNA)).staff_name == "李明"


async def test_13_nobody_is_counted_present_whose_shift_is_over(house: House) -> None:
    house.clock.moment = datetime(2026, 11, 30, 11, 0, tzinfo=CHINA)
    chen = await house.staff("陈静")
    async with house.storage.unit_of_work() as uow:
        await uow.duty.add_shift(Shift("s1", chen.id, ROOM, starts=9 * 60, ends=12 * 60, weekday=0))
    async with house.storage.unit_of_work(reading=True) as uow:
        assert await present_staff(uow, house.desk.settings, house.desk.now()) == [ROOM]
    house.clock.moment = datetime(2026, 11, 30, 12, 1, tzinfo=CHINA)
    await set_presence(house.desk, chen, present=True)  # the console stands open over lunch
    async with house.storage.unit_of_work(reading=True) as uow:
        assert await present_staff(uow, house.desk.settings, house.desk.now()) == []


async def test_14_what_was_asked_while_nobody_was_there_is_shown_when_somebody_comes(house: House) -> None:
    await house.say("anna", "老板欠薪")
    callback = await waiting_handoff(house, words="回电")
    house.clock.go_on(days=3)
    chen = await house.staff("陈静")
    (entry,) = await list_queue(house.desk, chen)
    assert (entry.handoff.id, entry.handoff.status) == (callback, HandoffStatus.WAITING)
    assert entry.handoff.note == "回电"


async def test_14_nobody_online_is_said_at_once_with_a_day_a_place_and_a_way_to_leave_word(web_house: WebHouse) -> None:
    citizen = web_house.visitor()
    await citizen.say(WAGES)
    (reply,) = (await citizen.say("转人工"))["replies"]
    assert "没有人在线" in reply["text"]
    assert "地址" in reply["text"]
    assert "12348" in reply["text"]
    assert "留言等回电" in reply["choices"]


async def test_15_nobody_waits_on_nobody(house: House) -> None:
    """Everyone leaves while he waits: step by step he is told what else there is, and never left in silence."""
    chen = await house.staff("陈静")
    await waiting_handoff(house)
    await set_presence(house.desk, chen, present=False)
    before = len((await read_talk(house.desk, ANNA)).messages)
    for _ in range(12):
        house.clock.go_on(minutes=10)
        await climb_ladder(house.desk)
    talk = await read_talk(house.desk, ANNA)
    told = [message.text for message in talk.messages[before:]]
    assert len(told) >= 2, "something is offered, and then something else"
    assert len(set(told)) == len(told)
    assert any("12348" in text for text in told)
    assert talk.holder is Holder.STAFF_QUEUE, "his place is kept all the same"


async def test_15_danger_is_not_left_to_a_queue(house: House) -> None:
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    handoff = await waiting_handoff(house, words="危险")
    async with house.storage.unit_of_work(reading=True) as uow:
        assert district.id in {alarm.staff_id for alarm in await uow.ladders.alarms(handoff)}
    assert [entry.handoff.id for entry in await list_queue(house.desk, district)] == [handoff]


def test_17_hours_are_each_organisations_own_and_those_of_china() -> None:
    """One window's hours say nothing of another's; a server in another zone changes nothing; no clock is moved here."""
    directory = Directory.load()
    room = next(o for o in directory.organisations if o.id == "lugu-street")
    evening = datetime(2026, 11, 25, 20, 0, tzinfo=CHINA)
    opening = room.hours.next_opening(evening)
    assert opening is not None
    assert opening > evening
    assert room.hours.next_opening(evening.astimezone()) == opening
    open_now = {o.id for o in directory.organisations if o.hours.is_open(evening)}
    assert "lugu-street" not in open_now
    for year, month in ((2026, 3), (2026, 11)):  # where others move their clocks
        nine = datetime(year, month, 30, 9, 30, tzinfo=CHINA)
        assert room.hours.is_open(nine)


def test_18_holidays_and_working_weekends_are_known() -> None:
    shift = Shift("s1", "chen", ROOM, starts=9 * 60, ends=17 * 60, weekday=3)
    roster = Roster(shifts=(shift,))
    assert roster.on_day(date(2026, 11, 26))
    assert not roster.on_day(date(2026, 10, 1)), "national day, a Thursday"
    room = next(o for o in Directory.load().organisations if o.id == "lugu-street")
    assert not room.hours.is_open(datetime(2026, 10, 1, 10, 0, tzinfo=CHINA))
    assert room.hours.is_open(datetime(2026, 10, 10, 10, 0, tzinfo=CHINA)), "a Saturday worked in exchange"


async def test_18_no_text_promises_presence_at_night(web_house: WebHouse) -> None:
    citizen = web_house.visitor()
    await citizen.say(WAGES)
    replies = (await citizen.say("现在有人吗，转人工"))["replies"]
    text = "\n".join(reply["text"] for reply in replies)
    assert not any(promise in text for promise in ("马上有人", "稍等，正在接通", "立即为您接通"))
    assert "没有人在线" in text
