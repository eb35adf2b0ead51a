"""Kinds of words by jieba's dictionary: which are ordinary, which are names; for masking, loaded when needed."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_LONGEST = 4
_FREQUENT = 100


@cache
def _dictionary() -> Mapping[str, tuple[str, int]]:
    text = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    entries = (line.split(" ") for line in text.splitlines())
    return MappingProxyType({word: (tag, int(count)) for word, count, tag in entries if len(word) <= _LONGEST})


def word_kind(word: str) -> str | None:
    """Give jieba's part of speech: n, v, nr for persons, ns for places …; None for a word it does not know."""
    entry = _dictionary().get(word)
    return None if entry is None else entry[0]


def frequency(word: str) -> int:
    """Give how often the dictionary has seen a word; 0 for one it does not know."""
    entry = _dictionary().get(word)
    return 0 if entry is None else entry[1]


@cache
def _given_characters() -> tuple[Mapping[str, int], int]:
    counts = Counter(sign for word, (kind, _) in _dictionary().items() if kind.startswith("nr") for sign in word[1:])
    return counts, counts.total()


def given_name_share(word: str) -> float:
    """Give the mean share that the characters of a word have in the given names of the dictionary, above 0."""
    counts, total = _given_characters()
    return sum(counts.get(sign, 0) + 1 for sign in word) / len(word) / total


def is_person_name(word: str) -> bool:
    """Say whether the dictionary holds the word as the name of a person and nothing else."""
    return (word_kind(word) or "").startswith("nr")


def is_frequent(word: str) -> bool:
    """Say whether a word is so frequent that it is hardly one private person's name."""
    entry = _dictionary().get(word)
    return entry is not None and entry[1] >= _FREQUENT


def is_known_place(word: str) -> bool:
    """Say whether the dictionary holds the word as a place, often named: 长沙, 广东; hardly a hamlet."""
    return (word_kind(word) or "").startswith("ns") and is_frequent(word)


def is_ordinary(word: str) -> bool:
    """Say whether a word is in everybody's use and no person's name to the dictionary."""
    return word_kind(word) is not None and not is_person_name(word) and is_frequent(word)
