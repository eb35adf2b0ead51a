"""A learned sense of danger: it hears what no rule has words for."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon import DATA

WEIGHTS = DATA / "weights"
NAME = "danger"
FORMAT = 2
"""Version of the files; raised when older code could no longer read them."""

BITS = 17
KIND_BITS = 13
"""Runs of characters fall into 2**BITS places; for the kind, which needs less, into 2**KIND_BITS."""

LONGEST_RUN = 4
LONGEST_READ = 1200
STORY = 80
"""Characters from which a message is a story: danger in one of its sentences must not drown in the others."""

FRAGMENT, SHORTEST = 7, 5
SURE_OF_FRAGMENT = 0.85
"""Below so many characters (现在他睡了, 昨天晚上: answers to a question) the model must be very sure, and in still
fewer it has no say: almost no message it learned from was so short. Few words of danger (不想活了) the rules know."""

_SAYS_NOTHING = re.compile(r"[^\u3400-\u9fff0-9a-z]")
"""Punctuation, spaces and signs: who speaks into the telephone sends none, so nothing may be learned from them."""

_PART = 45
_CLAUSE = re.compile(r"[^，。！？；,!?;]+[，。！？；,!?;]?")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DangerOpinion:
    """What the model thinks of a message.

    Attributes:
        probability: That somebody is in danger now or soon, 0..1.
        kind: The likeliest kind of danger, as in `RiskFinding.kinds`, should there be any.
        rings: Whether the probability is as high as the threshold that was chosen when the model was trained.
        wary: Whether it is high enough for a person to ask before the day is over, though it does not ring.
    """

    probability: float
    kind: str
    rings: bool
    wary: bool = False


@dataclass(frozen=True, slots=True)
class Mixture:
    """How the logits of words and sentence vector become one, and from which probability on the model rings.

    From `wary_from` on a person should ask. `part_discount` is taken off the logit of one part of a story: of many
    parts one easily sounds worse than it is.
    """

    words: float
    vector: float
    bias: float
    part_discount: float
    rings_from: float
    wary_from: float


@dataclass(frozen=True, slots=True)
class DangerWeights:
    """Everything learned.

    Attributes:
        idf: Inverse document frequency of each place of runs of characters.
        words: Weight of each place; the last entry is the bias.
        mean: What all sentence vectors share.
        landmarks: Centred sentence vectors of some of our messages, landmarks x SIZE.
        pull: How much likeness to each landmark speaks for danger; the last entry is the bias.
        kinds: Names of the kinds.
        kind_words: Weights of the kinds, (2**KIND_BITS + 1) x kinds.
        kind_vector: The same for the sentence vector, (SIZE + 1) x kinds.
        with_vectors: Mixture where there is a sentence vector.
        without_vectors: Mixture where there is none.
        about: Origin and figures, for people.
    """

    idf: Floats
    words: Floats
    mean: Floats
    landmarks: Floats
    pull: Floats
    kinds: tuple[str, ...]
    kind_words: Floats
    kind_vector: Floats
    with_vectors: Mixture
    without_vectors: Mixture
    about: dict[str, Any]


class DangerModel:
    """Weighs the danger in a message. Immutable, safe in threads."""

    def __init__(self, weights: DangerWeights) -> None:
        """Take the weights; use `load` for the shipped ones."""
        self._weights = weights

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Self:
        """Read the weights.

        Raises:
            ValueError: The weights are of another version; the message says what to do.
        """
        return cls(load_weights(folder))

    def weigh(self, text: str, vector: Floats | None = None) -> DangerOpinion:
        """Return the opinion on one normalised text.

        Args:
            text: Normalised text.
            vector: Its sentence vector, not centred; None goes by the words alone.
        """
        weights = self._weights
        places, values = runs(text, weights.idf)
        heard = self._words(places, values)
        centred = None if vector is None else centre(vector, weights.mean)
        mixture = weights.without_vectors if centred is None else weights.with_vectors
        logit = mixture.words * heard + mixture.bias
        if centred is not None:
            logit += mixture.vector * float(likeness(centred, weights.landmarks) @ weights.pull[:-1] + weights.pull[-1])
        if len(text) > STORY:
            logit = max(logit, self._worst_part(text))
        probability = float(1 / (1 + np.exp(-logit)))
        said = len(_SAYS_NOTHING.sub("", text))
        rings_from, wary_from = mixture.rings_from, mixture.wary_from
        if said < FRAGMENT:
            rings_from = wary_from = SURE_OF_FRAGMENT if said >= SHORTEST else math.inf
        return DangerOpinion(
            probability,
            self._kind(places, values, centred),
            rings=probability >= rings_from,
            wary=wary_from <= probability < rings_from,
        )

    def _words(self, places: NDArray[np.int64], values: Floats) -> float:
        words = self._weights.words
        return float(words[places] @ values + words[-1])

    def _worst_part(self, text: str) -> float:
        mixture = self._weights.without_vectors
        worst = max((self._words(*runs(part, self._weights.idf)) for part in parts(text)), default=-np.inf)
        return mixture.words * worst + mixture.bias - mixture.part_discount

    def _kind(self, places: NDArray[np.int64], values: Floats, centred: Floats | None) -> str:
        weights = self._weights
        scores = values @ weights.kind_words[places & ((1 << KIND_BITS) - 1)] + weights.kind_words[-1]
        if centred is not None:
            scores = scores + centred @ weights.kind_vector[:-1] + weights.kind_vector[-1]
        return weights.kinds[int(np.argmax(scores))]


def runs(text: str, idf: Floats | None = None) -> tuple[NDArray[np.int64], Floats]:
    """Return the places of the runs of one to four characters of a text, and their weights (together of length one).

    Punctuation is left out. The place is a hash that is the same everywhere; it is counted in NumPy because messages
    may be long.
    """
    said = _SAYS_NOTHING.sub("", text[:LONGEST_READ])
    points = np.frombuffer(f"^{said}$".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    hashes = []
    for length in range(1, min(LONGEST_RUN, len(points)) + 1):
        count = len(points) - length + 1
        mixed = np.full(count, length, dtype=np.uint64)
        for offset in range(length):
            mixed = (mixed ^ points[offset : offset + count]) * _MIX
            mixed ^= mixed >> _SHIFT
        hashes.append((mixed * _MIX) >> np.uint64(64 - BITS))
    places, times = np.unique(np.concatenate(hashes).astype(np.int64), return_counts=True)
    values = (1 + np.log(times)).astype(np.float32)
    if idf is not None:
        values *= idf[places]
    return places, values / np.float32(np.linalg.norm(values))


def parts(text: str) -> list[str]:
    """Return the clauses of a story, neighbours joined until they are long enough to mean something."""
    clauses: Sequence[str] = _CLAUSE.findall(text[:LONGEST_READ])
    found: list[str] = []
    for start in range(len(clauses)):
        end = start + 1
        while end < len(clauses) and len("".join(clauses[start:end])) < _PART // 2:
            end += 1
        found.append("".join(clauses[start:end])[: 2 * _PART])
    return found


def centre(vector: Floats, mean: Floats) -> Floats:
    """Return the vector without what all share, of length one."""
    moved = vector - mean
    return np.asarray(moved / max(float(np.linalg.norm(moved)), 1e-9), dtype=np.float32)


def likeness(centred: Floats, landmarks: Floats) -> Floats:
    """Return how like each landmark a centred vector is (Gaussian kernel, 1 where they are the same).

    Args:
        centred: One vector, or many, one a row.
        landmarks: The landmarks, one a row.
    """
    # One vector is too little work for BLAS's threads: on a busy machine they wait longer than they count.
    cosine = np.einsum("ij,j->i", landmarks, centred) if centred.ndim == 1 else centred @ landmarks.T
    return np.asarray(np.exp(2 * (cosine - 1)), dtype=np.float32)


_ARRAYS = ("idf", "words", "mean", "landmarks", "pull", "kind_words", "kind_vector")


def save_weights(weights: DangerWeights, folder: Path) -> None:
    """Write danger.npz and danger.json into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: getattr(weights, name).astype(np.float16) for name in _ARRAYS}
    np.savez_compressed(folder / f"{NAME}.npz", **arrays)
    model = {
        "format": FORMAT,
        "kinds": weights.kinds,
        "with_vectors": asdict(weights.with_vectors),
        "without_vectors": asdict(weights.without_vectors),
        "about": weights.about,
    }
    (folder / f"{NAME}.json").write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_weights(folder: Path) -> DangerWeights:
    """Read what `save_weights` wrote.

    Raises:
        ValueError: The files are of another version.
    """
    model = json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8"))
    if model["format"] != FORMAT:
        raise ValueError(f"{folder}/{NAME}.json has format {model['format']}, this code reads {FORMAT}; train again")
    with np.load(folder / f"{NAME}.npz", allow_pickle=False) as file:
        arrays = {name: file[name].astype(np.float32) for name in _ARRAYS}
    return DangerWeights(
        **arrays,
        kinds=tuple(model["kinds"]),
        with_vectors=Mixture(**model["with_vectors"]),
        without_vectors=Mixture(**model["without_vectors"]),
        about=model["about"],
    )
