"""Numbers of no known form that may lead to somebody: contracts, accounts, unusual plates; not sums and days."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "anonymising.yaml"


@cache
def _forms() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], str]:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["long_numbers"]
    return tuple(re.compile(form) for form in raw["forms"]), re.compile("|".join(raw["kept"])), raw["mask"]


def long_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where a number stands that is neither a sum nor a day, and what to write instead."""
    forms, kept, mask = _forms()
    for form in forms:
        for found in form.finditer(text):
            if not kept.fullmatch(found[0]):
                yield found.start(), found.end(), mask
