"""What the citizen wants from the assistant itself."""

import pytest

from nlp.findings import Intent
from nlp.intents import intents
from nlp.normalise import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好", {Intent.GREETING}),
        ("您好，在吗？", {Intent.GREETING}),
        ("你是真人还是机器人", {Intent.WHO_ARE_YOU}),
        ("转人工", {Intent.WANTS_HUMAN}),
        ("我要找调解员", {Intent.WANTS_HUMAN}),
        ("给我找个律师", {Intent.WANTS_LAWYER}),
        ("我想申请调解", {Intent.WANTS_MEDIATION}),
        ("我不想调解，直接起诉", {Intent.REFUSES_MEDIATION}),
        ("我的案子怎么样了", {Intent.CASE_STATUS}),
        ("删除我的信息", {Intent.DELETE_DATA}),
        ("你说得不对", {Intent.COMPLAINT}),
        ("再见", {Intent.STOP}),
        ("是的", {Intent.YES}),
        ("没有", {Intent.NO}),
        ("不记得了", {Intent.DOES_NOT_KNOW}),
        ("不是三万，是五万", {Intent.CORRECTION}),
        ("还有一件事想问", {Intent.NEW_SUBJECT}),
        ("谢谢你", {Intent.THANKS}),
        ("帮助", {Intent.HELP}),
    ],
)
def test_wishes(text, expected):
    assert intents(normalise(text).text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "老板拖欠我三个月工资",
        "对方不愿意调解 我该怎么办",
        "平台客服一直不回",
        "抖音把我的视频删除了",
        "律师费谁出",
        "请了律师还是输了",
        "楼上漏水不肯修",
        "户口本上名字写错了",
    ],
)
def test_a_story_is_no_wish(text):
    assert not intents(normalise(text).text)
