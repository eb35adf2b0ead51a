"""The runs of characters of many messages as sparse matrices, and sentence vectors without what all share."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from nlp.classifier import Floats
from nlp.danger import BITS, KIND_BITS, runs


def matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """Return the runs of characters of the texts, one a row, not yet weighted."""
    rows = [runs(text) for text in texts]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([places for places, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return sparse.csr_matrix((values, places, starts), shape=(len(texts), 1 << BITS))


def document_weights(features: sparse.csr_matrix) -> Floats:
    """Return the inverse document frequency of every place."""
    seen = np.asarray((features > 0).sum(axis=0)).ravel()
    return np.asarray(np.log((1 + features.shape[0]) / (1 + seen)) + 1, dtype=np.float32)


def weighted(features: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Return the features weighted, each row of length one."""
    scaled = features @ sparse.diags(idf)
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / length) @ scaled)


def folded(features: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the features in fewer places, as the kinds use them."""
    columns = features.indices & ((1 << KIND_BITS) - 1)
    narrow = sparse.csr_matrix((features.data, columns, features.indptr), shape=(features.shape[0], 1 << KIND_BITS))
    narrow.sum_duplicates()
    return narrow


def centre_all(vectors: Floats, mean: Floats) -> Floats:
    """Return the vectors without what all share, each of length one."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), dtype=np.float32)
