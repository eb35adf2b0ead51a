"""Where the books of the house lie in the data folder."""

from pathlib import Path

from knowledge.directory import SAMPLE, Directory

IMPORTED_LAWS = "imported_laws.sqlite"
"""File of imported laws."""
DIRECTORY_FILE = "directory.yaml"
"""The office's own directory of organisations."""
ARTICLE_INDEX = "article_index"
"""Folder of the article index."""
WORD_CACHE = "words"
"""Folder of the parsed word list; only we may write in it."""


def load_directory(data_dir: Path, directory_path: Path | None = None) -> Directory:
    """Load the directory of organisations: the given file, else the data folder's own, else the sample.

    Raises:
        DirectoryError: The file has problems; each is named with file and line.
    """
    own = data_dir / DIRECTORY_FILE
    return Directory.load(directory_path or (own if own.is_file() else SAMPLE))
