"""Small numbers that could point to a person are hidden where the public looks."""

from collections.abc import Mapping, Sequence

HIDDEN = -1
"""Stands for a number that is not shown."""


def hide_small(cells: Mapping[str, int], least: int) -> dict[str, int]:
    """Hide counts below `least`, and one more where the sum would give the only hidden one away.

    Zero stays: it points to nobody. Where exactly one was hidden, the smallest of the rest is hidden too: the first
    could else be had by subtraction from the total.

    Args:
        cells: Counts that add up to a total which is shown.
        least: The smallest count that may be shown; 0 or 1 hides nothing.
    """
    small = [key for key, count in cells.items() if 0 < count < least]
    rest = [key for key, count in cells.items() if count >= least and count > 0]
    if len(small) == 1 and rest:
        small.append(min(rest, key=lambda key: (cells[key], key)))
    return {key: HIDDEN if key in small else count for key, count in cells.items()}


def hide_series(counts: Sequence[int], least: int) -> tuple[int, ...]:
    """Hide the small counts of a series whose sum is not shown."""
    return tuple(HIDDEN if 0 < count < least else count for count in counts)
