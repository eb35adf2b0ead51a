"""Learn the linear map that moves a question's vector to where its articles lie (softmax over sampled articles)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class AdapterSettings:
    """How the map is learned; `pull` holds it near the identity."""

    epochs: int = 15
    rate: float = 2e-3
    temperature: float = 0.05
    pull: float = 20.0
    dropout: float = 0.1
    negatives: int = 1500
    batch: int = 192
    seed: int = 7


def unit(vectors: Floats) -> Floats:
    """Vectors of length one."""
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9), np.float32)


def learn_adapter(
    questions: Floats,
    *,
    answers: Sequence[NDArray[np.int64]],
    hard: Sequence[NDArray[np.int64]],
    weights: Floats,
    articles: Floats,
    pool: NDArray[np.int64],
    settings: AdapterSettings | None = None,
) -> Floats:
    """Learn the map.

    Args:
        questions: Centred unit vectors, shape (questions, 384).
        answers: Rows of `articles` that answer each question.
        hard: Rows near each question that mostly do not.
        weights: Weight of each question.
        articles: Unit vectors, shape (articles, 384).
        pool: Rows from which further wrong answers are drawn.
        settings: How to learn.

    Returns:
        Shape (384, 384).
    """
    s = settings or AdapterSettings()
    rng = np.random.default_rng(s.seed)
    count, width = questions.shape
    identity = np.eye(width, dtype=np.float32)
    adapter, first, second = identity.copy(), np.zeros_like(identity), np.zeros_like(identity)
    gold = np.unique(np.concatenate(list(answers)))
    steps = s.epochs * -(-count // s.batch)
    step = 0
    for _ in range(s.epochs):
        order = rng.permutation(count)
        for start in range(0, count, s.batch):
            batch = order[start : start + s.batch]
            drawn = [rng.choice(pool, s.negatives), rng.choice(gold, min(len(gold), s.negatives // 2), replace=False)]
            rows = np.unique(np.concatenate([*drawn, *(answers[i] for i in batch), *(hard[i] for i in batch)]))
            target = np.zeros((len(batch), len(rows)), np.float32)
            for line, i in enumerate(batch):
                target[line, np.searchsorted(rows, answers[i])] = 1 / len(answers[i])
            keep = (rng.random((len(batch), width)) > s.dropout) / (1 - s.dropout)
            gradient = _gradient(
                (questions[batch] * keep).astype(np.float32),
                adapter,
                articles=articles[rows],
                target=target,
                weights=weights[batch],
                temperature=s.temperature,
            )
            gradient += s.pull * (adapter - identity) / count
            step += 1
            first = 0.9 * first + 0.1 * gradient
            second = 0.99 * second + 0.01 * gradient**2
            rate = s.rate * min(1.0, 2 * (1 - step / steps) + 0.05)
            adapter -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return adapter.astype(np.float32)


def _gradient(
    questions: Floats, adapter: Floats, *, articles: Floats, target: Floats, weights: Floats, temperature: float
) -> Floats:
    moved = questions @ adapter
    length = np.linalg.norm(moved, axis=1, keepdims=True) + 1e-9
    unit_moved = moved / length
    logits = unit_moved @ articles.T / temperature
    logits -= logits.max(axis=1, keepdims=True)
    share = np.exp(logits)
    share /= share.sum(axis=1, keepdims=True)
    pull = ((share - target) * (weights / weights.sum())[:, None]) @ articles / temperature
    tangent = (pull - (pull * unit_moved).sum(axis=1, keepdims=True) * unit_moved) / length
    return np.asarray(questions.T @ tangent, np.float32)
