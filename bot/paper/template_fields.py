"""Finds fields of a template that nothing fills, and names their place, before a form is made from it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from jinja2 import Environment, TemplateSyntaxError, nodes

_TAG = re.compile(r"\{\{[prc]?[tr]?\s?.*?\}\}|\{%(?:p|tr|tc|r)?\s.*?%\}", re.DOTALL)
_KIND = re.compile(r"^\{([{%])-?(?:p|tr|tc|r)?\s")
_FOR = re.compile(r"\{%(?:p|tr|tc|r)?\s*for\s+(\w+)\s+in\s+(.+?)\s*-?%\}")
_CLOSED_BY = {"for": "{% endfor %}", "if": "{% endif %}", "set": ""}
_CONTINUES = ("else", "elif", "endif", "endfor")
_FREE = frozenset({"loop"})


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """Something in a template that cannot be filled, and where: `place` is for people."""

    place: str
    found: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.place}：{self.found} {self.meaning}"


def template_problems(content: bytes, known: Mapping[str, Any]) -> tuple[TemplateProblem, ...]:
    """Look through a Word template.

    Args:
        content: The Word file.
        known: Fields with example values; lists hold one example at least.
    """
    try:
        document = Document(BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        return (TemplateProblem("整个文件", "", "不是 Word 文件（.docx）"),)
    places = list(_places(document))
    whole = "\n".join(text for _, text in places)
    scope = dict(known)
    for variable, source in _FOR.findall(whole):
        scope.setdefault(variable, _element(_value_of(source, scope)))
    environment = Environment(autoescape=True)
    found = []
    for place, text in places:
        for tag in _TAG.findall(text):
            found += [TemplateProblem(place, tag, meaning) for meaning in _meanings(environment, tag, scope)]
    return tuple(found)


def fields_used(content: bytes) -> frozenset[str]:
    """Return the names of all fields that a sound template mentions."""
    environment = Environment(autoescape=True)
    found: set[str] = set()
    for _, text in _places(Document(BytesIO(content))):
        for tag in _TAG.findall(text):
            if tag.startswith("{{"):
                found |= {node.name for node in environment.parse(tag).find_all(nodes.Name)}
    return frozenset(found)


def _places(document: Any) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(document.paragraphs, start=1):
        yield f"正文第{number}段", paragraph.text
    for number, table in enumerate(document.tables, start=1):
        for row_number, row in enumerate(table.rows, start=1):
            seen = set()
            for cell in row.cells:
                if cell._tc in seen:  # noqa: SLF001 - joined cells appear once for each column
                    continue
                seen.add(cell._tc)  # noqa: SLF001
                yield f"第{number}个表格第{row_number}行第{len(seen)}格", cell.text
    for section in document.sections:
        for name, part in (("页眉", section.header), ("页脚", section.footer)):
            for paragraph in part.paragraphs:
                yield name, paragraph.text


def _meanings(environment: Environment, tag: str, scope: Mapping[str, Any]) -> Iterator[str]:
    source = _KIND.sub(lambda m: "{" + m.group(1) + " ", tag)
    word = source[2:].split(maxsplit=1)[0].rstrip("%}") if source.startswith("{%") else ""
    if word in _CONTINUES and word != "elif":
        return
    source = source.replace("elif", "if", 1) if word == "elif" else source
    closing = _CLOSED_BY.get("if" if word == "elif" else word, "")
    try:
        tree = environment.parse(source + closing)
    except TemplateSyntaxError:
        yield "写得不对"
        return
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    for node in tree.find_all((nodes.Name, nodes.Getattr)):
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in {*scope, *stored, *_FREE}:
            yield f"没有“{node.name}”这个字段"
        if isinstance(node, nodes.Getattr):
            owner = _resolve(node.node, scope)
            if isinstance(owner, Mapping) and node.attr not in owner:
                yield f"没有“{node.attr}”这个字段"
            elif isinstance(owner, str | list | bool):
                yield f"后面不能再写“.{node.attr}”"


def _resolve(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = _resolve(node.node, scope)
        return owner.get(node.attr) if isinstance(owner, Mapping) else None
    return None


def _value_of(path: str, scope: Mapping[str, Any]) -> Any:
    value: Any = scope
    for step in path.split("."):
        value = value.get(step.strip()) if isinstance(value, Mapping) else None
    return value


def _element(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None
