"""Train: from full labelled files, or on top of the shipped weights from an operator's corrections."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp import tokenise
from nlp.classifier import NEIGHBOUR_SCALE, WEIGHTS, Floats, Head, Weights, load_weights, save_weights
from nlp.training import softmax_regression
from nlp.training.fit import TrainingSet, category_targets, centre_all, count_by_category, fit, matrix
from nlp.training.messages import LabelledMessage, read_danger_examples, read_examples, read_jsonl
from nlp.training.vectors import embed_all

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
        weights = fit(
            _set(messages, vectors), danger_set(vectors), about={"origin": list(origin), "messages": len(messages)}
        )
    else:
        if not corrections:
            raise ValueError("nothing to learn from; give labelled files, or corrections with --add")
        messages = corrections
        weights = refine(load_weights(WEIGHTS), _set(messages, vectors))
    save_weights(weights, output)
    say(f"learned from {len(messages)} messages, written to {output}")
    for code, count in sorted(count_by_category(messages).items(), key=lambda entry: -entry[1]):
        say(f"  {code:<18} {count}")
    return weights


def danger_set(vectors: Path | None = None) -> TrainingSet:
    """Return our messages of danger with their sentence vectors."""
    return _set(read_danger_examples(), vectors)


def _set(messages: Sequence[LabelledMessage], vectors: Path | None) -> TrainingSet:
    return TrainingSet(messages, embed_all([message.normalised for message in messages], vectors))


def refine(weights: Weights, corrections: TrainingSet) -> Weights:
    """Return `weights` moved as little as the corrections need; the vocabulary stays."""
    texts = [message.normalised for message in corrections.messages]
    features = matrix(weights.vectoriser, texts)
    centred = centre_all(corrections.vectors, weights.mean)
    targets = category_targets(corrections.messages)
    pair_of = {pair: index for index, pair in enumerate(weights.subtype.classes)}
    pairs = np.zeros((len(texts), len(pair_of)))
    for row, message in enumerate(corrections.messages):
        pairs[row, pair_of[f"{message.category}/{message.subtype}"]] = 1.0
    few = features[:, np.flatnonzero(weights.selected >= 0)]
    neighbours = np.round(centred * NEIGHBOUR_SCALE).astype(np.int8)
    return replace(
        weights,
        category=_moved(weights.category, features, centred, targets),
        subtype=_moved(weights.subtype, few, centred, pairs),
        neighbours=np.vstack([weights.neighbours, neighbours]),
        neighbour_targets=np.vstack([weights.neighbour_targets, np.round(targets * 255).astype(np.uint8)]),
        about={**weights.about, "corrections": len(texts) + int(str(weights.about.get("corrections", 0)))},
    )


def _moved(
    head: Head, features: object, centred: Floats, targets: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> Head:
    weight = np.full(len(targets), CORRECTION_WEIGHT)
    words = softmax_regression.fit(
        features,
        targets,
        strength=_NEAR_SHIPPED,
        sample_weights=weight,
        start=softmax_regression.LinearModel(head.weights.astype(np.float64), head.bias.astype(np.float64)),
    )
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
        words.weights.astype(np.float32),
        words.bias.astype(np.float32),
        vector.weights.astype(np.float32),
        vector.bias.astype(np.float32),
    )
