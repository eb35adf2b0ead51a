"""Which kind of dispute, which subtype, and how urgent it sounds: learned weights, applied with numpy alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlp.features import SparseRow, Vectoriser
from nlp.lexicon import DATA
from nlp.taxonomy import OTHER

WEIGHTS = DATA / "weights"

NEIGHBOUR_SHARPNESS = 30.0
NEIGHBOUR_SCALE = 127.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """One linear model over features of the words and, where trained, the sentence vector.

    Attributes:
        classes: Names of the classes, in the order of the columns.
        weights: Features x classes.
        bias: One number a class.
        vector_weights: 384 x classes.
        vector_bias: One number a class.
    """

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    vector_weights: Floats
    vector_bias: Floats

    def words_scores(self, row: SparseRow) -> Floats:
        """Return what the words say, one number a class."""
        return np.asarray(row.values @ self.weights[row.indices] + self.bias, dtype=np.float32)

    def vector_scores(self, vector: Floats) -> Floats:
        """Return what the (centred) sentence vector says, one number a class."""
        return np.asarray(vector @ self.vector_weights + self.vector_bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Mixture:
    """How much each opinion counts; the sum of weighted log-probabilities is made a distribution again."""

    words: float
    vector: float
    neighbours: float
    temperature: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Training messages to compare with.

    Attributes:
        axes: 384 x directions: the directions in which centred sentence vectors differ the most.
        places: Messages x directions, each row of length one times `NEIGHBOUR_SCALE`.
        targets: Messages x categories, the soft label of each message times 255.
        pairs: For each message the place of its subtype among the classes of the subtype head.
    """

    axes: Floats
    places: NDArray[np.int8]
    targets: NDArray[np.uint8]
    pairs: NDArray[np.int16]

    def likeness(self, centred: Floats) -> Floats:
        """Return how much each message counts, the most alike 1."""
        place = centred @ self.axes
        place = place / (np.linalg.norm(place) or 1.0)
        alike = self.places.astype(np.float32) @ place / NEIGHBOUR_SCALE
        return np.asarray(np.exp(NEIGHBOUR_SHARPNESS * (alike - alike.max())), dtype=np.float32)

    def category_logits(self, counts: Floats) -> Floats:
        """Return log-probabilities of the categories, from how much each message counts."""
        return log_shares(counts @ self.targets.astype(np.float32) / 255.0)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the weights say of one message.

    Attributes:
        categories: Probability of each category, most likely first.
        subtypes: For each category its likeliest subtype.
        grades: Probability of each grade of risk, as the labelled messages suggest it.
    """

    categories: tuple[tuple[str, float], ...]
    subtypes: Mapping[str, str]
    grades: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything learned. `mean` centres sentence vectors.

    `selected` maps a feature of the vocabulary to its place among those that the subtype and grade heads use, or to -1.
    """

    vectoriser: Vectoriser
    category: Head
    subtype: Head
    grade: Head
    selected: NDArray[np.int32]
    mean: Floats
    neighbours: Neighbours
    with_vectors: Mixture
    without_vectors: Mixture
    about: Mapping[str, Any]


class DisputeClassifier:
    """Applies the weights. Immutable and safe in threads."""

    def __init__(self, weights: Weights) -> None:
        """Take the weights; use `load` for those that are shipped."""
        self.weights = weights
        self._subtypes_of: dict[str, tuple[list[int], list[str]]] = {}
        for index, name in enumerate(weights.subtype.classes):
            category, _, subtype = name.partition("/")
            columns, names = self._subtypes_of.setdefault(category, ([], []))
            columns.append(index)
            names.append(subtype)

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Self:
        """Read the weights from `folder`.

        Raises:
            FileNotFoundError: There are none; ``fengqiao train`` makes them.
            ValueError: They were made by another version of the program.
        """
        from nlp.weights_file import load_weights

        return cls(load_weights(folder))

    def predict(self, text: str, vector: Floats | None = None) -> Prediction:
        """Return what the weights say.

        Args:
            text: Normalised text.
            vector: Sentence vector of the text, not centred; None goes by the words alone.
        """
        weights = self.weights
        row = weights.vectoriser.transform(text)
        few = self._select(row)
        centred = None if vector is None else centre(vector, weights.mean)
        counts = None if centred is None else weights.neighbours.likeness(centred)
        scores = self._categories(row, centred, counts)
        classes = weights.category.classes
        ranked = tuple((classes[index], float(scores[index])) for index in np.argsort(-scores))
        return Prediction(ranked, self._subtypes(few, centred, counts), self._grades(few, centred))

    def subtype_within(self, text: str, category: str) -> tuple[float, str, float]:
        """Return how likely a category is, its likeliest subtype, and how likely this is within it; by words alone.

        Args:
            text: Normalised text.
            category: Code of a category; of an unknown one nothing is likely.
        """
        weights = self.weights
        row = weights.vectoriser.transform(text)
        if category not in self._subtypes_of:
            return 0.0, OTHER, 0.0
        columns, names = self._subtypes_of[category]
        of_category = self._categories(row, None, None)[weights.category.classes.index(category)]
        shares = np.exp(log_softmax(weights.subtype.words_scores(self._select(row))[columns]))
        likeliest = int(np.argmax(shares))
        return float(of_category), names[likeliest], float(shares[likeliest])

    def _categories(self, row: SparseRow, centred: Floats | None, counts: Floats | None) -> Floats:
        """Return the calibrated probability of each category, in the order of the head's classes."""
        weights = self.weights
        mixture = weights.without_vectors if centred is None else weights.with_vectors
        logs = mixture.words * log_softmax(weights.category.words_scores(row))
        if centred is not None and counts is not None:
            logs = logs + mixture.vector * log_softmax(weights.category.vector_scores(centred))
            logs = logs + mixture.neighbours * weights.neighbours.category_logits(counts)
        return np.exp(log_softmax(np.asarray(logs / mixture.temperature, dtype=np.float32)))

    def _select(self, row: SparseRow) -> SparseRow:
        places = self.weights.selected[row.indices]
        kept = places >= 0
        return SparseRow(places[kept], row.values[kept])

    def _subtypes(self, row: SparseRow, centred: Floats | None, counts: Floats | None) -> dict[str, str]:
        head = self.weights.subtype
        by_words = head.words_scores(row)
        by_vector = None if centred is None else head.vector_scores(centred)
        alike = None
        if counts is not None:
            alike = np.bincount(self.weights.neighbours.pairs, weights=counts, minlength=len(head.classes))
        chosen: dict[str, str] = {}
        for category, (columns, names) in self._subtypes_of.items():
            logs = log_softmax(by_words[columns])
            if by_vector is not None and alike is not None:
                logs = logs + log_softmax(by_vector[columns]) + SUBTYPE_NEIGHBOURS * log_shares(alike[columns])
            chosen[category] = names[int(np.argmax(logs))]
        return chosen

    def _grades(self, row: SparseRow, centred: Floats | None) -> dict[str, float]:
        grade = self.weights.grade
        logs = log_softmax(grade.words_scores(row))
        if centred is not None:
            logs = np.asarray((logs + log_softmax(grade.vector_scores(centred))) / 2, dtype=np.float32)
        return dict(zip(grade.classes, np.exp(log_softmax(logs)).tolist(), strict=True))


SUBTYPE_NEIGHBOURS = 0.5
"""How much the subtypes of similar messages count beside words and vector."""


def log_softmax(scores: Floats) -> Floats:
    """Return scores as log-probabilities."""
    shifted: Floats = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


def log_shares(sums: NDArray[Any]) -> Floats:
    """Return how the sums share out, as log-probabilities; what nobody spoke for keeps a little."""
    return np.asarray(np.log((sums + 1e-3) / (sums.sum() + 1e-3 * len(sums))), dtype=np.float32)


def centre(vector: Floats, mean: Floats) -> Floats:
    """Return the vector without what all share, of length one."""
    moved = vector - mean
    return np.asarray(moved / (np.linalg.norm(moved) or 1.0), dtype=np.float32)
