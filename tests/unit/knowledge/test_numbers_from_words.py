"""Number questions as citizens type them: facts are read from the words alone, then counted."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.calculators import calculate
from nlp.understanding import Understander

TODAY = date(2026, 11, 25)
QUESTIONS = yaml.safe_load((Path(__file__).parent / "number_questions.yaml").read_text(encoding="utf-8"))
SPOKEN = [
    ("我2019年7月1号进厂，2026年8月31号厂里让我走人，每月工资6500，能赔多少经济补偿", "severance", 48750),
    ("工作两年半，工资一万二，公司违法开除，2N多少钱", "unlawful_dismissal", 72000),
    ("月工资5220，国庆加班两天，应该给多少加班费", "overtime", 1440),
    ("没签劳动合同干了八个月，一个月4500，双倍工资怎么算", "unsigned_contract", 31500),
    ("工伤评了8级，受伤前工资每月7200，一次性伤残补助金是多少", "work_injury_lump_sum", 79200),
    ("借给朋友20万，没有约定利息，能要利息吗", "loan_interest", 0),
    ("交了一万块定金，房东反悔不租了，能要回多少", "deposit_double", 20000),
    ("前夫月收入1万5，两个孩子，抚养费一个月给多少合适", "child_support", (3000, 7500)),
    ("买了一箱过期牛奶，花了68块，能赔多少钱", "food_tenfold", 1000),
    ("买到假包3800元，商家退一赔三，赔多少", "consumer_fraud", 11400),
    ("起诉要回12万借款，法院诉讼费要交多少", "court_fee", 2700),
    ("试用期最长可以几个月，签的是两年合同", "probation", 2),
    ("对方全责，我一共损失3万，能赔多少", "traffic_share", 30000),
    ("年假还有7天没休，月薪6525，离职公司应补多少", "unused_leave", 6300),
    ("网上买的衣服几天内可以退", "no_reason_return", 7),
]


@pytest.fixture(scope="module")
def understander():
    return Understander.load(embeddings=False)


def first_number(understander, text):
    understood = understander.understand(text, TODAY)
    return calculate(understood.category, understood.subtype, understood.facts, TODAY, text=text)[0]


@pytest.mark.parametrize("case", QUESTIONS, ids=[f"{n}-{case['rule']}" for n, case in enumerate(QUESTIONS)])
def test_the_hundred_questions_from_their_words_alone(understander, case):
    number = first_number(understander, case["q"])
    assert number.rule == case["rule"]
    assert number.value == (tuple(case["value"]) if isinstance(case["value"], list) else case["value"])


@pytest.mark.parametrize(("text", "rule", "value"), SPOKEN)
def test_questions_written_after_the_code(understander, text, rule, value):
    number = first_number(understander, text)
    assert (number.rule, number.value) == (rule, value)
