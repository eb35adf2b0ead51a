"""What a citizen reads of a step, filled from docket_steps.yaml."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.dispute_file import PartyKind
from bot.domain.docket_steps import FieldKind, Step, docket


def plain_day(day: date) -> str:
    """A day in words."""
    return docket().words["day"].format(year=day.year, month=day.month, day=day.day)


def shown_value(step: Step, field_id: str, value: Any) -> str:
    """A value of a step's form in words: names for codes, days written out."""
    words, field = docket(), step.field(field_id)
    if field is None:
        return str(value)
    match field.kind:
        case FieldKind.CHOICE:
            return field.options.get(str(value), str(value))
        case FieldKind.MANY:
            return words.words["separator"].join(field.options.get(each, each) for each in value)
        case FieldKind.MEDIATORS:
            return words.words["separator"].join(each["name"] for each in value)
        case FieldKind.DAY | FieldKind.COMING_DAY:
            return plain_day(date.fromisoformat(value))
        case FieldKind.TICK:
            return words.words["yes"]
        case FieldKind.INSTALMENTS:
            return words.words["separator"].join(
                words.words["instalment"].format(position=n, due_on=plain_day(date.fromisoformat(each["due_on"])))
                + (words.words["yuan"].format(amount=each["amount"]) if each["amount"] else each["what"])
                for n, each in enumerate(value, start=1)
            )
        case _:
            return str(value)


def citizen_words(step: Step, values: Mapping[str, Any]) -> str:
    """The words of a step for the citizen; empty where it is the office's own affair."""
    if not step.words:
        return ""
    shown = {field.id: "" for field in step.fields}
    shown |= {key: shown_value(step, key, value) for key, value in values.items()}
    return step.words.format(**shown)


def kind_of(name: str) -> PartyKind:
    """Guess from a name whether it is a person's or an organisation's; staff put it right where the guess is wrong."""
    organised = re.search(docket().words["organisation_name"], name.strip())
    return PartyKind.ORGANISATION if organised else PartyKind.PERSON
