"""Facts, each with the words it came from."""

from datetime import date

import pytest

from nlp.facts.extract import extract
from nlp.facts.message import Message
from nlp.facts.names import NameFinder
from nlp.normalise import normalise
from nlp.numerals import parse_number

TODAY = date(2026, 11, 25)
NAMES = NameFinder(["麓谷街道", "麓谷", "东方红街道"], ["长沙高新区劳动人事争议人民调解委员会"])


def facts(text, awaiting=None):
    return extract(Message(normalise(text), TODAY), NAMES, awaiting)


def values(text, awaiting=None):
    return {name: fact.value for name, fact in facts(text, awaiting).items()}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三千五", 3500),
        ("1.2万", 12_000),
        ("五万八", 58_000),
        ("一百二", 120),
        ("十几万", 100_000),
        ("两三千", 2000),
        ("3万5", 35_000),
        ("3万5千", 35_000),
        ("一千零五", 1005),
        ("三十万零五千", 305_000),
        ("二〇二三", 2023),
        ("壹万伍仟", 15_000),
        ("二十五", 25),
    ],
)
def test_numbers(written, value):
    assert parse_number(written).value == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老板拖欠我三个月工资，一共三万，我在麓谷", {"months": 3, "amount_yuan": 30_000, "place": "麓谷街道"}),
        (
            "月薪八千五，2023年5月入职，今年10月被辞退",
            {"monthly_wage_yuan": 8500, "start_date": "2023-05-01", "end_date": "2026-10-01"},
        ),
        ("工资一个月六千五，压了俩月", {"monthly_wage_yuan": 6500, "months": 2}),
        ("借给朋友5万8，月息三分", {"amount_yuan": 58_000, "interest_monthly_percent": 3}),
        ("押金两千不退", {"amount_yuan": 2000, "claimed_yuan": None}),
        ("欠我３ｗ块", {"amount_yuan": 30_000}),
        ("年利率24%", {"interest_monthly_percent": 2}),
        ("利息两分五", {"interest_monthly_percent": 2.5}),
        ("日息千分之一", {"interest_monthly_percent": 3}),
        ("干了三年半被炒了", {"employment_months": 42, "months": 42}),
        ("去年腊月借的钱", {"event_date": "2026-01-18", "start_date": None}),
        ("上个月20号从架子上摔下来，骨折了", {"event_date": "2026-10-20", "injured": True}),
        ("前天晚上被打了", {"event_date": "2026-11-23"}),
        ("12月3号开庭", {"deadline_date": "2026-12-03"}),
        ("还有三天就到期了", {"deadline_date": "2026-11-28"}),
        ("我15号收到判决书", {"event_date": "2026-11-15"}),
        ("我今年62岁，儿子不养我", {"age": 62, "relation": "child"}),
        ("孩子一个3岁一个5岁，老公要离婚", {"children_ages": [3, 5], "relation": "spouse"}),
        ("我们20多个工人在麓古街道被拖欠工资四十多万", {"headcount": 20, "place": "麓谷街道", "amount_yuan": 400_000}),
        ("十几户业主一起告物业", {"headcount": None, "relation": "property_company"}),
        ("十几个业主一起告物业", {"headcount": 10}),
        ("报过警也去过劳动局，调解不成", {"steps_taken": ["reported_police", "complained", "mediation"]}),
        ("没签合同，口头说的", {"written_contract": False}),
        ("签了租房合同的", {"written_contract": True}),
        ("我电话13812345678，想申请调解", {"phone": "13812345678", "wishes_mediation": True}),
        ("帮我妈问一下，房东不退押金", {"role": "agent", "relation": "landlord"}),
        ("我是社区的网格员，楼上漏水", {"role": "caller", "relation": "neighbour"}),
        ("没有人受伤", {"injured": False}),
        ("在湘雅医院做的手术", {"organisation": "湘雅医院"}),
        ("要他赔我八千，他只肯出三千", {"claimed_yuan": 8000, "amount_yuan": 3000}),
        ("我就想要回那两千三", {"claimed_yuan": 2300, "amount_yuan": 2300}),
        ("总价十六万，付了十万，尾款六万不给", {"amount_yuan": 60_000}),
        ("一共欠6万零5百", {"amount_yuan": 60_500}),
        ("一天两百八，干了十九天", {"amount_yuan": None, "monthly_wage_yuan": None, "days": 19}),
        ("修手机修了三百六", {"amount_yuan": 360}),
        ("挂号费十二块五", {"amount_yuan": 12.5}),
        ("月息3分一年", {"interest_monthly_percent": 3}),
        ("约定1分5的月利", {"interest_monthly_percent": 1.5}),
        ("零九年结的婚", {"event_date": "2009-01-01"}),
        ("去年端午签的购房合同", {"event_date": "2025-05-31", "written_contract": True}),
        ("去年十二月借给他的", {"event_date": "2025-12-01", "headcount": None}),
        ("2024年3月到2025年8月在他厂里做事", {"start_date": "2024-03-01", "end_date": "2025-08-01"}),
        ("租约到明年7月1号", {"end_date": "2027-07-01"}),
        ("说好9月底还，没还", {"deadline_date": "2026-09-30"}),
        ("我都六十七了", {"age": 67}),
        ("三个孩子，12、9、4，怎么判", {"children_ages": [12, 9, 4]}),
        ("他骑车把我娃撞了，五岁半", {"children_ages": [5], "age": None}),
        ("我们班组十一个，工钱都没拿到", {"headcount": 11}),
        ("隔壁村的老龚把我的树砍了", {"other_party": "老龚"}),
        ("我妈在工地摔了，老板不管", {"other_party": "老板"}),
        ("鉴定下来是九级伤残", {"injury_grade": "九级", "injured": True}),
        ("我家的界石，司法所调过两次", {"steps_taken": ["mediation"]}),
        ("打了借条的", {"written_contract": None}),
        ("对方不愿意调解", {"wishes_mediation": None}),
        ("还是想请你们出面调一调", {"wishes_mediation": True}),
        ("在白马巷小学门口被撞的", {"place": "白马巷小学门口", "organisation": None}),
    ],
)
def test_facts(text, expected):
    found = values(text)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("没报警，要不要报警", "steps_taken"),
        ("住3号楼", "event_date"),
        ("判了三年六个月", "months"),
        ("2023年5月入职", "amount_yuan"),
        ("我家在5楼，有3个人", "claimed_yuan"),
        ("被两个人打了", "headcount"),
        ("我今年62岁", "event_date"),
        ("能起诉吗", "steps_taken"),
    ],
)
def test_what_is_no_such_fact(text, absent):
    assert absent not in facts(text)


@pytest.mark.parametrize(
    ("text", "awaiting", "value"),
    [
        ("三个", "months", 3),
        ("半年", "months@labour", 6),
        ("去年", "end_date", "2025-01-01"),
        ("没有", "written_contract", False),
        ("签过的", "written_contract", True),
        ("8千", "monthly_wage_yuan", 8000),
        ("两百五", "paid_yuan", 250),
        ("5岁和3岁", "children_ages", [5, 3]),
        ("十来个吧", "headcount", 10),
        ("不愿意", "wishes_mediation", False),
        ("上周三", "event_date@injury", "2026-11-18"),
        ("收到通知三天了", "event_date@expropriation", "2026-11-22"),
        ("大概有三十来个人吧，具体数不清", "headcount", 30),
        ("就我自己", "headcount", 1),
        ("我们班组3个月没发，8个人", "headcount", 8),
        ("两千人", "headcount", 2000),
        ("快八岁了", "child_age", 8),
        ("20个小时", "overtime_hours", 20),
        ("还剩5年", "contract_left_years", 5),
        ("两分五", "interest_monthly_percent", 2.5),
        ("2分", "interest_monthly_percent", 2),
        ("当然有", "written_contract", True),
        ("都可以", "wishes_mediation", True),
        ("肯定没有", "written_contract", False),
        ("一天260，干了50天", "claimed_yuan", 13000),
    ],
)
def test_answers_to_the_question_just_asked(text, awaiting, value):
    assert values(text, awaiting)[awaiting.partition("@")[0]] == value


def test_what_was_said_roughly_is_marked():
    assert facts("借了十几万")["amount_yuan"].approximate
    assert not facts("借了十二万")["amount_yuan"].approximate
    assert facts("去年底受的伤")["event_date"].approximate


@pytest.mark.parametrize("text", ["欠我３万塊 工資，😭報過警了", "我今年 六十二岁，在麓谷街道，电话138 1234 5678"])
def test_every_span_points_into_the_text_as_sent(text):
    found = facts(text)
    assert found
    for fact in found.values():
        assert text[fact.span.start : fact.span.end] == fact.span.text


@pytest.mark.parametrize("character", ["1", "我", "一", "万", "年"])
def test_long_monotonous_texts_take_no_time(character):
    facts(character * 3000)


def test_a_number_of_another_kind_is_no_answer():
    assert "claimed_yuan" not in values("欠了一年", "claimed_yuan")
    assert values("欠了一年，三千", "claimed_yuan")["claimed_yuan"] == 3000
    told = values("三年级，9岁", "child_age")
    assert told["child_age"] == 9
    assert "age" not in told
    assert values("一个三年级，9岁，一个6岁", "children_ages")["children_ages"] == [9, 6]


@pytest.mark.parametrize(
    "text", ["三个月", "两年", "五万", "三千块", "10公里", "二十平", "3栋", "3点钟", "三次", "百分之三十"]
)
def test_lengths_of_time_sums_and_distances_are_no_people(text):
    assert "headcount" not in values(text, "headcount")


@pytest.mark.parametrize(
    ("text", "awaiting"),
    [
        ("三个人", "months"),
        ("三万", "months"),
        ("五万", "age"),
        ("每天2小时", "overtime_hours"),
        ("2030年到期", "contract_left_years"),
        ("每月500", "interest_monthly_percent"),
        ("我们7个人，他们9个人，3台车", "months"),
        ("一半", "paid_yuan"),
        ("一分没还", "paid_yuan"),
        ("13800000000", "claimed_yuan"),
        ("年利率36%", "paid_yuan"),
        ("两年了", "event_date"),
        ("不晓得", "written_contract"),
        ("没问题", "written_contract"),
        ("不过有聊天记录", "written_contract"),
        ("不对，有借条的", "written_contract"),
    ],
)
def test_what_begins_like_an_answer_and_is_none(text, awaiting):
    assert awaiting not in values(text, awaiting)


def test_pay_that_was_raised_is_the_pay_and_every_saturday_is_no_day():
    told = values("在公司做会计，每个月六千，后来涨到七千五，每周六都上班")
    assert told["monthly_wage_yuan"] == 7500
    assert not [name for name in told if name.endswith("_date")]


def test_a_sum_for_each_month_is_no_length_of_time():
    assert "months" not in values("一万二一个月", "claimed_yuan")
    assert values("三个月", "months")["months"] == 3
