"""Precomputed sentence vectors of the package's articles, one byte a number, and the learned adapter of questions."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article_index import IndexedArticles
from knowledge.embedded_text import embedded_text
from knowledge.imported_vectors import read_vectors, text_key
from knowledge.law_versions import LawVersion
from knowledge.statutes import StatuteLibrary

VECTORS_FILE = Path(__file__).parent / "data" / "weights" / "article_vectors.npz"


def fingerprint(text: str) -> int:
    """Of an article's text: a vector is used only for the very text that it was made of."""
    return zlib.crc32(text.encode())


@dataclass(frozen=True, slots=True)
class ArticleVectors:
    """Vectors that belong to the documents of an index.

    Attributes:
        matrix: Unit vectors, shape (vectors, 384).
        row_of: For each document its row in `matrix`, -1 where it has none.
        centre: What is subtracted from a question's vector, shape (384,).
        adapter: Learned map of a centred question to where its articles lie, shape (384, 384).
    """

    matrix: NDArray[np.float32]
    row_of: NDArray[np.int32]
    centre: NDArray[np.float32]
    adapter: NDArray[np.float32]

    @classmethod
    def load(cls, library: StatuteLibrary, articles: IndexedArticles, path: Path = VECTORS_FILE) -> "ArticleVectors":
        """Read the shipped vectors and those of imported texts, and match them with the documents of an index."""
        with np.load(path, allow_pickle=False) as saved:
            rows = {
                (str(key), int(label)): row
                for row, (key, label) in enumerate(zip(saved["keys"][saved["key_of"]], saved["texts"], strict=True))
            }
            matrix = saved["vectors"].astype(np.float32)
            centre, adapter = saved["centre"].astype(np.float32), saved["adapter"].astype(np.float32)
        imported, more = read_vectors(library.imported.path) if library.imported else ({}, matrix[:0])
        shipped = len(matrix)
        if imported:
            matrix = np.concatenate([matrix, more - centre])
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
        matrix = np.asfortranarray(matrix)  # its transpose then lies in one piece: a product is five times faster
        prefix = f"{library.imported.prefix}:" if library.imported else ""
        row_of = []
        for version in _in_order(library, articles.keys):
            for article in library.articles_of(version.key):
                if prefix and version.key.startswith(prefix):
                    row = imported.get(text_key(embedded_text(version, article)), -1)
                    row_of.append(row if row < 0 else shipped + row)
                else:
                    row_of.append(rows.get((version.key, fingerprint(article.text)), -1))
        return cls(matrix, np.array(row_of, np.int32), centre, adapter)

    def similarities(self, question: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of a question with every vector, plain and adapted; shape (2, vectors)."""
        plain = _unit(question - self.centre)
        adapted = _unit(plain @ self.adapter)
        return np.stack([plain @ self.matrix.T, adapted @ self.matrix.T])


def _in_order(library: StatuteLibrary, keys: Sequence[str]) -> Iterator[LawVersion]:
    by_key = {version.key: version for version in library.all_versions()}
    return (by_key[key] for key in keys)


def save_vectors(
    path: Path,
    keys: NDArray[np.str_],
    texts: NDArray[np.uint32],
    vectors: NDArray[np.float32],
    adapter: NDArray[np.float32],
) -> None:
    """Write vectors of articles, centred and scaled to one byte a number.

    Args:
        path: File to write.
        keys: Version key of each vector.
        texts: Fingerprint of each text.
        vectors: Unit vectors as the model gives them, shape (vectors, 384).
        adapter: Shape (384, 384).
    """
    centre = vectors.mean(axis=0)
    small = vectors - centre
    small /= np.abs(small).max(axis=1, keepdims=True)
    names, key_of = np.unique(keys, return_inverse=True)
    np.savez_compressed(
        path,
        keys=names,
        key_of=key_of.astype(np.int16),
        texts=texts,
        vectors=np.rint(small * 127).astype(np.int8),
        centre=centre.astype(np.float32),
        adapter=adapter.astype(np.float16),
    )


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), np.float32)
