"""A sentence that we say to a citizen, with the articles it rests on."""

import re
from dataclasses import dataclass

from knowledge.identifiers import ArticleRef
from knowledge.yaml_lines import Node

_CITATION = re.compile(
    r"《(?:中华人民共和国)?(.+)》(第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)"
)


def parse_ref(text: str) -> ArticleRef:
    found = _CITATION.fullmatch(text)
    if found is None:
        raise ValueError("write 《law》第N条")
    return ArticleRef(found[1], found[2])


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence in plain Chinese.

    Attributes:
        text: What is said.
        cites: The articles that say so; empty where the sentence is advice and no law.
    """

    text: str
    cites: tuple[ArticleRef, ...] = ()


def read_cites(node: Node) -> tuple[ArticleRef, ...]:
    """A list of citations in the form 《民法典》第一百八十八条.

    Raises:
        DataFileError: A citation is not one (the line is named).
    """
    cites: list[ArticleRef] = []
    for element in node.elements():
        try:
            ref = parse_ref(element.text())
        except ValueError as error:
            element.fail(f"{element.text()!r} is not a citation: {error}")
        if ref in cites:
            element.fail(f"{element.text()} is cited twice here")
        cites.append(ref)
    return tuple(cites)


def read_statement(node: Node) -> Statement:
    """A mapping `{text, cites?}`."""
    fields = node.fields({"text"}, {"cites"})
    return Statement(fields["text"].text(), read_cites(fields["cites"]) if "cites" in fields else ())


def read_statements(node: Node) -> tuple[Statement, ...]:
    """A list of statements."""
    return tuple(read_statement(element) for element in node.elements())
