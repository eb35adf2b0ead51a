"""Seeing names by what stands around them: a small recurrent network that reads a narrative in both directions.

It knows where a person, a small place, a firm or a number of a house may stand, whatever the word may mean elsewhere:
习惯 is a name in 习惯摔了电视, and none in 生活习惯. The rules beside it know how names look.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from case_library.masking.tagger_weights import Floats, Recurrence, TaggerWeights, load_weights
from nlp.normalise import simplified

_LONGEST = 400
"""Characters that are read at once; longer texts are cut at a line or a full stop."""
_OVER = 60
"""Characters that two pieces have in common, so that no name stands at a cut."""


class Seen(StrEnum):
    """What a span may be."""

    PERSON = "name"
    PLACE = "place"
    EMPLOYER = "employer"
    HOUSE = "house"


KINDS = (Seen.PERSON, Seen.PLACE, Seen.EMPLOYER, Seen.HOUSE)
"""In the order of the tags: nothing, then for each kind its first character and the rest."""


@dataclass(frozen=True, slots=True)
class SeenSpan:
    """A span that may tell who somebody is; `chance` (0 to 1) is that of its surest character."""

    start: int
    end: int
    kind: Seen
    chance: float


class NameTagger:
    """Gives for each character of a text the chance of each tag."""

    def __init__(self, weights: TaggerWeights) -> None:
        self._weights = weights

    def chances(self, text: str) -> Floats:
        """Give a row for each character: nothing, person begins, goes on, place begins, goes on, employer, house."""
        weights = self._weights
        rows = [weights.characters.get(half_width(character), 0) for character in simplified(text)]
        if not rows:
            return np.zeros((0, len(weights.out_bias)), dtype=np.float32)
        state = weights.vectors[rows]
        for forward, backward in weights.layers:
            state = np.concatenate((_run(forward, state), _run(backward, state[::-1])[::-1]), axis=1)
        raw = state @ weights.out.T + weights.out_bias
        raw -= raw.max(axis=1, keepdims=True)
        powers = np.exp(raw)
        chances: Floats = powers / powers.sum(axis=1, keepdims=True)
        return chances


_READERS: list[NameTagger] = []
_LOADING = threading.Lock()


def tagger() -> NameTagger:
    """Give the shipped tagger, loaded when it is first asked for (about 20 MB)."""
    with _LOADING:
        if not _READERS:
            _READERS.append(NameTagger(load_weights()))
        return _READERS[0]


def read_with(other: NameTagger) -> None:
    """Read with another tagger than the shipped one from now on: for learning what a tagger does on unread texts."""
    with _LOADING:
        _READERS[:] = [other]


def chances_of(text: str) -> Floats:
    """Give the chances for a text of any length, read in pieces that overlap."""
    pieces, start = [], 0
    reader = tagger()
    while True:
        end = min(len(text), start + _LONGEST)
        first = max(0, start - _OVER)
        pieces.append(reader.chances(text[first:end])[start - first :])
        if end == len(text):
            return np.concatenate(pieces)
        start = end - _OVER
        pieces[-1] = pieces[-1][: start - end]


class Reading:
    """A text with what the tagger sees in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        chances = chances_of(text)
        self._begins = np.stack([chances[:, 1 + 2 * place] for place in range(len(KINDS))])
        self._is = self._begins + np.stack([chances[:, 2 + 2 * place] for place in range(len(KINDS))])
        self._something = 1 - chances[:, 0]

    def chance(self, start: int, end: int, kind: Seen | None = None) -> float:
        """Give the mean chance of the characters from start to end to be of a kind, or of any."""
        row = self._something if kind is None else self._is[KINDS.index(kind)]
        return float(row[start:end].mean())

    def lowest(self, start: int, end: int) -> float:
        """Give the lowest chance of a character from start to end to be something."""
        return float(self._something[start:end].min())

    def highest(self, start: int, end: int) -> float:
        """Give the highest chance of a character from start to end to be something."""
        return float(self._something[start:end].max())

    def spans(self, threshold: float) -> Iterator[SeenSpan]:
        """Give the spans of which each character is something with at least a chance of `threshold`, in order.

        Where two names touch (张三李四), the second begins where a beginning is likelier than a going on.
        """
        at, end_of_text = 0, len(self.text)
        while at < end_of_text:
            if self._something[at] < threshold:
                at += 1
                continue
            kind = int(self._is[:, at].argmax())
            end = at + 1
            while end < end_of_text and self._something[end] >= threshold and self._goes_on(kind, end):
                end += 1
            yield SeenSpan(at, end, KINDS[kind], float(self._something[at:end].max()))
            at = end

    def _goes_on(self, kind: int, at: int) -> bool:
        return int(self._is[:, at].argmax()) == kind and self._begins[kind, at] <= self._is[kind, at] / 2


def _run(recurrence: Recurrence, inputs: Floats) -> Floats:
    """Run one direction of one layer over a text: a row of states for each row of inputs."""
    hidden = recurrence.onward.shape[1]
    inward = inputs @ recurrence.inward.T + recurrence.inward_bias
    onward = np.ascontiguousarray(recurrence.onward)
    state = np.zeros(hidden, dtype=np.float32)
    states = np.empty((len(inputs), hidden), dtype=np.float32)
    for at, coming in enumerate(inward):
        going = onward @ state + recurrence.onward_bias
        gates = 1 / (1 + np.exp(-(coming[: 2 * hidden] + going[: 2 * hidden])))
        reset, update = gates[:hidden], gates[hidden:]
        new = np.tanh(coming[2 * hidden :] + reset * going[2 * hidden :])
        state = (1 - update) * new + update * state
        states[at] = state
    return states


def half_width(character: str) -> str:
    """Give the half-width form of a full-width letter, digit or sign, as the weights were learned."""
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    return " " if code == 0x3000 else character
