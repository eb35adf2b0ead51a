"""Times a call over several inputs."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table: milliseconds a call."""

    what: str
    median_ms: float
    p95_ms: float
    note: str = ""


def timed(what: str, call: Callable[[Any], Any], inputs: Sequence[Any], *, rounds: int = 3, note: str = "") -> Row:
    """Call once for every input, in several rounds; the first round warms up and does not count."""
    seconds: list[float] = []
    for number in range(rounds + 1):
        for one in inputs:
            started = time.perf_counter()
            call(one)
            if number:
                seconds.append(time.perf_counter() - started)
    seconds.sort()
    return Row(what, 1000 * statistics.median(seconds), 1000 * seconds[int(0.95 * (len(seconds) - 1))], note)


def ratio(row: Row, to: Row) -> str:
    """How many times slower than another row."""
    return f"{row.median_ms / to.median_ms:.2f} x {to.what}"
