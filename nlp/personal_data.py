"""Personal data in a text: found by form, by surname and by what stands around them, and masked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp import person_names
from nlp.findings import Span
from nlp.lexicon import lexicon

_FULLWIDTH = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ－　：＠．＋",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ- :@.+",
)


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """One piece of personal data.

    Attributes:
        kind: name, phone, landline, id_number, bank_number, address, plate, email, passport or messenger.
        span: Where it stands in the text.
    """

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Forms:
    by_form: tuple[tuple[str, re.Pattern[str]], ...]
    house: re.Pattern[str]
    before_address: re.Pattern[str]
    masks: dict[str, str]


@cache
def _forms() -> _Forms:
    raw = lexicon("personal_data")
    words: dict[str, str] = raw["words"]

    def expand(expression: str) -> re.Pattern[str]:
        for _ in range(2):
            expression = re.sub(r"<<(\w+)>>", lambda match: words[match.group(1)], expression)
        return re.compile(expression)

    return _Forms(
        by_form=tuple((entry["kind"], expand(entry["form"])) for entry in raw["forms"]),
        house=expand(raw["house"]),
        before_address=expand(raw["before_address"]),
        masks=raw["masks"],
    )


def find(text: str) -> tuple[PersonalDatum, ...]:
    """Return the personal data of `text` in order, without overlaps.

    What has an unmistakable form (numbers, addresses) goes before names.
    """
    even = text.translate(_FULLWIDTH)
    taken = [False] * len(text)
    found: list[PersonalDatum] = []
    for kind, start, end in _candidates(even):
        if start >= end or any(taken[start:end]):
            continue
        taken[start:end] = [True] * (end - start)
        found.append(PersonalDatum(kind, Span(start, end, text[start:end])))
    return tuple(sorted(found, key=lambda datum: datum.span.start))


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    forms = _forms()
    for kind, pattern in forms.by_form:
        for match in pattern.finditer(text):
            group = "datum" if match.groupdict().get("datum") is not None else 0
            start, end = match.span(group)
            if kind == "address":
                # what leads up to an address (请把调解书送到) is no part of it
                lead = forms.before_address.match(match.group(group))
                start += lead.end() if lead else 0
                if forms.house.search(text[start:end]) is None:
                    continue
            if match.groupdict().get("luhn") is not None and not _luhn(match.group("luhn")):
                continue
            yield kind, start, end
    for start, end in person_names.names(text):
        yield "name", start, end


def _luhn(written: str) -> bool:
    """Say whether the check digit of a card number is right (ISO/IEC 7812)."""
    digits = [int(character) for character in reversed(written) if character.isdigit()]
    return sum(digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits)) % 10 == 0


def mask(text: str) -> str:
    """Return `text` with every piece of personal data replaced by what it is, such as ［电话］.

    A name keeps its surname (李某), so that a story stays readable.
    """
    pieces: list[str] = []
    last = 0
    masks = _forms().masks
    for datum in find(text):
        pieces.append(text[last : datum.span.start])
        replacement = masks[datum.kind]
        pieces.append(datum.span.text[0] + replacement if datum.kind == "name" else replacement)
        last = datum.span.end
    pieces.append(text[last:])
    return "".join(pieces)
