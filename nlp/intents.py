"""What the citizen wants from the assistant itself (``data/intents.yaml``), beside telling a story."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nlp.findings import Intent
from nlp.lexicon import lexicon

_POLITE_BEFORE = r"(?:(?:你好|您好|嗯+|哦|噢|那|那么|啊|好的?|请问)[，。！~ ]*)?"
_POLITE_AFTER = r"(?:[，。！？~ .!?]|吧|啊|呀|哦|呢|哈|嘛|了|谢谢(?:你|您)?|的|咯|啦|喽)*"
_LONGEST_SAID_IN_PASSING = 120


@dataclass(frozen=True, slots=True)
class _Wish:
    whole: re.Pattern[str] | None
    said: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@cache
def _wishes() -> Mapping[Intent, _Wish]:
    return {
        Intent(name): _Wish(
            whole=re.compile(_POLITE_BEFORE + entry["whole"] + _POLITE_AFTER) if "whole" in entry else None,
            said=re.compile(entry["said"]) if "said" in entry else None,
            unless=re.compile(entry["unless"]) if "unless" in entry else None,
        )
        for name, entry in lexicon("intents").items()
    }


def intents(text: str) -> frozenset[Intent]:
    """Return every wish that `text` (normalised) expresses.

    In a long story only the first and the last 60 characters are read: what a person wants of the assistant stands
    there, and the story between speaks of other people's wishes.
    """
    looked_at = text
    if len(text) > _LONGEST_SAID_IN_PASSING:
        looked_at = f"{text[: _LONGEST_SAID_IN_PASSING // 2]}。{text[-_LONGEST_SAID_IN_PASSING // 2 :]}"
    found = set()
    for intent, wish in _wishes().items():
        if wish.unless is not None and wish.unless.search(looked_at):
            continue
        whole = wish.whole is not None and wish.whole.fullmatch(text) is not None
        if whole or (wish.said is not None and wish.said.search(looked_at)):
            found.add(intent)
    if Intent.REFUSES_MEDIATION in found:
        found.discard(Intent.WANTS_MEDIATION)
    if Intent.CORRECTION in found:
        found -= {Intent.NO, Intent.COMPLAINT}
    return frozenset(found)
