"""Calculators for staff and programs: what each asks for, one computed, and a number as plain data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.errors import BadInput, NotFound
from bot.service.reference_room import ReferenceRoom
from knowledge.calculators import Calculator, Number, UnreadableInputError, calculators, compute


def described() -> list[dict[str, Any]]:
    """Every calculator with its fields, as plain data."""
    return [
        {
            "name": calculator.name,
            "what": calculator.what,
            "unit": calculator.unit,
            "group": calculator.group,
            "inputs": [
                {
                    "name": field.name,
                    "label": field.label,
                    "kind": field.kind.value,
                    "unit": field.unit,
                    "hint": field.hint,
                    "choices": [{"value": value, "label": label} for value, label in field.choices],
                }
                for field in calculator.inputs
            ],
        }
        for calculator in calculators()
    ]


def calculator_named(name: str) -> Calculator:
    """One calculator.

    Raises:
        NotFound: There is none of that name.
    """
    found = next((calculator for calculator in calculators() if calculator.name == name), None)
    if found is None:
        raise NotFound("没有这个计算器。", hint="名称见 GET /api/v1/calculators。")
    return found


def computed(name: str, typed: Mapping[str, Any], room: ReferenceRoom, today: date) -> dict[str, Any]:
    """One calculator on what was typed, as plain data.

    Args:
        name: The code of the calculator.
        typed: Text or plain values by field.
        room: The books of the house; its figures (LPR, wages, incomes) are used.
        today: The day of asking.

    Raises:
        NotFound: There is no such calculator.
        BadInput: A field cannot be read; the message names it.
    """
    calculator_named(name)
    try:
        number = compute(name, typed, today, room.figures)
    except UnreadableInputError as error:
        raise BadInput(str(error)) from None
    return number_result(number, room, today)


def number_result(number: Number, room: ReferenceRoom, today: date) -> dict[str, Any]:
    """A number with steps and articles as plain data; `missing` says what to ask, `refusal` why it cannot be told."""
    articles = [room.article(ref, today) for ref in number.articles]
    return {
        "what": number.what,
        "value": list(number.value) if isinstance(number.value, tuple) else number.value,
        "unit": number.unit,
        "steps": list(number.steps),
        "articles": [
            {"law": a.ref.law, "number": a.number, "label": a.ref.label, "state": a.state.value}
            for a in articles
            if a is not None
        ],
        "missing": dict(number.missing),
        "refusal": number.refusal,
    }
