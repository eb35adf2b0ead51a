"""The composed cases that come with the package: one YAML file a category, each entry marked illustrative."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from case_library.entry_format import from_json
from case_library.errors import CaseLibraryError, InvalidEntryError
from case_library.precedent import Origin, Precedent, ReviewState

CASES_FOLDER = Path(__file__).parent / "data" / "cases"


@cache
def illustrative_cases(folder: Path = CASES_FOLDER) -> Mapping[str, Precedent]:
    """Read every composed case, by id.

    An entry names neither category (the file's name) nor origin nor review state: they are the same for all.

    Raises:
        CaseLibraryError: an entry is wrong; the message names file, line and every problem.
    """
    cases: dict[str, Precedent] = {}
    for path in sorted(folder.glob("*.yaml")):
        for line, row in _entries(path):
            whole = {
                **row,
                "category": path.stem,
                "origin": Origin.ILLUSTRATIVE.value,
                "review_state": ReviewState.PUBLISHED.value,
            }
            try:
                case = from_json(whole)
            except InvalidEntryError as error:
                raise CaseLibraryError(f"{path} 第{line}行：{error}") from error
            if case.id in cases:
                raise CaseLibraryError(f"{path} 第{line}行：编号 {case.id} 已经用过，请换一个")
            cases[case.id] = case
    return MappingProxyType(cases)


def _entries(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Read the entries of a file with the line each begins on."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise CaseLibraryError(f"{path} 不是正确的YAML：{' '.join(str(error).split())}") from error
    if not isinstance(node, yaml.SequenceNode):
        raise CaseLibraryError(f"{path} 第1行：应当是案例的列表，每个案例以“- id:”开头")
    loader = yaml.CSafeLoader("")
    entries = []
    for item in node.value:
        line = item.start_mark.line + 1
        entry = loader.construct_document(item)
        if not isinstance(entry, dict):
            raise CaseLibraryError(f"{path} 第{line}行：每个案例应当是名称和内容的对照")
        entries.append((line, entry))
    return entries
