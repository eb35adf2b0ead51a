"""Precomputed sentence vectors of the package's articles, one byte a number, and the learned adapter of questions."""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article_index import IndexedArticles, heading
from knowledge.law_names import short_name
from knowledge.law_versions import LawVersion
from knowledge.statute_source import StoredArticle
from knowledge.statutes import StatuteLibrary

VECTORS_FILE = Path(__file__).parent / "data" / "weights" / "article_vectors.npz"
EMBEDDED_CHARACTERS = 125
LONGEST_NAME = 16
_SAYS_NOTHING = frozenset({"总则", "附则", "法律责任"})


def embedded_text(version: LawVersion, article: StoredArticle) -> str:
    """What is embedded of an article: the law's short name, the section's name, the beginning of the text."""
    section = heading(re.split(r"\s(?=第)", article.chapter)[-1])
    named = "" if section in _SAYS_NOTHING else section
    text = article.text.replace("\n", "")
    return f"{short_name(version.law)[:LONGEST_NAME]} {named}：{text}"[:EMBEDDED_CHARACTERS]


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
        """Read the shipped vectors and match them with the documents of an index by version and text."""
        with np.load(path, allow_pickle=False) as saved:
            rows = {
                (str(key), int(label)): row
                for row, (key, label) in enumerate(zip(saved["keys"][saved["key_of"]], saved["texts"], strict=True))
            }
            matrix = saved["vectors"].astype(np.float32)
            centre, adapter = saved["centre"].astype(np.float32), saved["adapter"].astype(np.float32)
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
        matrix = np.asfortranarray(matrix)  # its transpose then lies in one piece: a product is five times faster
        texts = (
            rows.get((key, fingerprint(article.text)), -1)
            for key in articles.keys
            for article in library.articles_of(key)
        )
        return cls(matrix, np.fromiter(texts, np.int32, len(articles)), centre, adapter)

    def similarities(self, question: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of a question with every vector, plain and adapted; shape (2, vectors)."""
        plain = _unit(question - self.centre)
        adapted = _unit(plain @ self.adapter)
        return np.stack([plain @ self.matrix.T, adapted @ self.matrix.T])


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
