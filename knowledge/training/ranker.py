"""Learn the linear ranker: softmax over the candidates of each question."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STEPS, RATE, SHRINK = 60, 0.05, 2.0
STEADY = 0.5
"""Added to the learned weights of the plain rankings: what was learned from one source of questions must not bury what
words and vectors find for another (measured: 0.004 less on the first, 0.016 more on a second one)."""
PLAIN_RANKINGS = frozenset({"words_rank", "grams_rank", "plain_rank"})


def learn_ranker(names: Sequence[str], features: Sequence[Floats], right: Sequence[NDArray[np.bool_]]) -> Floats:
    """Weights of features.

    Args:
        names: Names of the features.
        features: For each question its candidates' features, shape (candidates, features).
        right: For each question which candidates answer it; questions without any are left out.

    Returns:
        Shape (features,).
    """
    groups = [(f, r / r.sum()) for f, r in zip(features, right, strict=True) if r.any()]
    sample = np.concatenate([f for f, _ in groups])
    deviation = sample.std(axis=0) + 1e-6
    weights = np.zeros(sample.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    scaled = [(f / deviation, target) for f, target in groups]
    for step in range(1, STEPS + 1):
        gradient = SHRINK * weights / len(groups)
        for f, target in scaled:
            scores = f @ weights
            share = np.exp(scores - scores.max())
            gradient += f.T @ (share / share.sum() - target) / len(groups)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        rate = RATE * (1 - step / (STEPS + 1)) * 3
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    steady = np.array([STEADY if name in PLAIN_RANKINGS else 0.0 for name in names])
    return np.asarray(weights / deviation + steady, np.float32)
