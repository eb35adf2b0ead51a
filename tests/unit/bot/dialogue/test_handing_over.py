"""Who is asked for, who is there, what the people read first, what is handed in."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dialogue.decision import Situation
from bot.dialogue.outcome_page import outcome_page
from bot.domain.conversation import Holder, Stage
from bot.domain.dispute import Dispute, DisputeApplication, DisputeState
from bot.domain.handoff import HandoffKind
from nlp.findings import Risk

from .talks import EVERYBODY, NOON, Talk, concluded, words

NIGHT = datetime(2026, 11, 23, 23, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_the_brief_holds_what_the_people_need() -> None:
    decision = concluded().say("找人工")
    assert decision.handoff is not None
    brief = decision.handoff.brief
    assert json.loads(json.dumps(brief, ensure_ascii=False)) == brief
    assert brief["category"] == "labour"
    months = next(fact for fact in brief["facts"] if fact["name"] == "months")
    assert (months["value"], months["words"], months["said_in"]) == (3, "3个月", 1)
    assert {article["state"] for article in brief["articles"]} <= {"in_force", "text_missing"}
    assert brief["articles"][0]["text"]
    assert brief["cases"][0]["origin"] == "示例"
    assert brief["deadlines"][0]["starts"]
    assert brief["open_questions"]
    assert brief["told"]
    assert brief["story"] == ["老板拖欠我3个月工资，共9000元，在麓谷街道"]
    assert brief["never_contact_other_side"] is False


def test_the_room_is_the_committee_of_the_kind() -> None:
    decision = concluded().say("现在就和调解员说")
    assert decision.handoff is not None
    assert decision.handoff.organisation_id == "labour-committee"
    assert decision.conversation.holder is Holder.STAFF_QUEUE


def test_where_the_committee_is_away_the_one_above_it_takes_the_talk() -> None:
    talk = concluded()
    talk.staffed = frozenset({"district-committee"})
    decision = talk.say("找人工")
    assert decision.handoff is not None
    assert decision.handoff.organisation_id == "district-committee"


def test_nobody_at_night_says_when_and_where_and_takes_a_message() -> None:
    talk = concluded()
    talk.staffed, talk.now = frozenset(), NIGHT
    said = words(talk.say("找人工"))
    assert "11月24日（星期二）09:00" in said
    assert "示例地址" in said
    talk.say("留言等回电", "想问能不能先付一半")
    decision = talk.say("13800000000")
    assert decision.handoff is not None
    assert decision.handoff.kind is HandoffKind.CALLBACK
    assert (decision.handoff.phone, decision.handoff.note) == ("13800000000", "想问能不能先付一半")
    assert decision.conversation.holder is Holder.ASSISTANT
    assert decision.conversation.stage is Stage.OUTCOME_GIVEN


def test_a_message_without_a_number_is_not_forced_out_of_anybody() -> None:
    talk = concluded()
    talk.staffed = frozenset()
    talk.say("找人工", "留言等回电", "请联系我", "138")
    talk.say("还是不说了吧先这样")
    decision = talk.say("跳过")
    assert decision.rule == "leaving_message.no_phone"
    assert talk.say("不留言").rule == "leaving_message.declined"


def test_danger_calls_people_at_once_and_asks_nothing() -> None:
    talk = Talk(staffed=frozenset({"district-committee"}))
    decision = talk.say("他要杀我")
    assert decision.handoff is not None
    assert decision.handoff.kind is HandoffKind.EMERGENCY
    assert decision.handoff.risk is Risk.RED
    assert decision.replies[0].kind == "help"
    assert "110" in decision.replies[0].text
    assert all("？" not in reply.text for reply in decision.replies)
    assert decision.application is None


def test_the_help_fits_the_danger() -> None:
    assert "12356" in words(Talk().say("我不想活了"))
    assert "119" in words(Talk().say("着火了"))
    assert "保护令" in words(Talk().say("我老公家暴，又打我"))


def test_violence_at_home_never_invites_the_other_side() -> None:
    talk = Talk()
    said = talk.say("我老公家暴")
    assert said.rule == "safety.violence_at_home"
    for text in ("申请调解", "怎么申请保护令", "先不用", "申请调解"):
        decision = talk.say(text)
        assert decision.application is None
        assert "请对方来" not in words(decision)
    page = outcome_page(talk.conversation, talk.desk, Situation(NOON))
    assert page is not None
    assert (page.organisation_name, page.mediation_can) == ("", ())
    assert page.route != "mediate"


def test_a_child_is_met_with_a_grown_up() -> None:
    talk = Talk(staffed=EVERYBODY)
    decision = talk.say("我13岁，老板拖欠我3个月工资")
    assert decision.rule == "safety.child_alone"
    assert decision.conversation.subject.story == ()
    assert decision.conversation.subject.facts == {}
    assert talk.say("嗯").rule == "guardian.again"
    human = talk.say("嗯嗯")
    assert human.handoff is not None


def test_the_note_for_a_minor_goes_with_the_handoff() -> None:
    talk = Talk(staffed=EVERYBODY)
    talk.say("我16岁，老板拖欠我3个月工资")
    decision = talk.say("申请调解")
    assert decision.rule == "applying.minor"
    assert decision.handoff is not None
    assert "未成年" in decision.handoff.note
    assert decision.handoff.brief["minor"] is True


def test_an_application_holds_what_was_confirmed() -> None:
    talk = concluded()
    talk.say("申请调解", "同意", "某某公司", "还我工资", "李女士", "0731-12345678")
    decision = talk.say("确认提交")
    assert decision.application == DisputeApplication(
        organisation_id="labour-committee",
        category="labour",
        subtype="unpaid_wages",
        risk=Risk.YELLOW,
        summary="老板拖欠我3个月工资，共9000元，在麓谷街道",
        facts={"months": 3, "claimed_yuan": 9000, "place": "麓谷街道"},
        applicant_name="李女士",
        phone="0731-12345678",
        other_party="某某公司",
        request="还我工资",
        consented=True,
    )


def test_nothing_is_handed_in_without_consent() -> None:
    talk = concluded()
    talk.say("申请调解")
    for text in ("李女士", "确认提交", "嗯", "13800000000"):
        assert talk.say(text).application is None


def test_an_agency_dispute_cannot_be_mediated_and_the_roads_are_named() -> None:
    talk = Talk()
    talk.say("我不服罚款")
    decision = talk.say("申请调解")
    assert decision.rule == "applying.cannot"
    assert "行政" in words(decision)
    assert any(reply.cites for reply in decision.replies)


def test_refusing_mediation_is_respected_in_every_later_answer() -> None:
    talk = concluded()
    decision = talk.say("我不调解")
    assert "劳动仲裁" in words(decision)
    outcome = decision.conversation.subject.outcome
    assert outcome is not None
    assert outcome.route != "mediate"
    assert "申请调解" not in talk.say("期限").replies[-1].choices


def test_erasing_leaves_nothing_in_the_state() -> None:
    talk = concluded()
    talk.say("删除我的信息")
    decision = talk.say("确认删除")
    assert decision.erase
    assert decision.conversation.subject.facts == {}
    assert decision.conversation.memory == {}
    assert decision.conversation.told == ()


def test_erasing_names_the_files_that_must_stay() -> None:
    talk = concluded()
    application = DisputeApplication("labour-committee", "labour", "unpaid_wages", Risk.YELLOW, "x")
    talk.disputes = (Dispute("1", "N1", "C", None, DisputeState.APPLIED, NOON, application, ((NOON, "已登记"),)),)
    assert "档案" in words(talk.say("删除我的信息"))
    talk.say("不删了")
    said = words(talk.say("我的案子到哪了"))
    assert "N1" in said
    assert "已登记" in said


def test_a_file_asked_for_by_number_and_code_is_told() -> None:
    application = DisputeApplication("labour-committee", "labour", "unpaid_wages", Risk.YELLOW, "x")
    dispute = Dispute("1", "(2026)N1", "SECRET-CODE", None, DisputeState.MEDIATING, NOON, application)
    talk = Talk()
    heard = talk.desk.understand("编号和查询码", NOON.date())
    from bot.dialogue.decide import decide

    decision = decide(heard, talk.conversation, talk.desk, Situation(NOON, asked_dispute=dispute))
    assert "正在调解" in words(decision)
    assert "SECRET-CODE" not in words(decision)


def test_a_complaint_goes_to_people_and_the_talk_goes_on() -> None:
    talk = concluded()
    decision = talk.say("你说错了")
    assert decision.handoff is not None
    assert decision.handoff.kind is HandoffKind.COMPLAINT
    assert decision.handoff.note == "你说错了"
    assert decision.conversation.holder is Holder.ASSISTANT


def test_who_waits_may_leave_and_is_answered() -> None:
    talk = concluded()
    talk.say("找人工")
    assert talk.say("还要等多久").rule == "in_queue.position"
    assert talk.say("继续等").rule == "in_queue.keep_waiting"
    assert talk.say("补充：老板姓王").rule == "in_queue.noted"
    assert talk.say("还有工牌").replies == ()
    left = talk.say("不等了")
    assert left.withdraw
    assert left.conversation.holder is Holder.ASSISTANT


def test_deleting_from_the_queue_withdraws() -> None:
    talk = concluded()
    talk.say("找人工", "删除我的信息")
    decision = talk.say("确认删除")
    assert decision.erase
    assert decision.withdraw
