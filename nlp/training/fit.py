"""Learn all weights from labelled messages."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.naive_bayes import ComplementNB

from nlp.classifier import NEIGHBOUR_SCALE, Floats, Head, Mixture, Weights
from nlp.features import Vectoriser
from nlp.findings import Risk
from nlp.taxonomy import taxonomy
from nlp.training import softmax_regression
from nlp.training.messages import LabelledMessage

ALSO_SHARE = 0.25
"""Part of a message's label that goes to the categories that are as good."""

_SELECTED = 16_000
"""Features that the subtype and risk heads see: the commonest, so that the file stays small."""

_CATEGORY_STRENGTHS = (8.0, 4.0)
_SUBTYPE_STRENGTHS = (8.0, 4.0)
_DANGER_STRENGTH = 20.0
_RED_WEIGHT = 3.0
_UNGRADED_WEIGHT = 0.3
_DANGER_VECTOR_STRENGTH = 20.0
_BAYES_SMOOTHING = 0.3
_BAYES_SHARPNESS = 10.0

WITH_VECTORS = Mixture(words=0.5, bayes=0.3, vector=1.0, neighbours=0.5, temperature=1.0)
WITHOUT_VECTORS = Mixture(words=1.0, bayes=0.4, vector=0.0, neighbours=0.0, temperature=1.3)

Embed = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Messages with their sentence vectors, one a row, not centred."""

    messages: Sequence[LabelledMessage]
    vectors: Floats

    def part(self, rows: Sequence[int]) -> "TrainingSet":
        """Return the messages at `rows`."""
        return TrainingSet([self.messages[row] for row in rows], self.vectors[list(rows)])


def fit(
    data: TrainingSet,
    danger: TrainingSet,
    *,
    own_weight: float = 1.0,
    mixtures: tuple[Mixture, Mixture] = (WITH_VECTORS, WITHOUT_VECTORS),
    about: dict[str, object] | None = None,
) -> Weights:
    """Learn from the messages; the same messages give the same weights.

    Args:
        data: What to learn from.
        danger: Messages in danger, and messages that only sound like it.
        own_weight: How much a message of ours counts beside a citizen's.
        mixtures: How the opinions are mixed, with sentence vectors and without.
        about: What to write into the file about origin and figures.
    """
    messages = data.messages
    spoken_of_danger = [message.normalised for message in danger.messages]
    vectoriser = Vectoriser.fit([*(message.normalised for message in messages), *spoken_of_danger])
    features = matrix(vectoriser, [message.normalised for message in messages])
    mean = data.vectors.mean(axis=0).astype(np.float32)
    centred = centre_all(data.vectors, mean)
    weight = np.array([own_weight if message.own else 1.0 for message in messages])
    targets = category_targets(messages)

    selected = _select(features)
    kept = np.flatnonzero(selected >= 0)
    few = features[:, kept]

    grades = [grade.value for grade in Risk]
    graded = [index for index, message in enumerate(messages) if message.risk]
    grade_targets = _one_hot([grades.index(messages[index].risk) for index in graded], len(grades))

    category = _head(tuple(taxonomy().categories), (features, centred), targets, weight, _CATEGORY_STRENGTHS)
    return Weights(
        vectoriser=vectoriser,
        category=category,
        bayes=_bayes(features, targets, weight),
        subtype=_subtype_head(messages, (few, centred), weight),
        grade=_head(tuple(grades), (few[graded], centred[graded]), grade_targets, weight[graded], _SUBTYPE_STRENGTHS),
        danger=_danger_head(data, danger, vectoriser, mean),
        selected=selected,
        mean=mean,
        neighbours=np.round(centred * NEIGHBOUR_SCALE).astype(np.int8),
        neighbour_targets=np.round(targets * weight[:, None] / max(1.0, float(weight.max())) * 255).astype(np.uint8),
        with_vectors=mixtures[0],
        without_vectors=mixtures[1],
        about=about or {},
    )


def matrix(vectoriser: Vectoriser, texts: Sequence[str]) -> sparse.csr_matrix:
    """Return the features of the texts, one a row."""
    rows = [vectoriser.transform(text) for text in texts]
    starts = np.cumsum([0, *(len(row.indices) for row in rows)])
    indices = np.concatenate([row.indices for row in rows]) if rows else np.zeros(0, dtype=np.int32)
    values = np.concatenate([row.values for row in rows]) if rows else np.zeros(0, dtype=np.float32)
    return sparse.csr_matrix((values, indices, starts), shape=(len(rows), vectoriser.size))


def centre_all(vectors: Floats, mean: Floats) -> Floats:
    """Return the vectors without what all share, each of length one."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def category_targets(messages: Sequence[LabelledMessage]) -> NDArray[np.float64]:
    """Return soft labels: most to the best category, a share to those that are as good."""
    place = {code: index for index, code in enumerate(taxonomy().categories)}
    targets = np.zeros((len(messages), len(place)))
    for row, message in enumerate(messages):
        share = ALSO_SHARE if message.also else 0.0
        targets[row, place[message.category]] = 1 - share
        for code in message.also:
            targets[row, place[code]] += share / len(message.also)
    return targets


def _head(
    classes: tuple[str, ...],
    inputs: tuple[sparse.csr_matrix, Floats],
    targets: NDArray[np.float64],
    weight: NDArray[np.float64],
    strengths: tuple[float, float],
) -> Head:
    features, centred = inputs
    words = softmax_regression.fit(features, targets, strength=strengths[0], sample_weights=weight, steps=50)
    vector = softmax_regression.fit(
        centred.astype(np.float64), targets, strength=strengths[1], sample_weights=weight, steps=120
    )
    return Head(
        classes,
        words.weights.astype(np.float32),
        words.bias.astype(np.float32),
        vector.weights.astype(np.float32),
        vector.bias.astype(np.float32),
    )


def _subtype_head(
    messages: Sequence[LabelledMessage], inputs: tuple[sparse.csr_matrix, Floats], weight: NDArray[np.float64]
) -> Head:
    """Learn the subtypes of each category from its own messages; only subtypes of one category are ever compared."""
    features, centred = inputs
    parts: list[Head] = []
    for category in taxonomy().categories.values():
        rows = [row for row, message in enumerate(messages) if message.category == category.code]
        place = {subtype: index for index, subtype in enumerate(category.subtypes)}
        targets = _one_hot([place[messages[row].subtype] for row in rows], len(place))
        names = tuple(f"{category.code}/{subtype}" for subtype in category.subtypes)
        parts.append(_head(names, (features[rows], centred[rows]), targets, weight[rows], _SUBTYPE_STRENGTHS))
    return Head(
        tuple(name for part in parts for name in part.classes),
        np.hstack([part.weights for part in parts]),
        np.concatenate([part.bias for part in parts]),
        np.hstack([part.vector_weights for part in parts]),
        np.concatenate([part.vector_bias for part in parts]),
    )


def _danger_head(data: TrainingSet, danger: TrainingSet, vectoriser: Vectoriser, mean: Floats) -> Head:
    """Learn danger from the messages of danger, and from all others: most people who ask are safe."""
    messages = [*danger.messages, *data.messages]
    red = np.array([message.risk == Risk.RED for message in messages])
    ungraded = np.array([not message.risk for message in messages])
    weight = np.where(red, _RED_WEIGHT, np.where(ungraded, _UNGRADED_WEIGHT, 1.0))
    features = matrix(vectoriser, [message.normalised for message in messages])
    centred = centre_all(np.vstack([danger.vectors, data.vectors]), mean)
    targets = np.stack([red, ~red], axis=1).astype(np.float64)
    return _head(("red", "not_red"), (features, centred), targets, weight, (_DANGER_STRENGTH, _DANGER_VECTOR_STRENGTH))


def _bayes(features: sparse.csr_matrix, targets: NDArray[np.float64], weight: NDArray[np.float64]) -> Floats:
    """Return complement naive Bayes as weights: it is strong where a category has few messages."""
    rows, columns = np.nonzero(targets)
    model = ComplementNB(alpha=_BAYES_SMOOTHING)
    model.fit(features[rows], columns, sample_weight=targets[rows, columns] * weight[rows])
    learned = np.zeros((features.shape[1], targets.shape[1]), dtype=np.float32)
    learned[:, model.classes_] = model.feature_log_prob_.T
    return np.asarray(learned * _BAYES_SHARPNESS, dtype=np.float32)


def _select(features: sparse.csr_matrix) -> NDArray[np.int32]:
    seen = np.asarray((features != 0).sum(axis=0)).ravel()
    order = sorted(range(len(seen)), key=lambda index: (-seen[index], index))[:_SELECTED]
    selected = np.full(len(seen), -1, dtype=np.int32)
    for place, index in enumerate(sorted(order)):
        selected[index] = place
    return selected


def _one_hot(classes: Sequence[int], count: int) -> NDArray[np.float64]:
    targets = np.zeros((len(classes), count))
    targets[np.arange(len(classes)), classes] = 1.0
    return targets


def count_by_category(messages: Sequence[LabelledMessage]) -> Counter[str]:
    """Return how many messages each category has."""
    return Counter(message.category for message in messages)
