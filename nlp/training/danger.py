"""Learn the sense of danger; see docs/decisions/0011-danger.md for what was tried.

`python -m nlp.training.danger [graded.jsonl ...] --output FOLDER` learns the weights anew. The same
messages give the same weights.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlp.classifier import Floats
from nlp.danger import WEIGHTS, DangerWeights, Mixture, likeness, save_weights
from nlp.training.danger_features import centre_all, document_weights, folded, matrix, weighted
from nlp.training.danger_messages import (
    DangerMessage,
    framed,
    misspelt,
    read_danger_messages,
    read_everyday_messages,
    read_graded,
    stories,
)
from nlp.training.messages import LabelledMessage, folds
from nlp.training.vectors import embed_all

SEED = 20261125
FOLDS = 5
LANDMARKS = 2500
"""Messages of ours whose sentence vectors are kept to compare with: more were hardly better, and slower."""

RINGS_FROM = 0.5
"""Probability from which the model rings alone: held out, fewer than four everyday disputes in a hundred ring, and
fewer than two of citizens' questions."""

RINGS_FROM_WORDS = 0.5
"""The same without sentence vectors."""

WARY_FROM = 0.35
"""Probability from which a person should ask the same day (orange)."""

PART_DISCOUNT = 2.5
_SMOOTHING = 0.3
_STORIES = 60
_STEADY = 1e-4

_WORDS_STRENGTH = 10.0
_KIND_STRENGTH = 10.0
_FRAMED_WEIGHT = 0.5
_REAL_WEIGHT = 0.3
_REAL_RED_WEIGHT = 2.0

Mask = NDArray[np.bool_]
Doubles = NDArray[np.float64]
Print = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DangerSet:
    """Messages with their sentence vectors (not centred), one a row; framed copies share the fold of their origin."""

    messages: Sequence[DangerMessage]
    vectors: Floats
    fold_of: NDArray[np.int64]

    @property
    def red(self) -> Mask:
        """Which are red."""
        return np.array([message.red for message in self.messages])

    @property
    def plain(self) -> Mask:
        """Which are our own, not framed: on these the threshold is chosen."""
        return np.array([message.own and not message.framed for message in self.messages])

    @property
    def weight(self) -> Doubles:
        """How much each message counts in learning."""
        return np.array([_weight(message) for message in self.messages])


def _weight(message: DangerMessage) -> float:
    if message.framed:
        return _FRAMED_WEIGHT
    if message.own:
        return 1.0
    return _REAL_RED_WEIGHT if message.red else _REAL_WEIGHT


@dataclass(frozen=True, slots=True)
class _Learned:
    words: Floats
    landmarks: Floats
    pull: Floats


def train(
    data: Sequence[Path] = (),
    *,
    output: Path = WEIGHTS,
    vectors: Path | None = None,
    origin: Sequence[str] = (),
    seed: int = SEED,
    say: Print = print,
) -> DangerWeights:
    """Learn the weights and write them to `output`; the same messages and seed give the same weights.

    Args:
        data: Further graded files (JSON Lines with text, category, risk).
        output: Folder of the weights.
        vectors: File that keeps sentence vectors between runs.
        origin: Names and licences of the data, written beside the weights.
        seed: Decides folds, framing and the networks' beginnings.
        say: Takes each line of the report.
    """
    learning = read_set(data, vectors, seed)
    weights = fit(learning, seed=seed, origin=origin)
    save_weights(weights, output)
    for name, value in weights.about.items():
        say(f"{name}: {value}")
    return weights


def read_set(data: Sequence[Path] = (), vectors: Path | None = None, seed: int = SEED) -> DangerSet:
    """Return all messages to learn from, with vectors and folds."""
    own = read_danger_messages()
    known = {message.normalised for message in own}
    # what people come with every day, in their own way of speaking: without it every quarrel sounds like danger
    everyday = [message for message in read_everyday_messages() if message.normalised not in known]
    plain = [*own, *everyday, *(message for path in data for message in read_graded(path))]
    fold_of = folds([LabelledMessage("", message.text, "", (), "", "") for message in plain], FOLDS, seed)
    copies = [*framed(plain, seed), *misspelt(plain, seed)]
    messages = [*plain, *(copy for _, copy in copies)]
    fold_of += [fold_of[place] for place, _ in copies]
    for fold in range(FOLDS):
        # A story is made of messages of one fold, so that nothing of it is known when it is held out.
        told = stories([m for m, where in zip(plain, fold_of, strict=False) if where == fold], _STORIES, seed + fold)
        messages += told
        fold_of += [fold] * len(told)
    return DangerSet(messages, embed_all([message.normalised for message in messages], vectors), np.array(fold_of))


def fit(learning: DangerSet, *, seed: int = SEED, origin: Sequence[str] = ()) -> DangerWeights:
    """Learn everything: out of fold first, to mix and to choose the threshold, then from all messages."""
    texts = [message.normalised for message in learning.messages]
    red, plain = learning.red, learning.plain
    everything = matrix(texts)
    idf = document_weights(everything[[not message.framed for message in learning.messages]])
    features = weighted(everything, idf)
    mean = learning.vectors[plain].mean(axis=0)
    centred = centre_all(learning.vectors, mean)

    words_out, vector_out = np.zeros(len(texts)), np.zeros(len(texts))
    for fold in range(FOLDS):
        inside, outside = learning.fold_of != fold, learning.fold_of == fold
        part = _learn(features, centred, learning, inside, seed)
        words_out[outside] = features[outside] @ part.words[:-1] + part.words[-1]
        vector_out[outside] = likeness(centred[outside], part.landmarks) @ part.pull[:-1] + part.pull[-1]
    with_vectors = _mix(words_out, vector_out, learning, RINGS_FROM)
    without_vectors = _mix(words_out, np.zeros(len(texts)), learning, RINGS_FROM_WORDS)

    learned = _learn(features, centred, learning, np.ones(len(texts), dtype=bool), seed)
    kinds, kind_words, kind_vector = _kinds(learning, texts, idf, centred)
    return DangerWeights(
        idf=idf,
        words=learned.words,
        mean=mean,
        landmarks=learned.landmarks,
        pull=learned.pull,
        kinds=kinds,
        kind_words=kind_words,
        kind_vector=kind_vector,
        with_vectors=with_vectors,
        without_vectors=without_vectors,
        about={
            "origin": list(origin),
            "own_red": int((plain & red).sum()),
            "own_not_red": int((plain & ~red).sum()),
            "other": int(sum(not message.own for message in learning.messages)),
            "out_of_fold_with_vectors": figures(words_out, vector_out, with_vectors, red, plain),
            "out_of_fold_without_vectors": figures(words_out, vector_out, without_vectors, red, plain),
        },
    )


def figures(words: Doubles, vector: Doubles, mixture: Mixture, red: Mask, chosen: Mask) -> dict[str, float]:
    """Return recall and precision of the model alone on the chosen messages."""
    rings = _probability(words, vector, mixture) >= mixture.rings_from
    hits = float((rings & red & chosen).sum())
    return {
        "recall": round(hits / float((red & chosen).sum()), 4),
        "precision": round(hits / max(1.0, float((rings & chosen).sum())), 4),
    }


def _probability(words: Doubles, vector: Doubles, mixture: Mixture) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-(mixture.words * words + mixture.vector * vector + mixture.bias))))


def _mix(words: Doubles, vector: Doubles, learning: DangerSet, rings_from: float) -> Mixture:
    """Calibrate on messages held out, framed ones too: those who ask politely are in danger as often."""
    model = LogisticRegression(C=100.0).fit(
        np.column_stack([words, vector]), learning.red, sample_weight=learning.weight
    )
    first, second = (round(float(value), 4) for value in model.coef_[0])
    bias = round(float(model.intercept_[0]), 4)
    return Mixture(first, second, bias, PART_DISCOUNT, rings_from, WARY_FROM)


def _learn(features: sparse.csr_matrix, centred: Floats, learning: DangerSet, rows: Mask, seed: int) -> _Learned:
    red, weight = learning.red[rows], learning.weight[rows]
    words = LogisticRegression(C=_WORDS_STRENGTH, solver="liblinear", random_state=seed).fit(
        features[rows], red, sample_weight=weight
    )
    eligible = np.flatnonzero(rows & learning.plain)
    chosen = np.sort(np.random.default_rng(seed).permutation(eligible)[:LANDMARKS])
    landmarks = centred[chosen]
    return _Learned(
        np.concatenate([words.coef_[0], words.intercept_]).astype(np.float32),
        landmarks,
        _pull(centred[rows], landmarks, red, weight),
    )


def _pull(centred: Floats, landmarks: Floats, red: Mask, weight: Doubles) -> Floats:
    """Return the pull of each landmark: kernel ridge regression on +1 and -1, in closed form."""
    near = likeness(centred, landmarks).astype(np.float64)
    target = np.where(red, 1.0, -1.0)
    bias = float(np.average(target, weights=weight))
    pulled = near * weight[:, None]
    penalty = _SMOOTHING * likeness(landmarks, landmarks) + _STEADY * np.eye(len(landmarks))
    pull = np.linalg.solve(pulled.T @ near + penalty, pulled.T @ (target - bias))
    return np.concatenate([pull, [bias]]).astype(np.float32)


def _kinds(
    learning: DangerSet, texts: Sequence[str], idf: Floats, centred: Floats
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Learn which kind of danger it is, from the red messages whose kind is labelled."""
    rows = [row for row, message in enumerate(learning.messages) if message.kind]
    kind_of = [learning.messages[row].kind for row in rows]
    features = folded(weighted(matrix([texts[row] for row in rows]), idf))
    by_words = LogisticRegression(C=_KIND_STRENGTH, max_iter=300).fit(features, kind_of)
    by_vector = LogisticRegression(C=_KIND_STRENGTH, max_iter=300).fit(centred[rows], kind_of)
    return (
        tuple(str(kind) for kind in by_words.classes_),
        np.vstack([by_words.coef_.T, by_words.intercept_]).astype(np.float32),
        np.vstack([by_vector.coef_.T, by_vector.intercept_]).astype(np.float32),
    )


def main() -> None:
    """Learn from the command line; without --output the shipped weights are replaced."""
    parser = argparse.ArgumentParser(description="Learn the sense of danger")
    parser.add_argument("data", type=Path, nargs="*", help="further graded messages (JSON Lines: text, category, risk)")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="folder of the weights")
    parser.add_argument("--vectors", type=Path, help="file that keeps sentence vectors between runs")
    parser.add_argument(
        "--origin", action="append", default=[], help="name and licence of the data, kept with the weights"
    )
    asked = parser.parse_args()
    train(asked.data, output=asked.output, vectors=asked.vectors, origin=asked.origin)


if __name__ == "__main__":
    main()
