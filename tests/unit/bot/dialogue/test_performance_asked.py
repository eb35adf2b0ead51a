"""What people answer when the house asks whether the agreement was performed."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.dialogue.decision import Situation
from bot.dialogue.performance_asked import ASKED, BUTTONS, rule
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button
from bot.domain.conversation import Conversation
from nlp.findings import Risk, RiskFinding, ScoredCategory, Understanding

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ASKED_NOW = {ASKED: {"dispute": "d1", "position": 2, "turn": 0}}


def hear(text: str, memory: dict[str, Any] = ASKED_NOW, turns: int = 1) -> Any:
    heard = Understanding(text, text, (ScoredCategory("loan", 0.9),), "other", (), RiskFinding(Risk.GREEN), {})
    conversation = Conversation(id="c", turns=turns, memory=memory)
    return rule(Turn(heard, conversation, cast("Any", None), Situation(NOW)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("已经履行", "full"),
        ("都还清了", "full"),
        ("钱收到了，谢谢", "full"),
        ("昨天打过来了", "full"),
        ("全部付完", "full"),
        ("是的", "full"),
        ("只给了两千", "part"),
        ("还差五百", "part"),
        ("给了一部分", "part"),
        ("没还完", "part"),
        ("没有", "none"),
        ("一分钱都没给", "none"),
        ("他不认账", "none"),
        ("还没付", "none"),
        ("人都找不到，一直拖着", "none"),
        ("没收到", "none"),
        ("过几天再问我", "later"),
        ("我查一下", "later"),
        ("还不知道", "later"),
    ],
)
def test_an_answer_is_understood(text: str, said: str) -> None:
    decision = hear(text)
    assert decision is not None
    assert (decision.performance.dispute_id, decision.performance.position) == ("d1", 2)
    assert decision.performance.said == said
    assert ASKED not in decision.conversation.memory
    assert bool(decision.replies[-1].cites) == (said in {"part", "none"})


@pytest.mark.parametrize(
    "text", ["他没给怎么办？", "履行了是什么意思？", "我想离婚", "楼上天天吵", "你好", "老板拖欠我工资" * 12]
)
def test_what_is_no_answer_is_left_to_the_other_rules(text: str) -> None:
    assert hear(text) is None


def test_words_are_an_answer_only_soon_after_the_question_and_buttons_at_any_time() -> None:
    assert hear("没有", turns=9) is None
    assert hear("没有", memory={}) is None
    for name in BUTTONS:
        assert hear(button(name), turns=9) is not None
