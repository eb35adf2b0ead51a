"""Learn all weights from labelled messages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.naive_bayes import ComplementNB

from nlp.classifier import NEIGHBOUR_SCALE, Floats, Head, Mixture, Neighbours, Weights
from nlp.features import Vectoriser
from nlp.findings import Risk
from nlp.taxonomy import taxonomy
from nlp.training import softmax_regression
from nlp.training.messages import LabelledMessage

ALSO_SHARE = 0.25
"""Part of a message's label that goes to the categories that are as good."""

_SELECTED = 16_000
"""Features that the subtype and grade heads see: the commonest, so that the file stays small."""

_DIRECTIONS = 64
"""Directions of the sentence vectors in which messages are compared: more took space and recognised no more."""

_CATEGORY_STRENGTHS = (8.0, 4.0)
_SUBTYPE_STRENGTHS = (8.0, 4.0)
_BAYES_SMOOTHING = 0.3
_BAYES_SHARPNESS = 10.0
_BAYES_SHARE = 0.5
"""How much naive Bayes counts beside logistic regression; both are linear in the same features and stored as one."""

WITH_VECTORS = Mixture(words=0.5, vector=0.7, neighbours=0.7, temperature=1.4)
WITHOUT_VECTORS = Mixture(words=1.0, vector=0.0, neighbours=0.0, temperature=1.6)


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
    *,
    mixtures: tuple[Mixture, Mixture] = (WITH_VECTORS, WITHOUT_VECTORS),
    about: dict[str, object] | None = None,
) -> Weights:
    """Learn from the messages; the same messages give the same weights.

    Args:
        data: What to learn from.
        mixtures: How the opinions are mixed, with sentence vectors and without.
        about: What to write into the file about origin and figures.
    """
    messages = data.messages
    vectoriser = Vectoriser.fit(message.normalised for message in messages)
    features = matrix(vectoriser, [message.normalised for message in messages])
    mean = data.vectors.mean(axis=0).astype(np.float32)
    centred = centre_all(data.vectors, mean)
    targets = category_targets(messages)

    selected = _select(features)
    few = features[:, np.flatnonzero(selected >= 0)]

    grades = [grade.value for grade in Risk]
    graded = [index for index, message in enumerate(messages) if message.risk]
    grade_targets = _one_hot([grades.index(messages[index].risk) for index in graded], len(grades))

    category = _head(tuple(taxonomy().categories), (features, centred), targets, _CATEGORY_STRENGTHS)
    subtype = _subtype_head(messages, (few, centred))
    axes = main_directions(centred)
    return Weights(
        vectoriser=vectoriser,
        category=_with_bayes(category, features, targets),
        subtype=subtype,
        grade=_head(tuple(grades), (few[graded], centred[graded]), grade_targets, _SUBTYPE_STRENGTHS),
        selected=selected,
        mean=mean,
        neighbours=neighbours(messages, centred, axes, pair_places(subtype.classes)),
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


def main_directions(centred: Floats) -> Floats:
    """Return the directions in which the vectors differ the most, one a column."""
    vectors = centred.astype(np.float64)
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    # eigh leaves the sign open; fixing it keeps the files the same everywhere
    largest = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[largest, np.arange(directions.shape[1])])
    return np.asarray(directions[:, ::-1][:, :_DIRECTIONS], dtype=np.float32)


def pair_places(pairs: Sequence[str]) -> Mapping[str, int]:
    """Return the place of each ``category/subtype`` among the classes of the subtype head."""
    return {pair: index for index, pair in enumerate(pairs)}


def neighbours(
    messages: Sequence[LabelledMessage], centred: Floats, axes: Floats, places: Mapping[str, int]
) -> Neighbours:
    """Return the messages as something to compare with."""
    turned = centred @ axes
    turned = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
    return Neighbours(
        axes=axes,
        places=np.round(turned * NEIGHBOUR_SCALE).astype(np.int8),
        targets=np.round(category_targets(messages) * 255).astype(np.uint8),
        pairs=np.array([places[f"{message.category}/{message.subtype}"] for message in messages], dtype=np.int16),
    )


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
    strengths: tuple[float, float],
) -> Head:
    features, centred = inputs
    words = softmax_regression.fit(features, targets, strength=strengths[0], steps=50)
    vector = softmax_regression.fit(centred.astype(np.float64), targets, strength=strengths[1], steps=120)
    return Head(
        classes,
        words.weights.astype(np.float32),
        words.bias.astype(np.float32),
        vector.weights.astype(np.float32),
        vector.bias.astype(np.float32),
    )


def _subtype_head(messages: Sequence[LabelledMessage], inputs: tuple[sparse.csr_matrix, Floats]) -> Head:
    """Learn the subtypes of each category from its own messages; only subtypes of one category are ever compared."""
    features, centred = inputs
    parts: list[Head] = []
    for category in taxonomy().categories.values():
        rows = [row for row, message in enumerate(messages) if message.category == category.code]
        place = {subtype: index for index, subtype in enumerate(category.subtypes)}
        targets = _one_hot([place[messages[row].subtype] for row in rows], len(place))
        names = tuple(f"{category.code}/{subtype}" for subtype in category.subtypes)
        parts.append(_head(names, (features[rows], centred[rows]), targets, _SUBTYPE_STRENGTHS))
    return Head(
        tuple(name for part in parts for name in part.classes),
        np.hstack([part.weights for part in parts]),
        np.concatenate([part.bias for part in parts]),
        np.hstack([part.vector_weights for part in parts]),
        np.concatenate([part.vector_bias for part in parts]),
    )


def _with_bayes(head: Head, features: sparse.csr_matrix, targets: NDArray[np.float64]) -> Head:
    """Return the head with complement naive Bayes added to it: that is strong where a category has few messages."""
    rows, columns = np.nonzero(targets)
    model = ComplementNB(alpha=_BAYES_SMOOTHING)
    model.fit(features[rows], columns, sample_weight=targets[rows, columns])
    learned = np.zeros((features.shape[1], targets.shape[1]))
    learned[:, model.classes_] = model.feature_log_prob_.T
    # what a feature says of all categories alike says nothing, and would cost precision in the file
    learned -= learned.mean(axis=1, keepdims=True)
    added = head.weights + _BAYES_SHARE * _BAYES_SHARPNESS * learned
    return Head(head.classes, added.astype(np.float32), head.bias, head.vector_weights, head.vector_bias)


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
