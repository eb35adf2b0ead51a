"""The state machine never fails, never repeats itself, is silent where people speak, and its state survives storage."""

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.decide import STAGE_RULES, decide
from bot.dialogue.decision import Situation
from bot.dialogue.state_codec import from_json, to_json
from bot.dialogue.wording import wording
from bot.domain.conversation import Conversation, Holder, Stage
from nlp.findings import Risk

from .light_desk import LightDesk
from .talks import EVERYBODY, NOON, Talk, words

DESK = LightDesk()
BUTTONS = tuple(wording().buttons.values())
PIECES = (
    "老板拖欠我3个月工资",
    "楼上漏水，",
    "借了10000元，",
    "家暴",
    "他打我",
    "找人工",
    "改成",
    "5000元",
    "我13岁",
    "不知道",
    "拿不准",
    "<b>",
    "\x00",
    "😀",
    "诉讼费多少吗",
    "13800000000",
)
TEXTS = st.one_of(
    st.sampled_from(BUTTONS),
    st.sampled_from(("1", "2", "9", "")),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    st.text(max_size=60),
)


def test_every_stage_has_a_rule() -> None:
    assert set(STAGE_RULES) == set(Stage)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=1, max_size=10), st.booleans())
def test_no_text_in_any_order_makes_it_fail_and_its_state_survives_json(texts: list[str], staffed: bool) -> None:
    talk = Talk(staffed=EVERYBODY if staffed else frozenset())
    for text in texts:
        decision = talk.say(text)
        raw = json.loads(json.dumps(to_json(decision.conversation), ensure_ascii=False))
        assert from_json(raw) == decision.conversation
        assert decision.rule
        assert all(reply.text.strip() for reply in decision.replies)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.sampled_from(list(Stage)), st.sampled_from([None, "months", "consent", "phone", "confirmation", "x"]))
def test_no_stage_fails_on_a_state_that_does_not_fit(text: str, stage: Stage, awaiting: str | None) -> None:
    conversation = Conversation(id="odd", stage=stage, awaiting=awaiting)
    decision = decide(DESK.understand(text, NOON.date(), awaiting), conversation, DESK, Situation(NOON))
    assert decision.conversation.turns == 1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=2, max_size=8))
def test_the_same_words_are_never_said_twice_running(texts: list[str]) -> None:
    talk = Talk()
    for text in texts:
        talk.say(text)
    spoken = [{reply.text for reply in decision.replies} for decision in talk.decisions]
    assert all(not (before & after) for before, after in itertools.pairwise(spoken))


def test_it_is_pure_the_same_input_gives_the_same_decision() -> None:
    heard = DESK.understand("老板拖欠我3个月工资", NOON.date())
    conversation, situation = Conversation(id="same"), Situation(NOON)
    assert decide(heard, conversation, DESK, situation) == decide(heard, conversation, DESK, situation)


def test_the_notice_comes_with_the_first_reply_once_and_uses_up_no_turn() -> None:
    talk = Talk()
    first = talk.say("老板拖欠我3个月工资")
    assert first.replies[0].kind == "notice"
    assert "人工智能" in first.replies[0].text
    assert first.conversation.stage is Stage.COLLECTING_FACTS
    assert all(reply.kind != "notice" for reply in talk.say("不知道").replies)


def test_it_is_silent_while_a_person_speaks_but_sees_danger() -> None:
    talk = Talk(staffed=EVERYBODY)
    talk.say("找人工")
    talk.hold(holder=Holder.STAFF_MEMBER)
    decision = talk.say("他要杀我")
    assert decision.replies == ()
    assert decision.conversation.risk is Risk.RED
    assert decision.conversation.holder is Holder.STAFF_MEMBER


def test_it_speaks_again_after_the_person_gave_the_talk_back() -> None:
    talk = Talk(staffed=EVERYBODY)
    talk.say("老板拖欠我3个月工资", "找人工")
    talk.hold(holder=Holder.ASSISTANT)
    assert talk.say("不知道").replies


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\x00\x07"])
def test_nothing_to_read_is_said_in_clear_words(text: str) -> None:
    assert "没有" in words(Talk().say(text))


def test_only_emoji_is_said_in_clear_words_and_a_second_time_a_person_is_offered() -> None:
    talk = Talk()
    assert "表情" in words(talk.say("😭😭"))
    again = talk.say("😭")
    assert again.rule == "not_understood.offer_person"
    assert "找人工" in again.replies[-1].choices


def test_markup_alone_is_no_text_and_markup_around_words_is_read() -> None:
    assert Talk().say("<b></b><br/>").rule == "unusable_text.unintelligible"
    assert Talk().say("<script>老板拖欠我3个月工资</script>").conversation.subject.category == "labour"


def test_a_digit_presses_the_button_of_that_number() -> None:
    talk = Talk()
    talk.say("老板借钱拿不准")
    assert talk.conversation.stage is Stage.CONFIRMING_CATEGORY
    offered = talk.conversation.memory["offered"]
    assert talk.say("1").conversation.subject.category == "contract"
    assert len(offered) >= 2


def test_a_digit_answers_a_question_for_a_number() -> None:
    talk = Talk()
    talk.say("老板拖欠我工资，共9000元")
    assert talk.conversation.awaiting == "months"
    assert talk.say("2").conversation.subject.facts["months"].value == 2


def test_an_unclear_category_is_asked_for_once_then_a_person_is_offered() -> None:
    talk = Talk()
    assert talk.say("借钱的事，拿不准").rule == "confirming_category.ask"
    assert talk.say("都不是").rule == "confirming_category.describe_again"
    talk.say("还是借钱，拿不准")
    last = talk.say("借，拿不准")
    assert last.rule == "confirming_category.person"
    assert "找人工" in last.replies[-1].choices


def test_four_questions_at_most_then_the_outcome() -> None:
    talk = Talk()
    talk.say("老板拖欠我工资")
    asked = 1
    while talk.conversation.stage is Stage.COLLECTING_FACTS:
        talk.say("不知道")
        asked += talk.conversation.stage is Stage.COLLECTING_FACTS
    assert asked <= 4
    assert talk.conversation.stage is Stage.OUTCOME_GIVEN
    assert talk.decisions[-1].rule == "outcome.mediate"


def test_an_answer_that_cannot_be_read_is_asked_again_once_and_then_left_open() -> None:
    talk = Talk()
    talk.say("老板拖欠我3个月工资")
    assert talk.say("嗯嗯这个那个").rule == "collecting_facts.not_understood"
    assert "没关系" in words(talk.say("嗯嗯这个那个啊"))


def test_a_correction_after_the_outcome_replaces_the_fact() -> None:
    talk = Talk()
    talk.say("老板拖欠我3个月工资，共9000元")
    while talk.conversation.stage is Stage.COLLECTING_FACTS:
        talk.say("不知道")
    decision = talk.say("改成4个月")
    assert decision.conversation.subject.facts["months"].value == 4
    assert "4" in decision.replies[0].text


def test_a_state_written_by_an_older_version_is_read() -> None:
    assert from_json({"id": "old"}) == Conversation(id="old")


def test_the_codec_keeps_a_rich_state() -> None:
    talk = Talk(staffed=EVERYBODY)
    talk.say("老板拖欠我3个月工资，共9000元，楼上漏水", "不知道", "不知道", "不知道", "不知道", "申请调解", "同意")
    state = replace(talk.conversation, version=7)
    assert from_json(json.loads(json.dumps(to_json(state)))) == state
    assert len(state.subjects) == 2
