"""What a form asks for: the fields of every calculator, and what people type into them as facts."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from knowledge.data_files import BrokenDataFileError, read_yaml
from nlp.numerals import NUMBER, parse_number

FILE = "calculator_inputs.yaml"
LARGEST = 1e12
_NUMBER = re.compile(rf"({NUMBER})\s*(?:元|块|块钱|%|％|个月|天|日|年|小时|岁|个)?")
_DIGITS = re.compile(r"\d{1,13}(?:\.\d{1,6})?")
_YES, _NO = frozenset({"yes", "true", "1", "是", "on"}), frozenset({"no", "false", "0", "否"})


class InputKind(StrEnum):
    """What is typed into a field."""

    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Input:
    """One field.

    Attributes:
        name: The fact that it gives.
        label: What stands before the field, in Chinese.
        kind: The kind of answer.
        unit: The unit behind the field, or empty.
        hint: What to write, in Chinese, or empty.
        choices: Value and label of each choice; empty unless `kind` is choice.
    """

    name: str
    label: str
    kind: InputKind
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class UnreadableInputError(ValueError):
    """What was typed cannot be read; the message says what to write, in Chinese."""


@cache
def all_inputs() -> Mapping[str, Input]:
    """Every field by name.

    Raises:
        BrokenDataFileError: An entry is not whole.
    """
    found = {}
    for name, entry in read_yaml(FILE).items():
        try:
            choices = tuple((str(value), label) for value, label in entry.get("choices", {}).items())
            kind = InputKind(entry["kind"])
            found[name] = Input(name, entry["label"], kind, entry.get("unit", ""), entry.get("hint", ""), choices)
        except (KeyError, ValueError, AttributeError) as error:
            raise BrokenDataFileError(f"{FILE}: {name}: {error}") from error
    return found


def read_input(field: Input, typed: Any) -> Any:
    """What a field means; None where it was left empty.

    Args:
        field: The field.
        typed: Text of a form, or a plain value of JSON.

    Raises:
        UnreadableInputError: It is none of the kind that the field asks for.
    """
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    written = str(typed).strip()
    match field.kind:
        case InputKind.DATE:
            return _day(field, written)
        case InputKind.YES_NO:
            return _yes_or_no(field, written)
        case InputKind.CHOICE:
            if field.choices and written not in dict(field.choices):
                raise UnreadableInputError(f"“{field.label}”请在列出的里面选一个。")
            return written
        case _:
            return _number(field, written)


def _number(field: Input, written: str) -> float:
    plain = written.replace(",", "").replace("，", "").strip("¥￥ ")
    match = _NUMBER.fullmatch(plain)
    if _DIGITS.fullmatch(plain):
        value = float(plain)
    elif match and (number := parse_number(match[1])) is not None:
        value = float(number.value)
    else:
        raise UnreadableInputError(
            f"“{field.label}”请填一个不小于零的数，例如 {'3.5' if field.unit == '%' else '6000'}。"
        )
    if not math.isfinite(value) or value > LARGEST:
        raise UnreadableInputError(f"“{field.label}”的数太大了。")
    return int(value) if value.is_integer() else value


def _day(field: Input, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UnreadableInputError(f"“{field.label}”请填年月日，例如 2026-11-23。") from None


def _yes_or_no(field: Input, written: str) -> bool:
    if written.lower() in _YES:
        return True
    if written.lower() in _NO:
        return False
    raise UnreadableInputError(f"“{field.label}”请选“是”或者“否”。")
