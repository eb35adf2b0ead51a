"""Floors under what is measured on the evaluation sets of facts and personal data, and the scorers' own rules."""

import pytest

from nlp.findings import Fact, Span
from tests.evaluation.measure_facts import agreed_keys, compared, is_right
from tests.evaluation.measure_facts import measure as measure_facts
from tests.evaluation.measure_personal import compare
from tests.evaluation.measure_personal import measure as measure_personal
from tests.evaluation.rows import Count, half_of


def fact(name, value, words):
    return Fact(name, value, Span(0, len(words), words))


def test_facts_stay_as_good_as_they_were():
    counts, failures = measure_facts()
    assert counts["development"]["all"].f1 >= 0.95
    assert counts["record"]["all"].f1 >= 0.80
    assert not [line for line in failures if line.startswith("- ") and half_of(line.split()[1]) == "record"]


def test_personal_data_stay_as_well_hidden_as_they_were():
    counts, failures = measure_personal()
    assert counts["development"]["all"].recall >= 0.97
    assert counts["record"]["all"].recall >= 0.86
    assert counts["record"]["all"].precision >= 0.95
    assert not [line for line in failures if line.startswith("- ") and half_of(line.split()[1]) == "record"]


@pytest.mark.parametrize(
    ("key", "noted", "answer", "words", "right"),
    [
        ("event_date", "2026-10", "2026-10-20", "上个月20号", True),
        ("event_date", "2026", "2026-01-01", "今年", True),
        ("event_date", "2026-10-20", "2026-10-01", "上个月", False),
        ("relation", "三舅", "relative", "三舅", True),
        ("relation", "三舅", "relative", "表哥", False),
        ("place", "高新区麓景路", "麓景路", "麓景路", True),
        ("amount_yuan", 3000, 3001, "三千", False),
        ("steps_taken", ["sued", "mediation"], ["mediation", "sued"], "起诉", True),
        ("steps_taken", ["sued"], ["mediation", "sued"], "起诉", False),
        ("children_ages", [3], [3.5], "三岁半", False),
    ],
)
def test_what_counts_as_right(key, noted, answer, words, right):
    assert is_right(key, noted, answer, words) is right


def test_a_wrong_answer_is_both_missed_and_false_and_a_plain_opponent_counts_for_nothing():
    everything = frozenset({"amount_yuan", "other_party", "age"})
    found = {"amount_yuan": fact("amount_yuan", 5, "五块"), "other_party": fact("other_party", "公司", "公司")}
    assert dict(compared({"amount_yuan": 6}, found, everything)) == {"amount_yuan": "wrong"}
    assert dict(compared({"other_party": "老李", "age": 60}, found, frozenset({"other_party", "age"}))) == {
        "other_party": "missed",
        "age": "missed",
    }


def test_only_what_both_readers_agree_on_counts():
    agreed = agreed_keys({"age": 60, "months": 3}, {"age": 61, "months": 3})
    assert "age" not in agreed
    assert {"months", "days"} <= agreed


def test_a_datum_half_masked_is_missed_and_an_answer_beside_it_is_false():
    text = "我叫王小明，住西街"
    noted = [{"kind": "name", "start": 2, "end": 5}]
    assert compare(text, noted, [("name", 2, 4)]) == [("missed", "name", "王小明")]
    assert compare(text, noted, [("name", 2, 5), ("address", 7, 9)]) == [
        ("right", "name", "王小明"),
        ("false", "address", "西街"),
    ]
    assert compare(text, noted, [("phone", 2, 5)]) == [("missed", "name", "王小明")]


def test_figures_of_a_count():
    count = Count(right=3, false=1, missed=2)
    assert (count.recall, count.precision) == (0.6, 0.75)
    assert count.f1 == pytest.approx(2 / 3)
    assert Count().f1 == 0.0
