"""YAML data files read node by node, so that every complaint names the file and the line.

Lawyers edit these files by hand. A loader walks a tree of `Node`; each step says what it expects, and where the file
says something else a `DataFileError` points at the very line. Keys that no loader knows are errors, not silence.
"""

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster; both mark lines
_TAG = "tag:yaml.org,2002:"


class DataFileError(ValueError):
    """A data file does not say what it should; the message starts with `path:line:`."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Node:
    """One place in a YAML file.

    Attributes:
        path: The file.
        raw: The composed node of PyYAML.
    """

    path: Path
    raw: yaml.Node

    @property
    def line(self) -> int:
        """Line in the file, counted from 1."""
        return int(self.raw.start_mark.line) + 1

    def fail(self, message: str) -> NoReturn:
        """Raise a `DataFileError` for this place."""
        raise DataFileError(self.path, self.line, message)

    @property
    def is_null(self) -> bool:
        """Whether the file says `null`, `~` or nothing here."""
        return bool(self.raw.tag == _TAG + "null")

    @property
    def is_mapping(self) -> bool:
        """Whether a mapping stands here."""
        return isinstance(self.raw, yaml.MappingNode)

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Keys and values of a mapping in the order of the file; a key said twice is an error."""
        if not isinstance(self.raw, yaml.MappingNode):
            self.fail("这里应该写成“键: 值”的形式")
        seen: set[str] = set()
        for raw_key, raw_value in self.raw.value:
            key = Node(self.path, raw_key).text()
            if key in seen:
                Node(self.path, raw_key).fail(f"键“{key}”写了两次")
            seen.add(key)
            yield key, Node(self.path, raw_value)

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, "Node"]:
        """The values of a mapping whose keys are known.

        Args:
            required: Keys that must be present.
            optional: Keys that may be absent; absent ones are absent from the result too.

        Raises:
            DataFileError: A required key is missing or a key is unknown (the nearest known one is named).
        """
        found = dict(self.items())
        for key, value in found.items():
            if key not in required and key not in optional:
                near = difflib.get_close_matches(key, [*required, *optional], n=1)
                value.fail(f"不认识的键“{key}”" + (f"，是不是“{near[0]}”？" if near else ""))
        for key in required:
            if key not in found:
                self.fail(f"缺少键“{key}”")
        return found

    def elements(self) -> tuple["Node", ...]:
        """The elements of a list."""
        if not isinstance(self.raw, yaml.SequenceNode):
            self.fail("这里应该是一个列表")
        return tuple(Node(self.path, raw) for raw in self.raw.value)

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.raw, yaml.ScalarNode) or self.is_null or not self.raw.value.strip():
            self.fail("这里应该是一段文字")
        return str(self.raw.value).strip()

    def texts(self) -> tuple[str, ...]:
        """A list of texts without repetition."""
        texts: list[str] = []
        for element in self.elements():
            if element.text() in texts:
                element.fail(f"“{element.text()}”在列表里出现了两次")
            texts.append(element.text())
        return tuple(texts)

    def one_of(self, allowed: Collection[str], what: str) -> str:
        """A text from a closed set; `what` names the set in the complaint."""
        text = self.text()
        if text not in allowed:
            near = difflib.get_close_matches(text, [str(word) for word in allowed], n=1)
            self.fail(f"“{text}”不是{what}" + (f"，是不是“{near[0]}”？" if near else ""))
        return text

    def integer(self) -> int:
        """A whole number."""
        if self.raw.tag != _TAG + "int":
            self.fail("这里应该是一个整数")
        try:
            return int(self.raw.value)
        except ValueError:
            self.fail("这里应该是十进制的整数")

    def boolean(self) -> bool:
        """`true` or `false`."""
        if self.raw.tag != _TAG + "bool" or str(self.raw.value).lower() not in {"true", "false"}:
            self.fail("这里应该写 true 或 false")
        return str(self.raw.value).lower() == "true"


def open_yaml(path: Path) -> Node:
    """Compose one YAML file.

    Raises:
        DataFileError: The file cannot be read, is no UTF-8, is empty, or is no YAML.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, 1, f"读不了：{error}") from error
    try:
        raw = yaml.compose(content, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DataFileError(path, line, f"不是正确的 YAML：{error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise DataFileError(path, 1, f"不是正确的 YAML：{error}") from error
    if raw is None:
        raise DataFileError(path, 1, "文件是空的")
    return Node(path, raw)
