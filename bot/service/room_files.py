"""Where the books of the house lie in the data folder."""

from pathlib import Path

from knowledge.directory import SAMPLE, Directory
from nlp.classifier import WEIGHTS

IMPORTED_LAWS = "imported_laws.sqlite"
"""File of imported laws."""
DIRECTORY_FILE = "directory.yaml"
"""The office's own directory of organisations."""
ARTICLE_INDEX = "article_index"
"""Folder of the article index."""
CASE_INDEX = "case_index"
"""Folder of the index of cases."""
WORD_CACHE = "words"
"""Folder of the parsed word list; only we may write in it."""

OWN_WEIGHTS = "weights"
"""Folder of the office's own weights of the understanding, where it has trained some."""


def own_weights(data_dir: Path) -> Path:
    """Return the folder of weights to use: the office's own, else the shipped ones."""
    own = data_dir / OWN_WEIGHTS
    return own if (own / "weights.npz").is_file() else WEIGHTS


def load_directory(data_dir: Path, directory_path: Path | None = None) -> Directory:
    """Load the directory of organisations: the given file, else the data folder's own, else the sample.

    Raises:
        DirectoryError: The file has problems; each is named with file and line.
    """
    own = data_dir / DIRECTORY_FILE
    return Directory.load(directory_path or (own if own.is_file() else SAMPLE))
