"""What was not masked and yet might be a name: places in a case that a person who confirms should look at first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from case_library.masking.personal_names import person_names
from case_library.masking.seen_names import may_stay
from case_library.masking.tagger import Reading
from nlp.personal_data import find

_FILE = Path(__file__).parent / "data" / "anonymising.yaml"
_MASKED = re.compile("[某［］]")


@dataclass(frozen=True, slots=True)
class _Settings:
    chance: float
    goes_on: float
    most: int
    around: int
    mark: str


@cache
def _settings() -> _Settings:
    return _Settings(**yaml.safe_load(_FILE.read_text(encoding="utf-8"))["doubtful"])


def doubtful_places(text: str) -> list[str]:
    """Give words of a masked text that stand or look like a name, with what is around them, likeliest first.

    Each word once, with a mark: 请了老画师【更登】来评.
    """
    settings, reading = _settings(), Reading(text)
    found: dict[str, tuple[float, int]] = {}
    for start, end, chance in _supposed(reading, settings):
        word = text[start:end]
        if len(word) > 1 and not _MASKED.search(word) and not may_stay(word):
            found.setdefault(word, (chance, start))
    likeliest = sorted(found.items(), key=lambda each: -each[1][0])[: settings.most]
    return [_in_place(text, word, start, settings) for word, (_, start) in likeliest]


def _supposed(reading: Reading, settings: _Settings) -> Iterator[tuple[int, int, float]]:
    for span in reading.spans(settings.goes_on):
        if span.chance >= settings.chance:
            yield span.start, span.end, span.chance
    for datum in find(reading.text):
        yield datum.span.start, datum.span.end, 1.0
    for name in person_names(reading.text):
        for found in re.finditer(re.escape(name), reading.text):
            yield found.start(), found.end(), reading.chance(found.start(), found.end())


def _in_place(text: str, word: str, start: int, settings: _Settings) -> str:
    end = start + len(word)
    line = text[max(0, start - settings.around) : end + settings.around]
    return line.replace(word, settings.mark.format(word=word), 1).replace("\n", " ").strip()
