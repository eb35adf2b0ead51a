"""The telephone number under which the citizen wants to be called."""

import re

from nlp.facts.message import Message
from nlp.findings import Fact

_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(?P<mobile>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)"
    r"|(?<!\d)(?P<fixed>0\d{2,3}-?[2-9]\d{6,7})(?!\d)"
)


def find(message: Message) -> list[Fact]:
    """Return phone: digits only, the first number that has the form of a Chinese telephone number."""
    match = _PHONE.search(message.text)
    if match is None:
        return []
    digits = re.sub(r"\D", "", match.group("mobile") or match.group("fixed"))
    return [message.fact("phone", digits, match.start(), match.end())]
