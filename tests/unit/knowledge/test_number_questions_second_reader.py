"""A second reader answered from the articles, before looking at the program; every question is read from its words."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.calculators import calculate
from knowledge.citations import parse_ref
from knowledge.identifiers import ArticleRef
from nlp.facts.extract import extract
from nlp.facts.message import Message
from nlp.facts.names import NameFinder
from nlp.normalise import normalise

HERE = Path(__file__).parent
TODAY = date(2026, 11, 25)
FIRST = yaml.safe_load((HERE / "number_questions.yaml").read_text(encoding="utf-8"))
SECOND = yaml.safe_load((HERE / "number_questions_second_reader.yaml").read_text(encoding="utf-8"))
WITH_KIND = [{**FIRST[n], **case} if n < len(FIRST) else case for n, case in enumerate(SECOND)]


def refs(case: dict[str, Any]) -> set[ArticleRef]:
    """民法典 188 as a reference."""
    return {parse_ref(re.sub(r"^(.+) (\d+)$", r"《\1》第\2条", written)) for written in case["articles"]}


def test_the_second_reader_answered_the_same_questions_and_more():
    assert [case["q"] for case in SECOND[: len(FIRST)]] == [case["q"] for case in FIRST]
    assert len(SECOND) >= 140
    assert all(case["working"] for case in SECOND)


@pytest.mark.parametrize("case", WITH_KIND, ids=[f"{n}" for n in range(len(WITH_KIND))])
def test_the_question_alone_gives_the_number_and_the_article(case):
    facts = extract(Message(normalise(case["q"]), TODAY), NameFinder())
    known = {name: fact.value for name, fact in facts.items()} | case.get("facts", {})
    numbers = calculate(case["category"], case["subtype"], known, TODAY, text=case["q"])
    assert numbers, "no number"
    first, expected = numbers[0], case["value"]
    if isinstance(first.value, tuple) and not isinstance(expected, list):
        assert "最多" in case["q"]
        assert expected == pytest.approx(first.value[1])
    else:
        got = list(first.value) if isinstance(first.value, tuple) else first.value
        assert got == (expected if isinstance(expected, str) else pytest.approx(expected))
    assert refs(case) & set(first.articles), [str(ref) for ref in first.articles]
