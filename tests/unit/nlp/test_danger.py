"""The model of danger: what it hears, what it lets pass, and that it is the same every time."""

from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
import yaml

from nlp.danger import STORY, DangerModel, load_weights, parts, runs, save_weights
from nlp.findings import Risk
from nlp.normalise import normalise
from nlp.risk import RiskRules
from nlp.training.danger_messages import DangerMessage, framed, misspelt, read_danger_messages
from nlp.understanding import Understander

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 25)
KINDS = {
    "violence",
    "weapon",
    "suicide",
    "child_abuse",
    "helpless",
    "domestic_violence",
    "confinement",
    "poisoning",
    "fire",
    "demolition",
    "gathering",
    "blockade",
}


@pytest.fixture(scope="module")
def model():
    return DangerModel.load()


@pytest.fixture(scope="module")
def by_words():
    return Understander.load(embeddings=False)


def opinion(model, text):
    return model.weigh(normalise(text).text)


def is_red(understander, text):
    return understander.understand(text, TODAY).risk.grade is Risk.RED


@pytest.mark.parametrize("name", ["danger", "danger_unseen"])
def test_recall_and_precision_without_sentence_vectors(by_words, name):
    messages = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    caught = sum(is_red(by_words, text) for text in messages["red"])
    false = sum(is_red(by_words, text) for text in messages["not_red"])
    assert caught >= 0.92 * len(messages["red"])
    assert caught >= 0.86 * (caught + false)


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("我男人又打我了，我躲在邻居屋里", "我男人五年前打过我，早离了，现在争房子"),
        ("他提着刀往我家来了", "他卖的刀用两次就卷口，能退吗"),
        ("几百人围着厂门要打厂长", "几百人等着厂里发工资，选了代表去仲裁"),
        ("我妈喝了农药在地上打滚", "我妈买的农药是假的，虫都没死"),
        ("楼道里全是烟，楼下烧起来了", "楼道里全是烟味，邻居抽烟"),
        ("他们不让我走，手机也收了", "公司不让我走，要提前一个月说"),
        ("挖机在推我家屋子，奶奶还在里面", "挖机租给工地，租金没给"),
    ],
)
def test_twins_that_differ_only_in_what_is_happening_now(by_words, danger, harmless):
    assert is_red(by_words, danger)
    assert not is_red(by_words, harmless)


@pytest.mark.parametrize(
    "text",
    [
        "这破班上得我想死，年假怎么算",
        "没有人打我，就是吵了几句",
        "跳楼价买的沙发塌了",
        "游戏里队友被砍死，号被封了",
        "我妈死了",
        "我要告他们",
    ],
)
def test_idioms_denials_and_games(by_words, text):
    assert not is_red(by_words, text)


def test_opinion_is_a_probability_with_a_known_kind(model):
    found = opinion(model, "我站在桥上，不想活了")
    assert found.rings
    assert found.probability > 0.9
    assert found.kind == "suicide"
    assert 0 <= opinion(model, "物业费怎么算").probability < 0.2


def test_every_kind_has_a_reason_of_its_own(model):
    kinds = set(load_weights(DATA.parents[3] / "nlp/data/weights").kinds)
    assert kinds == KINDS
    reasons = [RiskRules.load().assess("", {}, danger=Ringing(kind)).reasons for kind in kinds]
    assert len(set(reasons)) == len(KINDS)


class Ringing:
    """An opinion that rings for a kind."""

    probability, rings = 1.0, True

    def __init__(self, kind: str) -> None:
        self.kind = kind


def test_one_sentence_of_danger_in_a_long_story_is_heard(by_words):
    story = "我跟公司签了三年合同，做的是仓库保管，工资每个月五千，加班费一直没有算清楚，社保也只交了一年。"
    more = "后来部门合并，主管让我去另外一个城市上班，我不同意，他们就把我的打卡权限停了，人事也不回邮件。"
    assert len(normalise(story + more).text) > STORY
    assert is_red(by_words, f"{story}我现在站在楼顶上，不想活了，随时跳下去。{more}")
    assert not is_red(by_words, story + more)


def test_an_empty_or_endless_message_is_weighed(model):
    assert not opinion(model, "").rings
    assert 0 <= opinion(model, "甲方不给钱，" * 2000).probability <= 1
    assert parts("") == []


def test_runs_are_of_length_one_and_the_same_everywhere():
    places, values = runs("他打我")
    assert np.linalg.norm(values) == pytest.approx(1, abs=1e-5)
    again, _ = runs("他打我")
    assert places.tolist() == again.tolist()
    assert places.tolist() != runs("我打他")[0].tolist()


def test_weights_are_small_and_survive_writing(tmp_path, model):
    weights = load_weights(DATA.parents[3] / "nlp/data/weights")
    save_weights(weights, tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 3_000_000
    text = "他把我锁在屋里不让出去"
    assert DangerModel.load(tmp_path).weigh(text) == model.weigh(text)


def test_weights_of_another_version_are_refused(tmp_path):
    (tmp_path / "danger.json").write_text('{"format": 0}', encoding="utf-8")
    with pytest.raises(ValueError, match="train again"):
        load_weights(tmp_path)


def test_it_takes_about_a_millisecond(model):
    text = normalise("老公喝了酒就砸东西，我带着孩子躲在卫生间里，他还在外面踢门，说要弄死我们").text
    vector = np.full(384, 0.05, dtype=np.float32)
    taken = []
    for _ in range(30):
        start = perf_counter()
        model.weigh(text, vector)
        taken.append(perf_counter() - start)
    # The quickest of many: the machine that runs the tests may be busy with other things.
    assert min(taken) < 0.002


def test_training_messages_are_many_varied_and_of_every_kind():
    messages = read_danger_messages()
    red = [message for message in messages if message.red]
    assert len(red) >= 1200
    assert len(messages) - len(red) >= 1200
    assert {message.kind for message in red} - {""} == KINDS
    assert len({message.normalised for message in messages}) == len(messages)


def test_framing_changes_the_words_around_and_nothing_else():
    origin = [DangerMessage(f"他在第{number}层放火", red=True, kind="fire") for number in range(30)]
    copies = framed(origin, seed=1)
    assert copies
    assert all(origin[place].text in copy.text and copy.red and copy.framed for place, copy in copies)
    assert framed(origin, seed=1) == copies


def test_new_messages_leave_the_copies_of_others_as_they_were():
    origin = [DangerMessage(f"他在第{number}层放火，我要报警", red=True, kind="fire") for number in range(40)]
    more = [DangerMessage("邻居养鸡太吵", red=False), *origin]
    for make in (framed, misspelt):
        copies = make(origin, seed=1)
        assert copies
        assert [copy for _, copy in make(more, seed=1) if copy.red] == [copy for _, copy in copies]


def test_slips_of_typing_keep_the_grade_and_change_a_word():
    origin = [DangerMessage(f"我不想活了，第{number}次写遗书", red=True, kind="suicide") for number in range(20)]
    copies = misspelt(origin, seed=1)
    assert all(copy.red and copy.framed and copy.text != origin[place].text for place, copy in copies)


def test_punctuation_says_nothing(model):
    text = "他把我锁在屋里，不让出去！救命。"
    assert opinion(model, text).probability == pytest.approx(
        model.weigh(normalise(text).text.translate({ord(sign): None for sign in "，！。"})).probability
    )


@pytest.mark.parametrize(
    "text",
    [
        "老工又大我，我躲在策所",
        "我不想火了，一书都写好了",
        "他拿到要坎我",
        "想4，药都买好了",
        "救命阿 他们把我管在屋里",
    ],
)
def test_danger_is_heard_through_slips_of_typing(by_words, text):
    assert is_red(by_words, text)
