"""Reading what was put into a step's form: plain values out, or what is wrong with each field in words for staff."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.domain.docket_steps import Docket, FieldKind, Step, StepField, docket

LONGEST_LINE, LONGEST_TEXT = 200, 5000
"""Characters of a line and of a text."""
HIGHEST_YUAN = Decimal(1_000_000_000_000)
MOST_INSTALMENTS = 120
_LATEST_YEARS = 30
"""A day further ahead than this is a slip of the pen."""
_HIGHEST_COUNT = 1_000_000
_MONEY = re.compile(r"\d{1,20}(\.\d{1,2})?")


class FormError(ValueError):
    """Fields that cannot be used, with what is wrong with each."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


class _Wrong(Exception):  # noqa: N818 - a signal between the readers of this file
    def __init__(self, code: str, details: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def read_values(step: Step, given: Mapping[str, Any], *, today: date, registered_on: date) -> dict[str, Any]:
    """Read a form.

    Args:
        step: Its step.
        given: What was sent: texts as from a page, or plain values as from a program.
        today: The present day.
        registered_on: The day of registration; nothing in the file happened before.

    Returns:
        JSON values by field: trimmed texts, ISO days, whole numbers, lists; fields left empty are absent.

    Raises:
        FormError: Something is missing or wrong.
    """
    words = docket()
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in step.fields:
        try:
            value = _read(field, given.get(field.id), today, registered_on)
        except _Wrong as wrong:
            problems[field.id] = words.problems[wrong.code].format(**wrong.details)
            continue
        if value is not None:
            values[field.id] = value
    problems |= {key: text for key, text in _together(step, values, words).items() if key not in problems}
    if problems:
        raise FormError(problems)
    return values


def money(text: Any) -> Decimal | None:
    """Read a sum in yuan; None for nothing.

    Raises:
        FormError: It is no sum, or one that no dispute has.
    """
    try:
        return _money(text)
    except _Wrong as wrong:
        raise FormError({"amount": docket().problems[wrong.code]}) from None


def _read(field: StepField, given: Any, today: date, registered_on: date) -> Any:
    value = _READERS[field.kind](field, given, today)
    if value is None and field.required:
        raise _Wrong("ticked" if field.kind is FieldKind.TICK else "required", {})
    if field.kind is FieldKind.DAY and value is not None:
        _check_past(date.fromisoformat(value), today, registered_on)
    return value


def _check_past(day: date, today: date, registered_on: date) -> None:
    if day > today:
        raise _Wrong("future", {})
    if day < registered_on:
        raise _Wrong("before_registration", {"registered_on": registered_on.isoformat()})


def _text(longest: int) -> Callable[[StepField, Any, date], str | None]:
    def read(_field: StepField, given: Any, _today: date) -> str | None:
        text = "" if given is None else "".join(c for c in str(given) if c in "\n\t" or c.isprintable()).strip()
        if len(text) > longest:
            raise _Wrong("too_long", {"longest": longest})
        return text or None

    return read


def _day(_field: StepField, given: Any, today: date) -> str | None:
    if given is None or given == "":
        return None
    day = given if isinstance(given, date) else _iso(str(given))
    if day.year > today.year + _LATEST_YEARS:
        raise _Wrong("too_far", {})
    return date(day.year, day.month, day.day).isoformat()


def _coming_day(field: StepField, given: Any, today: date) -> str | None:
    day = _day(field, given, today)
    if day is not None and date.fromisoformat(day) < today:
        raise _Wrong("past", {})
    return day


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _Wrong("day", {}) from None


def _money_field(_field: StepField, given: Any, _today: date) -> str | None:
    amount = _money(given)
    return None if amount is None else str(amount)


def _money(given: Any) -> Decimal | None:
    text = "" if given is None else str(given).replace(",", "").replace("，", "").strip()
    if not text:
        return None
    if not _MONEY.fullmatch(text):
        raise _Wrong("money" if not re.fullmatch(r"[\d.]+[eE]\+?\d+", text) else "money_range", {})
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise _Wrong("money", {}) from None
    if not 0 < amount <= HIGHEST_YUAN:
        raise _Wrong("money_range", {})
    return amount.quantize(Decimal("0.01"))


def _count(_field: StepField, given: Any, _today: date) -> int | None:
    if given is None or given == "":
        return None
    text = str(given).strip()
    if not text.isdecimal() or not 0 <= int(text[:10]) <= _HIGHEST_COUNT:
        raise _Wrong("count", {})
    return int(text)


def _choice(field: StepField, given: Any, _today: date) -> str | None:
    text = "" if given is None else str(given)
    if text and text not in field.options:
        raise _Wrong("choice", {})
    return text or None


def _many(field: StepField, given: Any, _today: date) -> list[str] | None:
    chosen = [given] if isinstance(given, str) and given else list(given or ())
    if any(each not in field.options for each in chosen):
        raise _Wrong("choice", {})
    return list(dict.fromkeys(chosen)) or None


def _tick(_field: StepField, given: Any, _today: date) -> bool | None:
    return True if given in (True, "yes", "on", "true") else None


def _mediators(_field: StepField, given: Any, _today: date) -> list[dict[str, Any]] | None:
    """Take names, or {"staff_id", "name"}; the service has turned ids into names."""
    found = []
    for each in given or ():
        part = each if isinstance(each, Mapping) else {"name": str(each)}
        name = str(part.get("name") or "").strip()[:LONGEST_LINE]
        if name:
            found.append({"name": name, "staff_id": part.get("staff_id") or None})
    if given and not found:
        raise _Wrong("no_mediator", {})
    return found or None


def _instalments(_field: StepField, given: Any, today: date) -> list[dict[str, Any]] | None:
    if given is not None and not isinstance(given, Sequence):
        raise _Wrong("choice", {})
    rows = []
    for number, each in enumerate(given or (), start=1):
        try:
            due_on = _day(_field, each.get("due_on"), today)
        except _Wrong:
            due_on = None
        if due_on is None:
            raise _Wrong("instalment_day", {"number": number})
        amount = _money(each.get("amount"))
        what = str(each.get("what") or "").strip()[:LONGEST_LINE]
        if amount is None and not what:
            raise _Wrong("instalment_what", {"number": number})
        performed = each.get("performed") in (True, "yes", "on")
        rows.append(
            {"due_on": due_on, "amount": None if amount is None else str(amount), "what": what, "performed": performed}
        )
    if len(rows) > MOST_INSTALMENTS:
        raise _Wrong("too_many_instalments", {"longest": MOST_INSTALMENTS})
    return rows or None


def _together(step: Step, values: Mapping[str, Any], words: Docket) -> dict[str, str]:
    """What is wrong between fields."""
    problems: dict[str, str] = {}
    said = words.problems
    if values.get("reason") == "other" and not values.get("note") and step.field("note"):
        problems["note"] = said["note_for_other"]
    if "told_on" in values and "day" in values and values["told_on"] > values["day"]:
        problems["told_on"] = said["told_before"]
    if "effective_on" in values and "day" in values and values["effective_on"] < values["day"]:
        problems["effective_on"] = said["effective_before"]
    if values.get("form") == "written" and len(values.get("signed", ())) < len(words.options["signed"]):
        problems["signed"] = said["signed_all"]
    if problem := _instalments_together(values, said):
        problems["instalments"] = problem
    return problems


def _instalments_together(values: Mapping[str, Any], said: Mapping[str, str]) -> str:
    rows = values.get("instalments", ())
    for number, each in enumerate(rows, start=1):
        if each["due_on"] < values.get("day", each["due_on"]):
            return said["instalment_before"].format(number=number)
    sums = [Decimal(each["amount"]) for each in rows if each["amount"] is not None]
    if sums and "amount" in values and sum(sums) != Decimal(values["amount"]):
        return said["instalment_sum"].format(total=sum(sums), amount=values["amount"])
    return ""


_READERS: Mapping[FieldKind, Callable[[StepField, Any, date], Any]] = {
    FieldKind.TEXT: _text(LONGEST_LINE),
    FieldKind.LONG: _text(LONGEST_TEXT),
    FieldKind.DAY: _day,
    FieldKind.COMING_DAY: _coming_day,
    FieldKind.MONEY: _money_field,
    FieldKind.COUNT: _count,
    FieldKind.CHOICE: _choice,
    FieldKind.MANY: _many,
    FieldKind.TICK: _tick,
    FieldKind.MEDIATORS: _mediators,
    FieldKind.INSTALMENTS: _instalments,
    FieldKind.FILE_NUMBER: _text(LONGEST_LINE),
}
