"""What to ask a citizen for a fact that is missing: the words, the kind of answer, the buttons."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from knowledge.yaml_lines import Node, open_yaml
from nlp.taxonomy import CATEGORIES

DATA_FILE = Path(__file__).parent / "data" / "questions.yaml"
MOST_CHOICES = 6
LONGEST_LABEL = 12


class QuestionKind(StrEnum):
    """What kind of answer is expected."""

    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PLACE = "place"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what stands on it, the value of the fact that it means, and other words that mean the same."""

    label: str
    value: str
    said: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        fact: The fact that the answer gives.
        category: The category whose wording this is, or None where the wording serves all.
        ask: The question, in Chinese.
        name: What the fact is called when it is read back, in Chinese.
        why: Why it is asked, in Chinese, or None.
        kind: The kind of answer.
        choices: The buttons; empty unless `kind` is choice.
        categories: The categories it may be asked in; empty where in all.
        nothing: The number that 没有 stands for, or None where 没有 is no number.
        fits: What an answer in free words must look like, or None where any words are an answer.
    """

    fact: str
    category: str | None
    ask: str
    name: str
    why: str | None
    kind: QuestionKind
    choices: tuple[Choice, ...]
    categories: tuple[str, ...]
    nothing: int | None = None
    fits: re.Pattern[str] | None = None


class QuestionBook:
    """All questions; a wording made for a category goes before the general one."""

    def __init__(self, questions: Mapping[tuple[str, str | None], Question]) -> None:
        self._questions = MappingProxyType(dict(questions))

    @classmethod
    def load(cls, path: Path = DATA_FILE) -> "QuestionBook":
        """Read and check the data file.

        Raises:
            DataFileError: The file breaks a rule; the message names file and line.
        """
        questions: dict[tuple[str, str | None], Question] = {}
        for node in open_yaml(path).elements():
            question = _read(node)
            key = (question.fact, question.category)
            if key in questions:
                node.fail(f"“{question.fact}”的追问（{question.category or 'all'}）写了两次")
            questions[key] = question
        return cls(questions)

    def question(self, fact: str, category: str) -> Question:
        """The question for a fact as it is put in disputes of that category.

        Raises:
            KeyError: Nobody wrote one.
        """
        special = self._questions.get((fact, category))
        return special if special is not None else self._questions[fact, None]

    def may_ask(self, fact: str, category: str) -> bool:
        """Whether there is a question for the fact and it belongs to that category."""
        try:
            question = self.question(fact, category)
        except KeyError:
            return False
        return not question.categories or category in question.categories

    def __iter__(self) -> Iterator[Question]:
        return iter(self._questions.values())


def _read(node: Node) -> Question:
    fields = node.fields({"id", "name", "ask", "kind", "categories"}, {"why", "choices", "nothing", "fits"})
    fact, _, category = fields["id"].text().partition("@")
    if category and category not in CATEGORIES:
        fields["id"].fail(f"@ 后面的“{category}”不是纠纷类别")
    kind = QuestionKind(fields["kind"].one_of(list(QuestionKind), "追问的种类（kind）"))
    choices = _read_choices(fields["choices"]) if "choices" in fields else ()
    if (kind is QuestionKind.CHOICE) != bool(choices):
        node.fail("choice 这种追问要写 choices，别的不写")
    if "nothing" in fields and kind not in {QuestionKind.NUMBER, QuestionKind.AMOUNT}:
        node.fail("nothing（“没有”等于几）只写在 number 和 amount 这两种追问里")
    if "fits" in fields and kind is not QuestionKind.TEXT:
        node.fail("fits（回答的样子）只写在 text 这种追问里")
    why = fields.get("why")
    return Question(
        fact=fact,
        category=category or None,
        ask=fields["ask"].text(),
        name=fields["name"].text(),
        why=None if why is None or why.is_null else why.text(),
        kind=kind,
        choices=choices,
        categories=_read_categories(fields["categories"]),
        nothing=fields["nothing"].integer() if "nothing" in fields else None,
        fits=_pattern(fields.get("fits")),
    )


def _pattern(node: Node | None) -> re.Pattern[str] | None:
    if node is None:
        return None
    try:
        return re.compile(node.text())
    except re.error as error:
        node.fail(f"这个正则表达式读不懂：{error}")


def _read_categories(node: Node) -> tuple[str, ...]:
    if not node.raw.value or isinstance(node.raw.value, str):
        if node.text() != "all":
            node.fail("这里应该写 all 或者类别的列表")
        return ()
    return tuple(element.one_of(CATEGORIES, "纠纷类别") for element in node.elements())


def _read_choices(node: Node) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for element in node.elements():
        fields = element.fields({"label", "value"}, {"said"})
        choice = Choice(fields["label"].text(), fields["value"].text(), _pattern(fields.get("said")))
        if len(choice.label) > LONGEST_LABEL:
            element.fail(f"按钮“{choice.label}”超过 {LONGEST_LABEL} 个字")
        if any(choice.label == other.label or choice.value == other.value for other in choices):
            element.fail(f"按钮“{choice.label}”写了两次")
        choices.append(choice)
    if not 2 <= len(choices) <= MOST_CHOICES:
        node.fail(f"按钮要 2 到 {MOST_CHOICES} 个，这里有 {len(choices)} 个")
    return tuple(choices)
