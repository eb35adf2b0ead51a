"""Multinomial logistic regression that takes soft targets and may start from weights that it must not stray from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights (features x classes) and one bias a class."""

    weights: Matrix
    bias: Matrix


def fit(
    features: Any,
    targets: Matrix,
    *,
    strength: float,
    sample_weights: Matrix | None = None,
    start: LinearModel | None = None,
    steps: int = 60,
) -> LinearModel:
    """Minimise cross-entropy plus an L2 penalty on the distance from `start` (from zero where there is none).

    Args:
        features: Rows x features, dense or a SciPy sparse matrix.
        targets: Rows x classes; each row sums to one.
        strength: Inverse of the penalty, as scikit-learn's C.
        sample_weights: One weight a row.
        start: Weights to begin at and to stay near, for training on top of others.
        steps: Most iterations of L-BFGS.
    """
    rows, classes = targets.shape
    size = features.shape[1]
    origin = start or LinearModel(np.zeros((size, classes)), np.zeros(classes))
    weight = np.ones(rows) if sample_weights is None else sample_weights
    transposed = features.T.tocsr() if hasattr(features, "tocsr") else features.T

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat[:-classes].reshape(size, classes)
        scores = np.asarray(features @ weights) + flat[-classes:]
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        away = weights - origin.weights
        value = -float((weight[:, None] * targets * logs).sum()) + float((away * away).sum()) / (2 * strength)
        wrong = (np.exp(logs) - targets) * weight[:, None]
        slope = np.asarray(transposed @ wrong) + away / strength
        return value, np.concatenate([slope.ravel(), wrong.sum(axis=0)])

    first = np.concatenate([origin.weights.ravel(), origin.bias])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6})
    return LinearModel(found.x[:-classes].reshape(size, classes), found.x[-classes:])
