"""Which words ask for cases like one's own, and which only sound like it."""

import re

import pytest

from bot.dialogue.wording import wording

ASKING = (
    *("类似的案例", "有没有类似的案例", "看看别人怎么解决的", "有类似的案例吗？", "以前有没有这样的案例", "看案例"),
    *("别人都是怎么处理的", "人家遇到这种事怎么办的", "类似的事别人怎么解决", "有没有人遇到过类似的情况"),
    *("相似案例有吗", "举个例子", "我想看看类似的案子", "大家都怎么解决的", "有没有先例"),
)
NOT_ASKING = (
    *("我的案子到哪了", "以前的案子怎么样了", "别人欠我钱怎么办", "人家不给钱怎么办", "大家怎么办", "怎么解决"),
    *("老板说以前有先例", "写论文要案例", "他们以前怎么处理的我不知道", "别人家漏水怎么处理", "案件编号"),
)


def asks(text: str) -> bool:
    patterns = wording().patterns
    found = re.search(patterns["asks_for_cases"], text) is not None
    return found and re.search(patterns["asks_for_no_cases"], text) is None


@pytest.mark.parametrize("text", ASKING)
def test_asking_for_cases(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", NOT_ASKING)
def test_not_asking_for_cases(text: str) -> None:
    assert not asks(text)
