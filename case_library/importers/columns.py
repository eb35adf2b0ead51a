"""Which column of a file is which field of an entry: given, known by name, or guessed from a similar name."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from case_library.errors import CaseLibraryError
from case_library.precedent import Precedent
from case_library.wording import field_name

_FILE = Path(__file__).parent.parent / "data" / "columns.yaml"
_BESIDE = re.compile(r"[（(【\[].*?[）)】\]]|[\s_\-*：:]")
_SIMILAR = 85
_NOT_CHOSEN = frozenset({"id", "origin", "review_state", "dialogue", "facts"})
"""Fields that no column of an office's table holds."""
CHOICES = tuple(name for name in Precedent.__dataclass_fields__ if name not in _NOT_CHOSEN)
"""Fields that a person may choose for a column."""


@cache
def _known() -> Mapping[str, Mapping[str, Any]]:
    loaded: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def _bare(name: str) -> str:
    return _BESIDE.sub("", name).lower()


@cache
def _fields_by_name() -> Mapping[str, str]:
    names = {_bare(name): field for field, listed in _known()["fields"].items() for name in listed}
    return MappingProxyType(names | {_bare(field): field for field in Precedent.__dataclass_fields__})


@cache
def _last() -> frozenset[str]:
    return frozenset(map(_bare, _known()["last"]))


@cache
def outcomes_by_name() -> Mapping[str, str]:
    """Give outcome codes by what others call them."""
    return MappingProxyType({name: code for code, names in _known()["outcomes"].items() for name in names})


@cache
def _questions() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType({_bare(name): said for name, said in _known()["questions"].items()})


def asks_a_question(name: str) -> bool:
    """Say whether a column asks whether something of the outcome is so: 是否履行."""
    return _bare(name) in _questions()


def outcome_answered(column: str, cell: str) -> str | None:
    """Give the outcome that a yes or no in such a column means; empty where it means none, None where it is neither."""
    said = _questions().get(_bare(column))
    answers = {} if said is None else {word: said[answer] for answer in said for word in _known()["answers"][answer]}
    return answers.get(cell.strip().lower())


def column_name(field: str) -> str:
    """Give the name that offices mostly have for a field, as a column that is read as this field; else the same."""
    names: Mapping[str, list[str]] = _known()["fields"]
    return names[field][0] if field in names else field


def words_of(group: str) -> Mapping[str, str]:
    """Give the words (regular expressions) by which a text is read, in their order: outcome_words or sum_words."""
    words: Mapping[str, str] = _known()[group]
    return words


def field_of(name: str) -> str | None:
    """Give the field that a column of exactly this name holds, brackets and spaces aside, or None."""
    return _fields_by_name().get(_bare(name))


def field_called(name: str) -> str | None:
    """Give the field that a person means by its code, its Chinese name or what offices call it, or None."""
    by_our_names = {_bare(field_name(field)): field for field in CHOICES}
    return by_our_names.get(_bare(name)) or field_of(name)


def choices_told() -> str:
    """List the fields that may be chosen, by name and code, for those who wrote another."""
    return "、".join(f"{field_name(field).partition('（')[0]}（{field}）" for field in CHOICES)


def columns_of(names: Iterable[str], given: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """Map columns to fields; no field is filled from two columns.

    Args:
        names: the columns of the file.
        given: column to field, as a person has chosen; these stand, the rest is guessed. An empty field leaves the
            column out.

    Raises:
        CaseLibraryError: a given column or field does not exist.
    """
    names = list(names)
    given = given or {}
    for column, field in given.items():
        if column not in names:
            raise CaseLibraryError(f"文件里没有名为“{column}”的栏目：有的是{'、'.join(names)}")
        if field and field not in Precedent.__dataclass_fields__:
            raise CaseLibraryError(f"案例没有名为“{field}”的字段：可用的有{choices_told()}")
    chosen = dict(given)
    for guess in (_first_field, _second_field, field_of, _similar_field):
        for name in names:
            guessed = None if name in chosen else guess(name)
            if guessed is not None and guessed not in chosen.values():
                chosen[name] = guessed
    return MappingProxyType({name: field for name, field in chosen.items() if field})


def _first_field(name: str) -> str | None:
    """Give what a column holds, but for those that wait until no other column tells the field."""
    return None if _bare(name) in _last() else field_of(name)


def _second_field(name: str) -> str | None:
    """Give what a column holds where another column is already what its name says first: 结果 beside 调解结果."""
    field: str | None = _known()["second"].get(_bare(name))
    return field


def _similar_field(name: str) -> str | None:
    found = process.extractOne(_bare(name), _fields_by_name().keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    return _fields_by_name()[found[0]] if found else None
