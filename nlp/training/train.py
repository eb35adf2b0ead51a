"""Train: from full labelled files, or on top of the shipped weights from an operator's corrections."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp import tokenise
from nlp.classifier import WEIGHTS, Floats, Head, Neighbours, Weights
from nlp.training import softmax_regression
from nlp.training.fit import (
    TrainingSet,
    category_targets,
    centre_all,
    count_by_category,
    fit,
    matrix,
    neighbours,
    pair_places,
)
from nlp.training.messages import LabelledMessage, read_examples, read_jsonl
from nlp.training.vectors import embed_all
from nlp.weights_file import load_weights, save_weights

CORRECTION_WEIGHT = 3.0
"""A staff member's correction counts as much as three messages of the first training."""

_NEAR_SHIPPED = 2.0

Print = Callable[[str], None]


def train(
    data: Sequence[Path] = (),
    *,
    add: Sequence[Path] = (),
    output: Path = WEIGHTS,
    vectors: Path | None = None,
    origin: Sequence[str] = (),
    say: Print = print,
) -> Weights:
    """Learn weights and write them to `output`; the same files give the same weights.

    Args:
        data: Full labelled files (JSON Lines with text, category, also, subtype, risk). Without any, the shipped
            weights are kept and only moved by what is added.
        add: Corrected cases (JSON Lines of the same form) of an operator.
        output: Folder of the weights.
        vectors: File that keeps sentence vectors between runs.
        origin: Names and licences of the data, written beside the weights.
        say: Takes each line of the report.
    """
    tokenise.prepare()
    corrections = [message for path in add for message in read_jsonl(path)]
    if data:
        messages = [message for path in data for message in read_jsonl(path)] + read_examples() + corrections
        weights = fit(training_set(messages, vectors), about={"origin": list(origin), "messages": len(messages)})
    else:
        if not corrections:
            raise ValueError("nothing to learn from; give labelled files, or corrections with --add")
        messages = corrections
        weights = refine(load_weights(WEIGHTS), training_set(messages, vectors))
    save_weights(weights, output)
    say(f"learned from {len(messages)} messages, written to {output}")
    for code, count in sorted(count_by_category(messages).items(), key=lambda entry: -entry[1]):
        say(f"  {code:<18} {count}")
    return weights


def training_set(messages: Sequence[LabelledMessage], vectors: Path | None = None) -> TrainingSet:
    """Return the messages with their sentence vectors, kept in the file `vectors` between runs."""
    return TrainingSet(messages, embed_all([message.normalised for message in messages], vectors))


def refine(weights: Weights, corrections: TrainingSet) -> Weights:
    """Return `weights` moved as little as the corrections need; the vocabulary stays."""
    messages = corrections.messages
    features = matrix(weights.vectoriser, [message.normalised for message in messages])
    centred = centre_all(corrections.vectors, weights.mean)
    places = pair_places(weights.subtype.classes)
    pairs = np.zeros((len(messages), len(places)))
    for row, message in enumerate(messages):
        pairs[row, places[f"{message.category}/{message.subtype}"]] = 1.0
    few = features[:, np.flatnonzero(weights.selected >= 0)]
    known = weights.neighbours
    more = neighbours(messages, centred, known.axes, places)
    return replace(
        weights,
        category=_moved(weights.category, features, centred, category_targets(messages)),
        subtype=_moved(weights.subtype, few, centred, pairs),
        neighbours=Neighbours(
            known.axes,
            np.vstack([known.places, more.places]),
            np.vstack([known.targets, more.targets]),
            np.concatenate([known.pairs, more.pairs]),
        ),
        about={**weights.about, "corrections": len(messages) + int(str(weights.about.get("corrections", 0)))},
    )


def _moved(head: Head, features: sparse.csr_matrix, centred: Floats, targets: NDArray[np.float64]) -> Head:
    weight = np.full(len(targets), CORRECTION_WEIGHT)
    # weights of features that no correction holds stay as they are, so only the others are learned
    held = np.unique(features.indices)
    words = softmax_regression.fit(
        features[:, held],
        targets,
        strength=_NEAR_SHIPPED,
        sample_weights=weight,
        start=softmax_regression.LinearModel(head.weights[held].astype(np.float64), head.bias.astype(np.float64)),
    )
    moved = head.weights.copy()
    moved[held] = words.weights
    vector = softmax_regression.fit(
        centred.astype(np.float64),
        targets,
        strength=_NEAR_SHIPPED,
        sample_weights=weight,
        start=softmax_regression.LinearModel(
            head.vector_weights.astype(np.float64), head.vector_bias.astype(np.float64)
        ),
    )
    return Head(
        head.classes,
        moved,
        words.bias.astype(np.float32),
        vector.weights.astype(np.float32),
        vector.bias.astype(np.float32),
    )
