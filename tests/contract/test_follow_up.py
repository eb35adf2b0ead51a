"""Terms remembered once, citizens asked on the day, their answers on file; files compared, never joined silently."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.decision import Decision, Situation
from bot.dialogue.performance_asked import rule as performance_rule
from bot.dialogue.turn import Turn
from bot.domain.conversation import Conversation
from bot.domain.dispute import Dispute, DisputeState
from bot.domain.dispute_file import Party, PartyKind, PartyRole
from bot.domain.messages import CitizenAddress
from bot.domain.staff import Role, StaffMember
from bot.errors import NotFound
from bot.service.ask_performance import ask_performance
from bot.service.compare_files import compare_files, dismiss_likeness, read_flags
from bot.service.erase_citizen import erase_citizen
from bot.service.read_file import read_file
from bot.service.register_walk_in import register_walk_in
from bot.service.remind_deadlines import due_terms, read_reminders, remind_deadlines, tick_off_reminder
from nlp.findings import Understanding
from tests.contract.test_disputes import APPLICATION
from tests.contract.test_docket import ROAD, walk
from tests.office_setup import WINDOW, House, quick_rules


def rules(heard: Understanding, conversation: Conversation, desk: Any, situation: Situation) -> Decision:
    """The quick rules, and the real one for the answer that is asked for."""
    turns = replace(conversation, turns=conversation.turns + 1)
    taken = performance_rule(Turn(heard, turns, desk, situation))
    return taken or quick_rules(heard, conversation, desk, situation)


async def settled(house: House) -> tuple[StaffMember, Dispute]:
    house.desk = replace(house.desk, decide=rules)
    turn = await house.say("anna", "申请调解")
    chen = await house.staff("陈静")
    async with house.storage.unit_of_work(reading=True) as uow:
        (dispute,) = await uow.disputes.of_conversation(turn.message.conversation_id)
    await walk(house, chen, dispute.id, *ROAD)
    return chen, dispute


async def said_to(house: House, account: str) -> list[str]:
    async with house.storage.unit_of_work(reading=True) as uow:
        return [m.text for m in await uow.messages.of_address(CitizenAddress("web", account)) if m.author != "citizen"]


async def test_a_term_is_remembered_once_by_whoever_comes_first(house: House) -> None:
    chen = await house.staff("陈静")
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    assert await remind_deadlines(house.desk) == 0
    house.clock.go_on(days=6)
    done = await asyncio.gather(*(remind_deadlines(house.desk) for _ in range(4)))
    assert sum(done) == 1
    assert await remind_deadlines(house.desk) == 0
    (reminder,) = await read_reminders(house.desk, chen)
    assert (reminder.dispute_id, reminder.code) == (dispute.id, "acceptance")
    (term,) = await due_terms(house.desk, chen, None, house.desk.today())
    assert (term.clock.code, term.dispute.id) == ("acceptance", dispute.id)
    stranger = await house.staff("外人", organisation=WINDOW)
    assert (
        await due_terms(house.desk, stranger, None, house.desk.today())
        == await read_reminders(house.desk, stranger)
        == ()
    )
    with pytest.raises(NotFound):
        await tick_off_reminder(house.desk, stranger, dispute.id, reminder.id)
    await tick_off_reminder(house.desk, chen, dispute.id, reminder.id)
    assert await read_reminders(house.desk, chen) == ()
    with pytest.raises(NotFound):
        await tick_off_reminder(house.desk, chen, dispute.id, reminder.id)
    house.clock.go_on(days=30)
    assert await remind_deadlines(house.desk) == 1, "what was missed is caught up with one reminder"


async def test_citizens_are_told_of_confirmation_and_the_term_lapses_in_silence(house: House) -> None:
    chen, dispute = await settled(house)
    house.clock.go_on(days=20)
    await remind_deadlines(house.desk)
    told = [text for text in await said_to(house, "anna") if "司法确认" in text and "2026年12月25日" in text]
    assert len(told) == 1
    house.clock.go_on(days=12)
    await remind_deadlines(house.desk)
    file = await read_file(house.desk, chen, dispute.id)
    (clock,) = [clock for clock in file.clocks if clock.code == "confirmation"]
    assert (clock.stopped_on, clock.met) == (clock.due_on, False)
    assert "confirmation" not in {
        term.clock.code for term in await due_terms(house.desk, chen, None, house.desk.today())
    }


async def test_the_citizen_is_asked_on_the_day_and_his_answer_goes_to_staff(house: House) -> None:
    chen, dispute = await settled(house)
    assert await ask_performance(house.desk) == 0
    house.clock.go_on(days=10)
    assert sum(await asyncio.gather(*(ask_performance(house.desk) for _ in range(3)))) == 1
    assert await ask_performance(house.desk) == 0
    question = (await said_to(house, "anna"))[-1]
    assert "第1期（10000 元，最晚2026年12月5日）" in question
    turn = await house.say("anna", "只还了两千")
    assert [reply.text[:6] for reply in turn.replies] == ["记下了：这一", "调解员会督促"]
    assert len(turn.replies[1].cites) == 5
    file = await read_file(house.desk, chen, dispute.id)
    assert file.instalments[0].doubted_on == house.desk.today()
    assert file.dispute.state is DisputeState.SETTLED, "staff decide, not what one side says"
    assert [event.reason for event in file.events if event.step == "citizen_said"] == ["part"]
    assert [clock.code for clock in file.clocks if clock.code == "escalation"] == ["escalation"]
    assert "said_part" in {reminder.code for reminder in await read_reminders(house.desk, chen, mine=True)}
    house.clock.go_on(days=30)
    assert await ask_performance(house.desk) == 1, "the second instalment has fallen due"
    await house.say("anna", "已经履行")
    assert "said_full" in {reminder.code for reminder in await read_reminders(house.desk, chen)}
    await walk(house, chen, dispute.id, "default", "unperformed")


async def test_who_does_not_answer_is_asked_again_and_who_is_busy_later(house: House) -> None:
    _, _ = await settled(house)
    await house.say("anna", "先说别的")  # the quick rules now wait for an answer of hers
    house.clock.go_on(days=10)
    assert await ask_performance(house.desk) == 0
    await house.say("anna", "再见")
    assert await ask_performance(house.desk) == 1
    house.clock.go_on(days=6)
    assert await ask_performance(house.desk) == 0
    house.clock.go_on(days=1)
    assert await ask_performance(house.desk) == 1
    await house.say("anna", "过几天再问我")
    house.clock.go_on(days=7)
    assert await ask_performance(house.desk) == 1


async def test_nobody_is_asked_whose_talk_is_erased(house: House) -> None:
    chen, dispute = await settled(house)
    await erase_citizen(house.desk, CitizenAddress("web", "anna"))
    house.clock.go_on(days=10)
    assert await ask_performance(house.desk) == 0
    await remind_deadlines(house.desk)
    assert (await read_file(house.desk, chen, dispute.id)).instalments[0].asked_on == house.desk.today()


def sides(applicant: str, respondent: str, phone: str = "") -> list[Party]:
    return [
        Party(1, PartyRole.APPLICANT, PartyKind.PERSON, applicant, phone),
        Party(2, PartyRole.RESPONDENT, PartyKind.PERSON, respondent),
    ]


async def test_the_same_dispute_twice_is_suggested_for_joining(house: House) -> None:
    chen = await house.staff("陈静")
    first = await register_walk_in(house.desk, chen, APPLICATION, parties=sides("李小红", "王大强"))
    again = await register_walk_in(house.desk, chen, APPLICATION, parties=sides("李小红 ", "王大强"))
    crosswise = await register_walk_in(house.desk, chen, APPLICATION, parties=sides("王大强", "李小红"))
    namesake = await register_walk_in(house.desk, chen, APPLICATION, parties=sides("赵一", "钱二"))
    assert await compare_files(house.desk) == 4
    assert await compare_files(house.desk) == 0
    flags = await read_flags(house.desk, chen, await read_file(house.desk, chen, again.id))
    assert {each.dispute.id for each in flags.alike} == {first.id, crosswise.id}
    assert {"same_applicant", "same_respondent", "kind", "time", "story"} in [set(each.reasons) for each in flags.alike]
    assert dict(flags.repeats) == {"李小红": 2, "王大强": 2}
    assert (await read_flags(house.desk, chen, await read_file(house.desk, chen, namesake.id))).alike == ()
    assert {(await read_file(house.desk, chen, each.id)).dispute.state for each in (first, again)} == {
        DisputeState.APPLIED
    }
    await dismiss_likeness(house.desk, chen, again.id, crosswise.id)
    joined = await walk(house, chen, again.id, "join", join={"other_file": first.number})
    assert joined.dispute.joined_into == first.id
    flags = await read_flags(house.desk, chen, joined)
    assert {each.dispute.id: each.state for each in flags.alike} == {first.id: "joined", crosswise.id: "dismissed"}
    with pytest.raises(NotFound):
        await dismiss_likeness(house.desk, chen, first.id, namesake.id)


async def test_many_against_one_make_a_group(house: House) -> None:
    chen = await house.staff("陈静")
    district = await house.staff("区里", Role.DISTRICT)
    files = [
        await register_walk_in(
            house.desk, chen, replace(APPLICATION, category="labour"), parties=sides(f"工人{n}", "某某建筑有限公司")
        )
        for n in range(5)
    ]
    flags = await read_flags(house.desk, district, await read_file(house.desk, district, files[0].id))
    assert flags.group == 5
