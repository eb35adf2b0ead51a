"""Embed every article of the package (some 40 minutes): `python -m knowledge.training.embed_articles WORKFOLDER`.

Resumable: parts already in the work folder are kept. Writes knowledge/data/weights/article_vectors.npz with an adapter
that changes nothing; `knowledge.training.law_search --write` learns the adapter.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.article_vectors import VECTORS_FILE, fingerprint, save_vectors
from knowledge.embedded_text import embedded_text
from knowledge.question_embedding import passage_vectors
from knowledge.statutes import StatuteLibrary

PART = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Embed what is missing, then write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    library = StatuteLibrary.open()
    stored = [(v, a) for v in library.all_versions() for a in library.articles_of(v.key)]
    parts = []
    for start in range(0, len(stored), PART):
        path = folder / f"part{start // PART:03d}.npy"
        if not path.is_file():
            np.save(path, passage_vectors([embedded_text(v, a) for v, a in stored[start : start + PART]]))
            print(f"{min(start + PART, len(stored))} of {len(stored)}", file=sys.stderr, flush=True)
        parts.append(np.load(path))
    vectors = np.concatenate(parts)
    keys = np.array([version.key for version, _ in stored])
    texts = np.array([fingerprint(article.text) for _, article in stored], np.uint32)
    VECTORS_FILE.parent.mkdir(parents=True, exist_ok=True)
    save_vectors(VECTORS_FILE, keys, texts, vectors, np.eye(vectors.shape[1], dtype=np.float32))
    return 0


if __name__ == "__main__":
    sys.exit(main())
