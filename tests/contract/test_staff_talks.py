"""The talk in the hands of people: claim, answer, transfer, hand back, close, rights, looks."""

import pytest

from bot.domain.conversation import Holder
from bot.domain.handoff import CloseOutcome, HandoffMove, HandoffStatus
from bot.domain.messages import Author, CitizenAddress, Delivery
from bot.domain.staff import Role
from bot.errors import BadInput, Conflict, HandoffAlreadyClaimed, HandoffClosed, NotAllowed, NotFound
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.correct_triage import correct_triage
from bot.service.list_my_talks import list_my_talks
from bot.service.list_queue import list_queue
from bot.service.mark_shown import mark_shown
from bot.service.note_typing import note_staff_typing
from bot.service.rate_talk import rate_talk
from bot.service.read_handoff import follow_handoff, read_handoff
from bot.service.read_talk import read_talk
from bot.service.requeue_vanished import requeue_vanished
from bot.service.return_to_assistant import return_to_assistant
from bot.service.set_presence import set_presence
from bot.service.transfer_handoff import transfer_handoff
from nlp.findings import Risk
from tests.office_setup import DISTRICT, ROOM, WINDOW, House, waiting_handoff

ANNA = CitizenAddress("web", "anna")


async def test_the_whole_talk_from_claim_to_goodbye(house: House) -> None:
    chen = await house.staff("陈静")
    await house.say("anna", "老板欠薪")
    handoff_id = await waiting_handoff(house)
    (entry,) = await list_queue(house.desk, chen)
    assert (entry.handoff.id, entry.position, entry.category, entry.headline) == (handoff_id, 1, "labour", "人工")
    assert entry.organisation_name == house.desk.organisation_name(ROOM)

    claimed = await claim_handoff(house.desk, chen, handoff_id)
    assert (claimed.status, claimed.claimed_by) == (HandoffStatus.CLAIMED, chen.id)
    assert await claim_handoff(house.desk, chen, handoff_id) == claimed
    assert [h.id for h in await list_my_talks(house.desk, chen)] == [handoff_id]
    assert await list_queue(house.desk, chen) == ()
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.staff_name, talk.handoff_status) == (Holder.STAFF_MEMBER, "陈静", HandoffStatus.CLAIMED)
    assert "陈静" in talk.messages[-1].text
    assert talk.messages[-1].author is Author.SYSTEM

    silent = await house.say("anna", "您好")  # whatever the rules say, the assistant is silent now
    assert silent.replies == ()
    answer = await answer_citizen(house.desk, chen, handoff_id, "您好，我是陈静", "c1")
    again = await answer_citizen(house.desk, chen, handoff_id, "别的话", "c1")
    assert again == answer
    note = await answer_citizen(house.desk, chen, handoff_id, "当事人很急", "c2", private=True)
    await note_staff_typing(house.desk, chen, handoff_id)
    talk = await read_talk(house.desk, ANNA, silent.message.id)
    assert [m.text for m in talk.messages] == ["您好，我是陈静"]
    assert talk.staff_typing
    view = await read_handoff(house.desk, chen, handoff_id)
    assert [m.text for m in view.messages][-3:] == ["您好", "您好，我是陈静", "当事人很急"]
    assert view.holder_name == "陈静"
    await mark_shown(house.desk, ANNA, answer.id)
    news = await follow_handoff(house.desk, chen, handoff_id, answer.id)
    assert [m.id for m in news.messages] == [note.id]
    assert news.delivery[answer.id] is Delivery.SHOWN
    assert note.id not in news.delivery

    closed = await close_handoff(house.desk, chen, handoff_id, "answered", "已说明")
    assert (closed.outcome, closed.outcome_note) == (CloseOutcome.ANSWERED, "已说明")
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.handoff_status, talk.may_rate) == (Holder.NOBODY, HandoffStatus.CLOSED, True)
    assert "已说明" not in "".join(m.text for m in talk.messages)
    with pytest.raises(HandoffClosed):
        await answer_citizen(house.desk, chen, handoff_id, "还有", "c3")
    with pytest.raises(HandoffClosed):
        await close_handoff(house.desk, chen, handoff_id, "answered")
    assert (await house.say("anna", "又一件事")).replies[0].text.startswith("1:None")  # the assistant, anew
    view = await read_handoff(house.desk, chen, handoff_id)
    assert [e.move for e in view.history] == [HandoffMove.REQUESTED, HandoffMove.CLAIMED, HandoffMove.CLOSED]


async def test_a_rating_is_given_once_and_only_where_a_person_answered(house: House) -> None:
    chen = await house.staff("陈静")
    await house.say("anna", "再见")
    with pytest.raises(NotFound):
        await rate_talk(house.desk, ANNA, 5)
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    await close_handoff(house.desk, chen, handoff_id, CloseOutcome.SETTLED)
    with pytest.raises(BadInput):
        await rate_talk(house.desk, ANNA, 6)
    await rate_talk(house.desk, ANNA, 5, "谢谢")
    with pytest.raises(Conflict):
        await rate_talk(house.desk, ANNA, 1)
    assert not (await read_talk(house.desk, ANNA)).may_rate


async def test_strangers_learn_nothing_and_roles_hold(house: House) -> None:
    chen = await house.staff("陈静")
    stranger = await house.staff("外人", organisation=WINDOW)
    registrar = await house.staff("登记", Role.REGISTRAR, here=False)
    auditor = await house.staff("审计", Role.AUDITOR, here=False)
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    handoff_id = await waiting_handoff(house)
    for act in (
        claim_handoff(house.desk, stranger, handoff_id),
        read_handoff(house.desk, stranger, handoff_id),
        answer_citizen(house.desk, stranger, handoff_id, "喂", "c"),
        close_handoff(house.desk, stranger, handoff_id, "answered"),
        return_to_assistant(house.desk, stranger, handoff_id),
        transfer_handoff(house.desk, stranger, handoff_id, WINDOW),
        correct_triage(house.desk, stranger, handoff_id, category="family", reason="x"),
        claim_handoff(house.desk, chen, "nothing"),
        read_handoff(house.desk, auditor, handoff_id),
    ):
        with pytest.raises(NotFound):
            await act
    for act in (
        claim_handoff(house.desk, registrar, handoff_id),
        answer_citizen(house.desk, chen, handoff_id, "还没接", "c"),
        close_handoff(house.desk, chen, handoff_id, "answered"),
        list_queue(house.desk, auditor),
        list_my_talks(house.desk, registrar),
    ):
        with pytest.raises(NotAllowed):
            await act
    assert len(await list_queue(house.desk, registrar)) == 1
    assert len(await list_queue(house.desk, district)) == 1
    assert await list_queue(house.desk, stranger) == ()
    await claim_handoff(house.desk, chen, handoff_id)
    colleague = await house.staff("同事")
    with pytest.raises(HandoffAlreadyClaimed):
        await claim_handoff(house.desk, colleague, handoff_id)
    with pytest.raises(NotAllowed):
        await answer_citizen(house.desk, colleague, handoff_id, "我也说", "c")
    supervisor = await house.staff("主任", Role.SUPERVISOR)
    assert (await answer_citizen(house.desk, supervisor, handoff_id, "注意语气", "c", private=True)).private
    with pytest.raises(NotAllowed):
        await answer_citizen(house.desk, supervisor, handoff_id, "我来说", "d")


async def test_every_look_is_recorded(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house)
    await read_handoff(house.desk, chen, handoff_id)
    await follow_handoff(house.desk, chen, handoff_id, 0)
    async with house.storage.unit_of_work(reading=True) as uow:
        looks = await uow.oversight.looks(since=house.clock.now())
    assert [(staff, subject, what) for _, staff, subject, what in looks] == [(chen.id, "handoff", handoff_id)]


async def test_emergencies_go_before_everyone_and_the_oldest_first(house: House) -> None:
    supervisor = await house.staff("主任", Role.SUPERVISOR)
    chen = await house.staff("陈静")
    ids = {}
    for account, words in (("a", "人工"), ("b", "人工"), ("c", "危险"), ("d", "人工"), ("e", "危险")):
        ids[account] = await waiting_handoff(house, account, words)
        house.clock.go_on(seconds=1)
    assert [e.handoff.id for e in await list_queue(house.desk, supervisor)] == [ids[x] for x in "ceabd"]
    assert [e.handoff.id for e in await list_queue(house.desk, chen)] == [ids[x] for x in "abd"]
    assert [e.waiting_seconds for e in await list_queue(house.desk, chen)] == [5, 4, 2]
    assert (await read_talk(house.desk, CitizenAddress("web", "d"))).queue_position == 3
    await claim_handoff(house.desk, chen, ids["a"])
    assert (await read_talk(house.desk, CitizenAddress("web", "d"))).queue_position == 2


async def test_an_estimate_needs_enough_recent_talks_and_somebody_there(house: House) -> None:
    chen = await house.staff("陈静")

    async def minutes() -> int | None:
        return (await read_talk(house.desk, CitizenAddress("web", "ben"))).estimate_minutes

    waiting = [await waiting_handoff(house, account) for account in ("a", "b", "c", "d", "e", "anna", "ben")]
    for number, handoff_id in enumerate(waiting[:5]):
        await set_presence(house.desk, chen, present=True)
        assert await minutes() is None, number
        await claim_handoff(house.desk, chen, handoff_id)
        house.clock.go_on(minutes=10)
        await close_handoff(house.desk, chen, handoff_id, "answered")
    assert await minutes() is None  # nobody is there: the heartbeat is ten minutes old
    await set_presence(house.desk, chen, present=True)
    assert await minutes() == 10  # one goes before him, at once, and talks take ten minutes
    await house.staff("李梅")
    assert await minutes() == 10
    house.clock.go_on(days=15)
    await set_presence(house.desk, chen, present=True)
    assert await minutes() is None


async def test_a_transfer_keeps_the_place_in_time_and_needs_consent_for_another_body(house: House) -> None:
    chen = await house.staff("陈静")
    wang = await house.staff("王芳", organisation=WINDOW)
    handoff_id = await waiting_handoff(house)
    with pytest.raises(NotAllowed):
        await transfer_handoff(house.desk, chen, handoff_id, WINDOW, citizen_agreed=True)
    before = await claim_handoff(house.desk, chen, handoff_id)
    with pytest.raises(BadInput):
        await transfer_handoff(house.desk, chen, handoff_id, WINDOW)
    with pytest.raises(BadInput):
        await transfer_handoff(house.desk, chen, handoff_id, "no-such", citizen_agreed=True)
    with pytest.raises(BadInput):
        await transfer_handoff(house.desk, chen, handoff_id, ROOM, staff_id=wang.id)
    house.clock.go_on(minutes=5)
    moved = await transfer_handoff(house.desk, chen, handoff_id, WINDOW, wang.id, "请接着谈", citizen_agreed=True)
    assert (moved.status, moved.organisation_id, moved.wanted_staff_id) == (HandoffStatus.WAITING, WINDOW, wang.id)
    assert moved.requested_at == before.requested_at
    talk = await read_talk(house.desk, ANNA)
    assert talk.holder is Holder.STAFF_QUEUE
    assert house.desk.organisation_name(WINDOW) in talk.messages[-1].text
    with pytest.raises(NotFound):
        await read_handoff(house.desk, chen, handoff_id)
    await claim_handoff(house.desk, wang, handoff_id)
    view = await read_handoff(house.desk, wang, handoff_id)
    assert view.history[-2].details["citizen_agreed"] is True
    assert view.handoff.note == "请接着谈"


async def test_a_talk_is_handed_to_a_colleague_without_another_consent(house: House) -> None:
    chen, li = await house.staff("陈静"), await house.staff("李梅")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    moved = await transfer_handoff(house.desk, chen, handoff_id, ROOM, li.id)
    assert moved.wanted_staff_id == li.id
    assert (await claim_handoff(house.desk, li, handoff_id)).claimed_by == li.id


async def test_handing_back_tells_the_citizen_and_the_assistant_speaks(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    returned = await return_to_assistant(house.desk, chen, handoff_id, "已说完")
    assert returned.status is HandoffStatus.RETURNED
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.messages[-1].author) == (Holder.ASSISTANT, Author.SYSTEM)
    assert (await house.say("anna", "谢谢")).replies
    second = await waiting_handoff(house)
    assert second != handoff_id


async def test_the_talk_of_a_vanished_colleague_goes_back_to_its_place(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    assert await requeue_vanished(house.desk) == 0
    house.clock.go_on(minutes=6)
    assert await requeue_vanished(house.desk) == 1
    assert await requeue_vanished(house.desk) == 0
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.queue_position, talk.staff_name) == (Holder.STAFF_QUEUE, 1, None)
    with pytest.raises(NotAllowed):
        await answer_citizen(house.desk, chen, handoff_id, "我回来了", "c")
    assert (await claim_handoff(house.desk, chen, handoff_id)).claimed_by == chen.id


async def test_danger_during_a_talk_is_passed_on_without_a_word_of_the_assistant(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    async with house.desk.announcer.listen("emergency") as heard:
        assert (await house.say("anna", "危险")).replies == ()
        assert await anext(heard) == "emergency"
    view = await read_handoff(house.desk, chen, handoff_id)
    assert view.handoff.risk is Risk.RED
    assert [event.move for event in view.history[-2:]] == [HandoffMove.RISK_RAISED, HandoffMove.ALARMED]


async def test_who_walked_away_is_not_asked_how_he_liked_it(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    await close_handoff(house.desk, chen, handoff_id, CloseOutcome.CITIZEN_LEFT)
    assert not (await read_talk(house.desk, ANNA)).may_rate
    with pytest.raises(NotFound):
        await rate_talk(house.desk, ANNA, 1)
