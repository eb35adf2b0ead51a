"""The roads: every rule of refusing and redirecting (R1-R9) and every line of the table of routes."""

from datetime import date

import pytest

from knowledge.routes import PRINCIPLES, RouteBook, RouteFacts
from knowledge.statutes import CITABLE, StatuteLibrary
from knowledge.yaml_lines import DataFileError
from nlp.findings import Intent, Risk
from nlp.taxonomy import CATEGORIES, MEDIABLE

BOOK = RouteBook.load()


def choose(category, subtype="other", text="", **known):
    return BOOK.choose(RouteFacts(category, subtype, text=text, **known))


CASES = [
    # rule, route, category, subtype, text, what else is known
    ("red_danger", "emergency", "labour", "unpaid_wages", "再不给钱我就从楼顶跳下去", {"risk": Risk.RED}),
    ("red_danger", "emergency", "not_legal", "off_topic", "我不想活了", {"risk": Risk.RED}),
    ("red_danger", "emergency", "criminal", "crime_victim", "他拿刀堵在门口", {"risk": Risk.RED, "own_dispute": False}),
    ("harmful_request", "lawyer", "contract", "loan", "怎么把房子转移到我妈名下，债主就拿不到了，怎么转移财产", {}),
    ("harmful_request", "lawyer", "contract", "loan", "帮我写个假借条，离婚好多分点", {}),
    ("harmful_request", "lawyer", "injury", "fight", "我想找人去收拾他一顿", {"own_dispute": False}),
    ("not_legal", "none", "not_legal", "greeting", "你好", {}),
    ("not_legal", "none", "not_legal", "off_topic", "今天天气怎么样", {"risk": Risk.GREEN}),
    ("bare_procedure", "information", "not_legal", "procedure", "起诉要交多少钱", {"risk": Risk.GREEN}),
    ("general_question", "information", "labour", "overtime_leave", "年假一年几天", {"own_dispute": False}),
    ("general_question", "information", "criminal", "suspect_family", "盗窃多少钱判刑", {"risk": Risk.GREEN}),
    ("criminal_defence", "lawyer", "criminal", "suspect_family", "我弟弟被刑拘了怎么办", {}),
    ("criminal_defence", "lawyer", "criminal", "sentence_procedure", "还要多久能假释", {}),
    ("criminal_defence", "lawyer", "criminal", "gambling_drugs", "老公开赌场被抓，会判几年", {}),
    ("criminal_defence", "lawyer", "criminal", "fraud", "我帮人转账，会不会坐牢", {}),
    ("criminal_defence", "lawyer", "traffic", "drunk_driving_accident", "我喝了酒骑车撞了人要坐牢吗", {}),
    ("criminal_record", "information", "criminal", "record", "我有案底，影响孩子考公吗", {}),
    ("agency_dispute", "administrative_remedy", "administrative", "penalty", "城管罚我两千块", {}),
    ("agency_dispute", "administrative_remedy", "administrative", "visa_foreign", "护照不给办", {"flags": ("foreign",)}),
    ("agency_dispute", "administrative_remedy", "expropriation", "compensation", "政府征收给的补偿太低", {}),
    ("agency_dispute", "administrative_remedy", "expropriation", "demolition", "没通知就把房子拆了", {}),
    ("agency_dispute", "administrative_remedy", "labour", "work_injury", "我不服工伤认定", {}),
    ("agency_dispute", "administrative_remedy", "traffic", "liability", "我对事故认定书不服", {}),
    ("village_election", "administrative_remedy", "village_affairs", "election", "村主任选举贿选", {}),
    ("foreign_element", "lawyer", "family", "divorce", "我老公是外国人，想离婚", {"flags": ("foreign",)}),
    ("crime_or_serious_police_matter", "police", "criminal", "fraud", "我被网友骗了三万块", {}),
    ("crime_or_serious_police_matter", "police", "criminal", "crime_victim", "手机被偷了", {}),
    ("crime_or_serious_police_matter", "police", "injury", "fight", "他把我打成轻伤", {}),
    ("crime_or_serious_police_matter", "police", "injury", "fight", "他打了我", {"facts": {"injury_grade": "轻伤二级"}}),
    ("crime_or_serious_police_matter", "police", "injury", "fight", "他打了我", {"facts": {"injury_grade": "light"}}),
    ("mediate", "mediate", "injury", "fight", "他打了我", {"facts": {"injury_grade": "minor"}}),
    ("mediate", "mediate", "injury", "premises_fall", "商场摔的", {"facts": {"injury_grade": "serious"}}),
    ("crime_or_serious_police_matter", "police", "traffic", "hit_and_run", "撞了我妈就跑了", {}),
    ("crime_or_serious_police_matter", "police", "business", "finance_investment", "老板卷款跑路", {}),
    ("referred_by_the_organ", "mediate", "contract", "loan", "法院让我们来调解", {"facts": {"referred_by": "court", "steps_taken": ["sued"]}}),
    ("status_matter", "court", "family", "adoption_paternity", "孩子不是我亲生的", {}),
    ("status_matter", "court", "family", "divorce", "想撤销婚姻，他瞒着大病", {}),
    ("declared_by_a_court_only", "court", "family", "other", "想申请宣告失踪", {}),
    ("declared_by_a_court_only", "court", "criminal", "sentence_procedure", "我爸失踪三年，怎么宣告死亡", {}),
    ("harmful_request", "lawyer", "family", "inheritance", "把房子过户到我妈名下，免得被执行", {}),
    ("already_in_court", "court", "contract", "loan", "他欠我钱", {"facts": {"steps_taken": ["sued"]}}),
    ("already_in_court", "court", "labour", "dismissal", "仲裁裁决下来了我不服", {}),
    ("already_in_court", "court", "contract", "loan", "法院判了他还是不还，申请强制执行也没钱", {}),
    ("mediation_refused", "court", "neighbour", "noise", "我不想调解", {"intents": (Intent.REFUSES_MEDIATION,)}),
    ("mediation_refused", "court", "labour", "unpaid_wages", "不调解", {"facts": {"wishes_mediation": False}}),
    ("complex_company_matter", "lawyer", "business", "company_dissolution_debt", "公司想注销，股东不配合", {}),
    ("complex_company_matter", "lawyer", "business", "company_equity", "代持的股份不还我", {}),
    ("other_party_unknown", "information", "contract", "loan", "网上借出去的，不知道是谁", {"missing": ("other_party",)}),
    ("mediate", "mediate", "labour", "unpaid_wages", "老板拖欠我三个月工资", {}),
    ("mediate", "mediate", "neighbour", "leak", "楼上漏水", {"risk": Risk.ORANGE}),
    ("mediate", "mediate", "business", "payment_of_goods", "货款一直不结", {}),
    ("mediate", "mediate", "injury", "fight", "邻居推了我一下，轻微伤", {}),
    ("mediate", "mediate", "expropriation", "family_split", "拆迁款兄弟怎么分", {}),
    ("between_private_people", "mediate", "expropriation", "compensation", "政府给的补偿款，哥哥一个人拿走了", {}),
    ("between_private_people", "mediate", "family", "household_registration", "户口本在婆家不给我", {}),
    ("agency_dispute", "administrative_remedy", "family", "household_registration", "派出所不给孩子上户口", {}),
    ("mediate", "police", "family", "domestic_violence", "他以前打过我", {}),
    ("mediate", "mediate", "traffic", "compensation", "对方保险公司不肯赔", {}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "route", "category", "subtype", "text", "known"), CASES)
def test_each_rule_decides_its_own(rule, route, category, subtype, text, known):
    decision = choose(category, subtype, text, **known)
    assert (decision.rule.split("+")[0], decision.route) == (rule, route)
    assert decision.reasons
    assert route not in decision.alternatives


def test_every_rule_and_every_note_has_a_case():
    assert {rule.id for rule in BOOK.rules} == {case[0] for case in CASES}
    said = {name for case in CASES for name in choose(case[2], case[3], case[4], **case[5]).rule.split("+")[1:]}
    said |= {name for subtype in NOTED for name in choose(*subtype.split("/")).rule.split("+")[1:]}
    assert {note.id for note in BOOK.notes} <= said


NOTED = {
    "labour/dismissal": "先申请劳动仲裁",
    "land/contracted_land": "农村土地承包仲裁",
    "land/boundary": "由政府先处理",
    "family/divorce": "不能替你们离婚",
    "ip/trademark": "不能申请司法确认",
    "medical/malpractice": "双方都同意",
    "injury/fight": "先报警",
}


@pytest.mark.parametrize(("subtype", "words"), NOTED.items())
def test_what_mediation_cannot_do_is_said_beside_it(subtype, words):
    decision = choose(*subtype.split("/"))
    assert decision.route == "mediate"
    assert any(words in reason.text for reason in decision.reasons)


def test_every_principle_stands_behind_a_rule_or_a_note():
    assert {rule.principle for rule in (*BOOK.rules, *BOOK.notes)} - {None} == set(PRINCIPLES)


def test_red_is_emergency_always_and_only():
    for category, entry in CATEGORIES.items():
        for subtype in entry.subtypes:
            for known in ({}, {"own_dispute": False}, {"flags": ("foreign",)}, {"facts": {"steps_taken": ["sued"]}}):
                assert choose(category, subtype, "怎么伪造", risk=Risk.RED, **known).route == "emergency"
                for grade in (Risk.ORANGE, Risk.YELLOW, Risk.GREEN):
                    assert choose(category, subtype, risk=grade, **known).route != "emergency"


def test_only_what_may_be_mediated_is_mediated():
    for category, entry in CATEGORIES.items():
        for subtype in entry.subtypes:
            decision = choose(category, subtype)
            if category not in MEDIABLE:
                assert decision.route != "mediate"
            assert decision.reasons, (category, subtype)


def test_every_own_dispute_is_told_other_roads():
    for category in MEDIABLE:
        for subtype in CATEGORIES[category].subtypes:
            assert choose(category, subtype).alternatives, (category, subtype)


@pytest.mark.parametrize(
    "text",
    [
        "老公转移财产怎么办",
        "对方伪造我的签名，怎么办",
        "怎么防止他转移财产",
        "怎么证明他写的是假借条",
        "不还钱会被起诉吗",
        "他说要起诉我",
        "我可以起诉他吗",
    ],
)
def test_victims_and_fears_are_not_mistaken(text):
    assert choose("contract", "loan", text).route == "mediate"


def test_the_reasons_of_law_are_cited():
    for rule in (*BOOK.rules, *BOOK.notes):
        for reason in rule.reasons:
            if any(word in reason.text for word in ("天内", "年内", "月内", "法院会驳回", "有权")):
                assert reason.cites, reason.text


GOOD = """\
rules:
  - {id: a, principle: null, when: {risk: [red]}, route: emergency, organisation_kind: null, alternatives: [], reasons: [{text: 先救人}]}
  - {id: b, principle: null, when: {}, route: mediate, organisation_kind: guidance, alternatives: guidance, reasons: [{text: 谈}]}
notes: []
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("risk: [red]", "risk: [rde]", r"routes\.yaml:2: “rde”不是风险等级（risk），是不是“red”"),
        ("risk: [red]", "riks: [red]", r"routes\.yaml:2: 不认识的键“riks”，是不是“risk”"),
        ("risk: [red]", "categories: [labor]", "是不是“labour”"),
        ("risk: [red]", "subtypes: [labour/wages]", "不是“类别/小类”"),
        ("risk: [red]", "mentions: ['(']", "不是正确的正则表达式"),
        ("route: emergency", "route: panic", "不是路"),
        ("alternatives: []", "alternatives: [emergency]", "不是别的路"),
        ("id: b", "id: a", r"routes\.yaml:3: 规则“a”写了两次"),
        ("when: {}", "when: {own_dispute: true}", "最后一条规则要总能用上"),
        ("[{text: 先救人}]", "[]", "至少要写一条理由"),
        ("organisation_kind: null", "organisation_kind: stret", "不是组织的类别"),
        ("principle: null, when: {risk", "principle: R10, when: {risk", "不是原则"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(tmp_path, old, new, message):
    assert GOOD.count(old) == 1
    path = tmp_path / "routes.yaml"
    path.write_text(GOOD, encoding="utf-8")
    RouteBook.load(path, BOOK._guidance)
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        RouteBook.load(path, BOOK._guidance)


def test_every_cited_article_is_in_force():
    library = StatuteLibrary.open()
    stale = {
        (rule.id, str(ref))
        for rule in (*BOOK.rules, *BOOK.notes)
        for reason in rule.reasons
        for ref in reason.cites
        if library.state(ref, date(2026, 11, 25)) not in CITABLE
    }
    assert stale == set()
