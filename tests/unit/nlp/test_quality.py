"""The shipped weights on sets that were written before them and never trained on."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from nlp.findings import Risk
from nlp.training.measures import calibration_error
from nlp.understanding import Understander

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def by_words():
    return Understander.load(embeddings=False)


@pytest.fixture(scope="module")
def understander():
    return Understander.load()


@pytest.fixture(scope="module")
def hard():
    lines = (DATA / "hard.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_spoken_messages_of_every_category_by_words_alone(by_words, hard):
    accepted = [
        by_words.understand(text, TODAY).category in {category, *also.split(",")} for category, also, _, text in hard
    ]
    assert sum(accepted) >= 0.9 * len(hard)


def test_subtype_where_the_category_is_right(by_words, hard):
    found = [(subtype, by_words.understand(text, TODAY), category) for category, _, subtype, text in hard]
    right = [
        subtype == understood.subtype for subtype, understood, category in found if understood.category == category
    ]
    assert sum(right) >= 0.88 * len(right)


def test_probabilities_mean_what_they_say(by_words, hard):
    found = [
        (by_words.understand(text, TODAY).categories[0], {category, *also.split(",")})
        for category, also, _, text in hard
    ]
    right = [score.code in fine for score, fine in found]
    assert calibration_error([score.probability for score, _ in found], right) <= 0.09


def test_danger_in_words_that_no_rule_was_made_for(understander):
    messages = yaml.safe_load((DATA / "danger_unseen.yaml").read_text(encoding="utf-8"))
    caught = [understander.understand(text, TODAY).risk.grade is Risk.RED for text in messages["red"]]
    false = [understander.understand(text, TODAY).risk.grade is Risk.RED for text in messages["not_red"]]
    assert sum(caught) >= 0.94 * len(caught)
    assert sum(caught) >= 0.85 * (sum(caught) + sum(false))
