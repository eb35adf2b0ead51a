"""Sentence vectors of many messages, kept in a file between runs because they take minutes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from nlp.classifier import Floats
from nlp.embedding import SIZE, NanoEmbedder, excerpt


def vector_key(text: str) -> str:
    """Return the key under which the vector of a normalised text is kept."""
    return hashlib.sha1(excerpt(text).encode(), usedforsecurity=False).hexdigest()


def embed_all(texts: Sequence[str], kept_in: Path | None = None) -> Floats:
    """Return the vectors of normalised texts, one a row.

    Args:
        texts: What to embed; only the excerpt that the bot would embed counts.
        kept_in: File (.npz) of vectors already made; it is read and brought up to date.
    """
    keys = [vector_key(text) for text in texts]
    known: dict[str, Floats] = {}
    if kept_in is not None and kept_in.is_file():
        with np.load(kept_in, allow_pickle=False) as file:
            known = dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        embedder = NanoEmbedder()
        for key, text in tqdm(missing.items(), desc="sentence vectors", unit="text", disable=None):
            known[key] = embedder.embed(text)
        if kept_in is not None:
            kept_in.parent.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(kept_in, keys=np.array(list(known)), vectors=np.array(list(known.values())))
    return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(texts), SIZE)
