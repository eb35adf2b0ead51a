"""A sentence that we say to a citizen, with the articles it rests on."""

from dataclasses import dataclass
from functools import cache

from knowledge.citations import parse_ref
from knowledge.identifiers import ArticleRef
from knowledge.yaml_lines import Node


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence in plain Chinese.

    Attributes:
        text: What is said.
        cites: The articles that say so; empty where the sentence is advice and no law.
    """

    text: str
    cites: tuple[ArticleRef, ...] = ()


@cache
def _parsed(written: str) -> ArticleRef:
    """Guidance cites the same articles again and again."""
    return parse_ref(written)


def read_cites(node: Node) -> tuple[ArticleRef, ...]:
    """A list of citations in the form 《民法典》第一百八十八条.

    Raises:
        DataFileError: A citation is not one (the line is named).
    """
    cites: list[ArticleRef] = []
    for element in node.elements():
        try:
            ref = _parsed(element.text())
        except ValueError as error:
            element.fail(str(error))
        if not ref.label:
            element.fail(f"“{element.text()}”只写了法律，没有写第几条")
        if ref in cites:
            element.fail(f"{element.text()}在这里引了两次")
        cites.append(ref)
    return tuple(cites)


def read_statement(node: Node) -> Statement:
    """A mapping `{text, cites?}`."""
    fields = node.fields({"text"}, {"cites"})
    return Statement(fields["text"].text(), read_cites(fields["cites"]) if "cites" in fields else ())


def read_statements(node: Node) -> tuple[Statement, ...]:
    """A list of statements."""
    return tuple(read_statement(element) for element in node.elements())
