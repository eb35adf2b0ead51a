"""Reading the YAML files of knowledge/data; an error names the file."""

from pathlib import Path
from typing import Any

import yaml

DATA_FOLDER = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster


class BrokenDataFileError(ValueError):
    """A data file that a lawyer edits does not say what it must; the message names file and entry."""


def read_yaml(name: str) -> Any:
    """Content of knowledge/data/<name>.

    Raises:
        BrokenDataFileError: The file is missing or no YAML.
    """
    path = DATA_FOLDER / name
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_LOADER)  # noqa: S506 - a safe loader either way
    except (OSError, yaml.YAMLError) as error:
        raise BrokenDataFileError(f"{path}: {error}") from error
