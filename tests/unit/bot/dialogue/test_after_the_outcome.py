"""Deadlines that press, the page of the outcome, several disputes, questions afterwards."""

from dataclasses import replace

from bot.dialogue.decision import Situation
from bot.dialogue.outcome_page import outcome_page
from bot.domain.conversation import Holder, Stage
from nlp.findings import Risk

from .talks import NOON, Talk, concluded, words


def test_a_deadline_within_days_is_said_at_once() -> None:
    talk = Talk()
    talk.say("老板拖欠我3个月工资，共9000元")
    talk.hold(awaiting="end_date")
    decision = talk.say("2025-11-26")
    assert "2026年11月26日" in words(decision)
    assert decision.conversation.risk is Risk.ORANGE


def test_a_deadline_that_seems_over_is_no_reason_to_give_up() -> None:
    talk = Talk()
    talk.say("老板拖欠我3个月工资，共9000元")
    talk.hold(awaiting="end_date")
    talk.say("2023-01-10")
    while talk.conversation.stage is Stage.COLLECTING_FACTS:
        talk.say("不知道")
    assert "不等于没有办法" in words(talk.decisions[-1])


def test_the_page_holds_the_same_as_the_messages() -> None:
    talk = concluded()
    page = outcome_page(talk.conversation, talk.desk, Situation(NOON))
    assert page is not None
    said = words(talk.decisions[-1])
    assert page.heading in said
    assert page.law[0].text in said
    assert page.bring[0] in said
    assert page.cases[0].title in said
    assert all(road.text for road in page.roads)
    assert page.organisation_name in said
    empty = replace(talk.conversation, subjects=(replace(talk.conversation.subject, outcome=None),))
    assert outcome_page(empty, talk.desk, Situation(NOON)) is None


def test_several_disputes_are_kept_apart() -> None:
    talk = concluded()
    assert talk.say("还有一件事").rule == "subjects.new"
    talk.say("楼上漏水，泡坏了天花板")
    assert talk.conversation.subject.category == "neighbour"
    assert "months" not in talk.conversation.subject.facts
    decision = talk.say("回到刚才那件事")
    assert decision.conversation.subject.category == "labour"
    assert decision.conversation.subject.facts["months"].value == 3


def test_the_second_matter_of_one_message_waits_for_its_turn() -> None:
    talk = Talk()
    first = talk.say("老板拖欠我3个月工资，共9000元，另外楼上漏水")
    assert "我记着" in words(first)
    while talk.conversation.stage is Stage.COLLECTING_FACTS:
        talk.say("不知道")
    assert "还有一件事" in talk.decisions[-1].replies[-1].choices
    talk.say("还有一件事")
    assert talk.conversation.subject.category == "neighbour"


def test_questions_after_the_outcome() -> None:
    talk = concluded()
    assert talk.say("期限是多久").rule == "outcome_given.deadlines"
    assert talk.say("要带什么材料").rule == "outcome_given.bring"
    assert talk.say("要不要钱").rule == "outcome_given.cost"
    assert talk.say("去哪里办").rule == "outcome_given.where"
    assert talk.say("什么是调解").rule == "outcome_given.mediation"
    law = talk.say("老板要是把公司注销了我还能找谁要钱呢")
    assert law.rule == "outcome_given.more_law"
    assert law.replies[0].cites
    assert talk.say("这个事情查不到怎么办呢真的很急啊").rule == "outcome_given.no_law_found"


def test_stopping_is_stopping() -> None:
    decision = concluded().say("结束")
    assert decision.conversation.holder is Holder.NOBODY
    assert decision.conversation.stage is Stage.CLOSED
