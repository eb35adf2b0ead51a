"""A citizen who sends number and code of a file in the talk asks how it stands."""

import re

from bot.domain.dispute import Dispute
from bot.errors import NotFound, TooManyRequests
from bot.service.dispute_status import dispute_status, plain_number
from bot.service.front_desk import FrontDesk

_CODE = re.compile(r"(?<![0-9A-Za-z])[2-9A-Za-z]{5}\s?[-－—]?\s?[2-9A-Za-z]{5}(?![0-9A-Za-z])")
_LONGEST_PREFIX = 30


async def asked_dispute(desk: FrontDesk, text: str) -> Dispute | None:
    """Return the file whose number and code both stand in a text; a wrong code counts as such."""
    plain = plain_text(text)
    number = number_in(plain, desk.settings.number_pattern)
    code = _CODE.search(plain.replace(number, " ")) if number else None
    if number is None or code is None:
        return None
    try:
        return await dispute_status(desk, number, code.group())
    except (NotFound, TooManyRequests):
        return None


def plain_text(text: str) -> str:
    """Return the text with half-width brackets and digits, blanks kept single."""
    return " ".join(plain_number(word) for word in text.split())


def number_in(text: str, pattern: str) -> str | None:
    """Return the first number of a file that stands in a text."""
    expression = (
        re.escape(pattern)
        .replace(re.escape("{year}"), r"\d{4}")
        .replace(re.escape("{prefix}"), rf"[^()\s]{{0,{_LONGEST_PREFIX}}}?")
        .replace(re.escape("{number}"), r"\d{1,9}")
    )
    found = re.search(expression, text)
    return None if found is None else found.group()
