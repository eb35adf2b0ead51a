"""Sentence vectors of imported articles: made once, kept beside the texts, so that they rank like the package's."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedded_text import embedded_text
from knowledge.imported_laws import ImportedLaws
from knowledge.question_embedding import passage_vectors

VECTORS_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, vector BLOB NOT NULL);"
AT_ONCE = 32
"""Texts between two writes: an import that is stopped keeps what it has made."""
SECONDS_A_TEXT = 0.1
"""On one quiet core, for saying beforehand how long it will take."""


def text_key(text: str) -> str:
    """Names a vector by the very text that it was made of: the same text imported again needs no new one."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def missing_texts(database: Path) -> tuple[str, ...]:
    """Texts of imported articles that have no vector yet, each once."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(VECTORS_SCHEMA)
        known = {key for (key,) in connection.execute("SELECT text FROM vectors")}
    imported = ImportedLaws(database)
    try:
        texts = (embedded_text(v, article) for v in imported.versions() for article in imported.articles(v.key))
        return tuple(dict.fromkeys(text for text in texts if text_key(text) not in known))
    finally:
        imported.close()


def embed(texts: Iterable[str], database: Path, progress: Callable[[int], None] | None = None) -> int:
    """Make vectors and keep them; what was written stays where the rest is stopped.

    Args:
        texts: What `missing_texts` gives.
        database: The file of imported laws.
        progress: Called with how many more are done.

    Returns:
        How many were made.
    """
    waiting, made = list(texts), 0
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(VECTORS_SCHEMA)
        for start in range(0, len(waiting), AT_ONCE):
            part = waiting[start : start + AT_ONCE]
            vectors = passage_vectors(part).astype(np.float16)
            rows = [(text_key(text), vector.tobytes()) for text, vector in zip(part, vectors, strict=True)]
            with connection:
                connection.executemany("INSERT OR REPLACE INTO vectors (text, vector) VALUES (?, ?)", rows)
            made += len(part)
            if progress is not None:
                progress(len(part))
    return made


def read_vectors(database: Path) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Row of each text's key, and the vectors as the model gave them, shape (texts, 384)."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'vectors'").fetchone():
            return {}, np.empty((0, 0), np.float32)
        found = connection.execute("SELECT text, vector FROM vectors ORDER BY text").fetchall()
    if not found:
        return {}, np.empty((0, 0), np.float32)
    matrix = np.stack([np.frombuffer(vector, np.float16) for _, vector in found]).astype(np.float32)
    return {key: row for row, (key, _) in enumerate(found)}, matrix
