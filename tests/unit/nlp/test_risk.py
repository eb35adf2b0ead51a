"""Danger must ring, and what only sounds like it must not."""

from pathlib import Path

import pytest
import yaml

from nlp.danger import DangerOpinion
from nlp.findings import Fact, Risk, Span
from nlp.normalise import normalise
from nlp.risk import RiskRules

DATA = Path(__file__).parent / "data"
SURE = DangerOpinion(0.95, "suicide", rings=True)
CALM = DangerOpinion(0.05, "suicide", rings=False)
UNSURE = DangerOpinion(0.4, "suicide", rings=False, wary=True)


@pytest.fixture(scope="module")
def rules():
    return RiskRules.load()


def grade(rules, text, **more):
    return rules.assess(normalise(text).text, {}, **more)


def test_rules_alone_on_the_set_they_grew_on(rules):
    messages = yaml.safe_load((DATA / "danger.yaml").read_text(encoding="utf-8"))
    caught = [text for text in messages["red"] if grade(rules, text).grade is Risk.RED]
    false = [text for text in messages["not_red"] if grade(rules, text).grade is Risk.RED]
    assert len(caught) >= 0.98 * len(messages["red"])
    assert len(false) <= 0.05 * len(caught), false


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我不想活了", "suicide"),
        ("我走了以后孩子谁管 能不能判给我妈", "suicide"),
        ("老公又打我 我不敢回家", "domestic_violence"),
        ("他拿着刀在门口", "weapon"),
        ("传销窝点把我扣住了", "confinement"),
        ("挖掘机已经开到家门口了 我奶奶还在屋里", "demolition"),
        ("三十几个工友在工地门口拉横幅堵大门", "gathering"),
        ("家属抬着尸体堵在医院大门口", "blockade"),
        ("后妈用烟头烫孩子", "child_abuse"),
    ],
)
def test_red_names_its_kind_and_its_reason(rules, text, kind):
    found = grade(rules, text)
    assert found.grade is Risk.RED
    assert kind in found.kinds
    assert found.reasons
    assert found.rules


@pytest.mark.parametrize(
    "text",
    [
        "笑死我了 这物业真奇葩",
        "气死我了 快递摔坏了",
        "跳楼价买的冰箱是坏的",
        "游戏里被人砍死装备爆了",
        "我不是想不开 就是想问问怎么要钱",
        "杀人未遂怎么判",
    ],
)
def test_idioms_games_denials_and_questions_do_not_ring(rules, text):
    assert grade(rules, text).grade is not Risk.RED


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我爸在工地摔死了 老板不赔", "death_or_injury"),
        ("明天就开庭了 我还没准备好", "deadline"),
        ("报警好几次都没人管 物业一直不修", "repeated_complaints"),
        ("我老公是现役军人 想离婚", "foreign_or_military"),
        ("欠我们工资 等钱回家过年", "holiday_wages"),
    ],
)
def test_orange(rules, text, kind):
    found = grade(rules, text)
    assert found.grade is Risk.ORANGE
    assert kind in found.kinds


def test_five_claimants_are_orange(rules):
    fact = Fact("headcount", 12, Span(0, 3, "12人"))
    assert rules.assess("我们12人被欠薪", {"headcount": fact}).grade is Risk.ORANGE


def test_without_danger_the_own_dispute_decides(rules):
    assert grade(rules, "邻居占了我的车位").grade is Risk.YELLOW
    assert grade(rules, "车位归谁", own_dispute=False).grade is Risk.GREEN


def test_model_rings_where_no_rule_does_unless_excused(rules):
    found = grade(rules, "猫送人了 该告别了", danger=SURE)
    assert (found.grade, found.rules, found.kinds) == (Risk.RED, ("model_of_danger",), {"suicide"})
    assert found.reasons
    assert grade(rules, "猫送人了 该告别了", danger=CALM).grade is Risk.YELLOW
    assert grade(rules, "玩游戏的猫送人了 该告别了", danger=SURE).grade is not Risk.RED


def test_model_adds_nothing_where_a_rule_rang_red(rules):
    assert grade(rules, "我不想活了", danger=CALM) == grade(rules, "我不想活了", danger=SURE)


def test_model_keeps_the_orange_reasons(rules):
    assert grade(rules, "明天就开庭了 我还没准备好", danger=SURE).kinds == {"deadline", "suicide"}


def test_where_the_model_is_not_sure_a_person_asks_the_same_day(rules):
    found = grade(rules, "猫送人了 该告别了", danger=UNSURE)
    assert (found.grade, found.rules, found.kinds) == (Risk.ORANGE, ("model_of_danger_wary",), frozenset())
    assert found.reasons
    assert grade(rules, "玩游戏的猫送人了 该告别了", danger=UNSURE).grade is Risk.YELLOW
    assert grade(rules, "明天就开庭了 我还没准备好", danger=UNSURE).kinds == {"deadline"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("同学天天打我，把我按在厕所里", "violence"),
        ("老师打我，拿棍子抽我的手", "violence"),
        ("老公天天打我，老师都看见了", "domestic_violence"),
    ],
)
def test_who_beats_outside_the_home_is_no_family(rules, text, kind):
    found = grade(rules, text)
    assert found.grade is Risk.RED
    assert kind in found.kinds
    assert len({"violence", "domestic_violence"} & found.kinds) == 1


@pytest.mark.parametrize(
    "text",
    [
        "今天下午就去堵路",
        "明早六点一起把厂门堵上",
        "我刚喝了敌敌畏，你们替我带句话",
        "大狼狗咬着小孩不松口",
        "三个人煤气中毒躺在屋里，老板说先别打120",
        "自鲨",
        "他要沙了我",
        "lg又打我了",
    ],
)
def test_planned_blockades_what_is_done_and_slips_of_typing_ring(rules, text):
    assert grade(rules, text).grade is Risk.RED


@pytest.mark.parametrize(
    "text",
    [
        "有人提议去堵门，大家没同意",
        "LG冰箱打不开，商家不给退",
        "非法拘禁要负什么责任",
        "她说我威胁要杀她，我压根没说过",
        "我不会寻短见的，就想问问分期",
        "上小学的时候被人打断过胳膊，现在想要赔偿",
        "买了一把紫砂壶是假的",
    ],
)
def test_proposals_brands_questions_and_accusations_do_not(rules, text):
    assert grade(rules, text).grade is not Risk.RED


def test_a_broken_rule_is_named():
    broken = {
        "words": {},
        "excuses": {},
        "model": {"id": "model", "excused_by": [], "reasons": {}},
        "rules": [{"id": "torn", "grade": "red", "kind": "fire", "reason": "火", "any": ["(火"]}],
    }
    with pytest.raises(ValueError, match="torn"):
        RiskRules.load(broken)


def test_what_the_model_alone_hears_is_only_suspected(rules):
    assert grade(rules, "你们怎么还不来", danger=SURE).only_suspected
    assert not grade(rules, "他拿刀要砍死我", danger=SURE).only_suspected
