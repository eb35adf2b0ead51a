"""One spelling, and the way back to what was typed."""

import pytest

from nlp.normalise import normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("老闆拖欠我三個月工資", "老板拖欠我三个月工资"),
        ("好气😡😡啊", "好气啊"),
        ("他拿着🔪追我", "他拿着刀追我"),
        ("救命啊啊啊啊啊！！！！", "救命啊！"),
        ("欠我3w块", "欠我3万块"),
        ("工资8k", "工资8千"),
        ("老板跑了 钱没给 咋办", "老板跑了，钱没给，咋办"),
        ("拖 欠 工 资", "拖欠工资"),
        ("嗯嗯那个那个我想问下", "我想问下"),
        ("我电话13800000000", "我电话13800000000"),
        ("怎么办怎么办怎么办", "怎么办"),
        ("赔我10000000", "赔我10000000"),
        ("谢谢你们", "谢谢你们"),
        ("天天打骂", "天天打骂"),
        ("", ""),
        ("👍👍", ""),
    ],
)
def test_spelling(typed, expected):
    assert normalise(typed).text == expected


@pytest.mark.parametrize("typed", ["欠我３万塊 😭不還", "嗯嗯那个那个我 我 我 被打了！！！", "他🔪我👨‍👩‍👧 2w块"])
def test_every_character_points_to_where_it_came_from(typed):
    normalised = normalise(typed)
    assert len(normalised.text) == len(normalised.origin)
    assert list(normalised.origin) == sorted(normalised.origin)
    for start in range(len(normalised.text)):
        span = normalised.span(start, len(normalised.text))
        assert typed[span.start : span.end] == span.text


def test_span_of_a_changed_word():
    normalised = normalise("老闆 欠我３ｗ塊")
    at = normalised.text.index("3万")
    assert normalised.span(at, at + 2).text == "３ｗ"
