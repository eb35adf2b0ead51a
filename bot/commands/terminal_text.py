"""Text on a terminal: bold where somebody looks at it, plain where a program reads on."""

import os
import sys
from collections.abc import Iterable

_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


def emphasised(pieces: Iterable[tuple[str, bool]]) -> str:
    """Join pieces of text, the marked ones bold where standard output is a terminal that can show it."""
    bold = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return "".join(f"{_BOLD}{text}{_PLAIN}" if marked and bold else text for text, marked in pieces)
