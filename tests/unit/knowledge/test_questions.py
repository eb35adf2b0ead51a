"""Questions: short, answerable, with wording of their own where a category needs it."""

from pathlib import Path

import pytest

from knowledge.questions import LONGEST_LABEL, MOST_CHOICES, QuestionBook, QuestionKind
from knowledge.yaml_lines import DataFileError


@pytest.fixture(scope="module")
def book() -> QuestionBook:
    return QuestionBook.load()


def test_a_category_has_its_own_wording_before_the_general_one(book: QuestionBook) -> None:
    assert book.question("months", "labour").ask == "欠了几个月工资？"
    assert book.question("months", "contract").ask == "一共有几个月？"
    with pytest.raises(KeyError):
        book.question("favourite_colour", "labour")


def test_a_question_is_asked_only_where_it_belongs(book: QuestionBook) -> None:
    assert book.may_ask("marriage_registered", "family")
    assert not book.may_ask("marriage_registered", "labour")
    assert not book.may_ask("favourite_colour", "family")
    assert book.may_ask("place", "criminal")


def test_the_facts_of_the_taxonomy_can_all_be_asked_for(book: QuestionBook) -> None:
    asked = {question.fact for question in book}
    assert asked >= {
        *("amount_yuan", "claimed_yuan", "monthly_wage_yuan", "interest_monthly_percent", "months", "days"),
        *("start_date", "end_date", "event_date", "deadline_date", "headcount", "age", "children_ages", "place"),
        *("organisation", "other_party", "relation", "role", "steps_taken", "injured", "injury_grade"),
        *("written_contract", "wishes_mediation", "phone"),
    }


def test_every_question_is_short_and_ends_as_one(book: QuestionBook) -> None:
    for question in book:
        assert "？" in question.ask or question.ask.endswith("。"), question.ask
        assert len(question.ask) <= 50, question.ask
        assert 1 < len(question.name) <= 8, question.name
        assert len(question.why or "") <= 30, question.why


def test_buttons_fit(book: QuestionBook) -> None:
    choices = [question for question in book if question.kind is QuestionKind.CHOICE]
    assert len(choices) > 30
    for question in choices:
        assert 2 <= len(question.choices) <= MOST_CHOICES
        assert all(len(choice.label) <= LONGEST_LABEL for choice in question.choices)


ENTRY = "- {{id: {id}, name: 甲, ask: 问？, kind: {kind}, categories: {categories}{more}}}\n"


@pytest.mark.parametrize(
    ("fact", "kind", "categories", "more", "said"),
    [
        ("a", "numbr", "all", "", "是不是“number”"),
        ("a", "number", "[labor]", "", "是不是“labour”"),
        ("a", "number", "some", "", "应该写 all"),
        ("a@labor", "number", "all", "", "不是纠纷类别"),
        ("a", "choice", "all", "", "要写 choices"),
        ("a", "number", "all", ", choices: [{label: 甲, value: a}, {label: 乙, value: b}]", "要写 choices"),
        ("a", "choice", "all", ", choices: [{label: 甲, value: a}]", "2 到 6 个"),
        ("a", "choice", "all", ", choices: [{label: 甲, value: a}, {label: 甲, value: b}]", "两次"),
        (
            "a",
            "choice",
            "all",
            ", choices: [{label: 一二三四五六七八九十一二三, value: a}, {label: 乙, value: b}]",
            "超过 12 个字",
        ),
        ("a", "number", "all", ", colour: red", "不认识的键“colour”"),
        ("a", "yes_no", "all", ", nothing: 0", "number 和 amount"),
        ("a", "number", "all", ", fits: x", "text 这种追问"),
        ("a", "text", "all", ", fits: '['", "读不懂"),
    ],
)
def test_broken_entries_are_named_with_file_and_line(
    tmp_path: Path, fact: str, kind: str, categories: str, more: str, said: str
) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text("# 追问\n\n" + ENTRY.format(id=fact, kind=kind, categories=categories, more=more), encoding="utf-8")
    with pytest.raises(DataFileError, match=said) as caught:
        QuestionBook.load(path)
    assert str(caught.value).startswith(f"{path}:3: ")


def test_the_same_wording_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    entry = ENTRY.format(id="a@labour", kind="number", categories="all", more="")
    path.write_text(entry + entry, encoding="utf-8")
    with pytest.raises(DataFileError, match=r":2: “a”的追问（labour）写了两次"):
        QuestionBook.load(path)
