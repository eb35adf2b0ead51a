"""Which rows of an evaluation set may be looked at, and how counts become figures.

Rows with an even number are the half for development: their failures may be printed and learned from. Rows with an odd number
are the figure of record: their failures are counted and never shown.
"""

from dataclasses import dataclass

HALVES = ("development", "record")


def half_of(identifier: str) -> str:
    """The half to which the row such as ``facts-001`` belongs."""
    return HALVES[int(identifier.rpartition("-")[2]) % 2]


@dataclass
class Count:
    """Right answers, answers that are wrong, and notes that nobody found."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, *, right: int = 0, false: int = 0, missed: int = 0) -> None:
        """Count more."""
        self.right += right
        self.false += false
        self.missed += missed

    @property
    def recall(self) -> float:
        """Share of what was noted that was found; 1 where nothing was noted."""
        return self.right / max(self.right + self.missed, 1) if self.right + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Share of what was found that was noted; 1 where nothing was found."""
        return self.right / max(self.right + self.false, 1) if self.right + self.false else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of recall and precision."""
        return 2 * self.right / max(2 * self.right + self.false + self.missed, 1)

    def line(self, name: str) -> str:
        """One printed line."""
        return (
            f"  {name:<26}{self.recall:7.3f}{self.precision:10.3f}{self.f1:8.3f}   "
            f"right {self.right}, false {self.false}, missed {self.missed}"
        )


HEADER = f"  {'':<26}{'recall':>7}{'precision':>10}{'F1':>8}"
