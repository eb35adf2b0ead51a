"""A text as numbers: weighted words, pairs of words and runs of characters."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlp import tokenise

LONGEST_READ = 600
"""Characters of a message that are turned into features: the rest of a very long story adds time, not knowledge."""

_LONGEST_RUN = 3
_SAYS_NOTHING = re.compile(r"[^\u3400-\u9fff0-9a-z]")
"""Punctuation, spaces and signs: who speaks into the telephone sends none, so nothing may be learned from them."""


def word_features(text: str) -> list[str]:
    """Return words (search mode) and pairs of neighbouring words of normalised text."""
    words = tokenise.cut(text)
    singles = tokenise.words(text)
    return [*singles, *(f"{first}_{second}" for first, second in pairwise(words))]


def character_features(text: str) -> list[str]:
    """Return runs of one to three characters of normalised text without punctuation, its beginning and end marked."""
    marked = f"^{_SAYS_NOTHING.sub('', text.lower())}$"
    return [
        marked[start : start + length]
        for length in range(1, _LONGEST_RUN + 1)
        for start in range(len(marked) - length + 1)
    ]


@dataclass(frozen=True, slots=True)
class SparseRow:
    """Indices of the features present, and their weights; each block has length one."""

    indices: NDArray[np.int32]
    values: NDArray[np.float32]


class Vectoriser:
    """Vocabulary and inverse document frequencies of both blocks. Immutable after `fit` or `load`."""

    def __init__(self, words: Sequence[str], characters: Sequence[str], idf: NDArray[np.float32]) -> None:
        """Take the vocabularies and the inverse document frequency of each feature, words first."""
        self.words = tuple(words)
        self.characters = tuple(characters)
        self.idf = idf
        self._word_index = {feature: index for index, feature in enumerate(self.words)}
        self._character_index = {feature: index + len(self.words) for index, feature in enumerate(self.characters)}
        self._idf = idf.tolist()

    @property
    def size(self) -> int:
        """Number of features."""
        return len(self.words) + len(self.characters)

    @classmethod
    def fit(cls, texts: Iterable[str], *, at_least: int = 2) -> Self:
        """Learn the vocabulary: what occurs in `at_least` of the (normalised) texts."""
        in_words: Counter[str] = Counter()
        in_characters: Counter[str] = Counter()
        count = 0
        for text in texts:
            count += 1
            in_words.update(set(word_features(text[:LONGEST_READ])))
            in_characters.update(set(character_features(text[:LONGEST_READ])))
        words = sorted(feature for feature, seen in in_words.items() if seen >= at_least)
        characters = sorted(feature for feature, seen in in_characters.items() if seen >= at_least)
        seen_in = [*(in_words[feature] for feature in words), *(in_characters[feature] for feature in characters)]
        idf = np.log((1 + count) / (1 + np.array(seen_in, dtype=np.float64))) + 1
        return cls(words, characters, idf.astype(np.float32))

    def transform(self, text: str) -> SparseRow:
        """Return the features of one normalised text."""
        text = text[:LONGEST_READ]
        indices: list[int] = []
        values: list[float] = []
        for features, index in (
            (word_features(text), self._word_index),
            (character_features(text), self._character_index),
        ):
            counted = Counter(index[feature] for feature in features if feature in index)
            weights = [(1 + math.log(times)) * self._idf[place] for place, times in counted.items()]
            length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
            indices.extend(counted)
            values.extend(weight / length for weight in weights)
        return SparseRow(np.array(indices, dtype=np.int32), np.array(values, dtype=np.float32))

    def state(self) -> dict[str, Any]:
        """Return the vocabularies, as JSON values."""
        return {"words": list(self.words), "characters": list(self.characters)}
