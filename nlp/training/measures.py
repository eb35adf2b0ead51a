"""Figures that say how well messages were understood."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.findings import Risk, Understanding
from nlp.training.messages import LabelledMessage

_BINS = 15
_COMMON, _FEW = 50, 10


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures over one labelled set; shares in 0..1.

    Attributes:
        rows: Number of messages.
        strict: The best code was given.
        accepted: The best code or one that is as good was given.
        top_two: One of those is among the two likeliest.
        macro_f1: Mean F1 over categories of 50 rows or more (10 or more where no category has 50).
        subtype: The right subtype, where the category is right.
        calibration_error: Mean distance of probability and accepted share over 15 bins.
        red_recall: Share of red messages that were called red.
        red_precision: Share of those called red that are.
        asked: Share of messages on which the two likeliest are too close to choose without asking.
    """

    rows: int
    strict: float
    accepted: float
    top_two: float
    macro_f1: float
    subtype: float
    calibration_error: float
    red_recall: float
    red_precision: float
    asked: float

    def line(self, name: str) -> str:
        """Return the figures as one line of the table."""
        return (
            f"{name:<34} {self.rows:>5}  {self.strict:.3f}   {self.accepted:.3f}    {self.top_two:.3f}  "
            f"{self.macro_f1:.3f}  {self.subtype:.3f}    {self.calibration_error:.3f}  "
            f"{self.red_recall:.3f} {self.red_precision:.3f}  {self.asked:.3f}"
        )


HEADER = (
    f"{'set':<34} {'rows':>5}  {'strict':<7} {'accepted':<8} {'top-2':<6} {'F1':<6} {'subtype':<8} "
    f"{'calib.':<7}{'red recall/prec.':<17}{'in doubt'}"
)


def measure(pairs: Iterable[tuple[LabelledMessage, Understanding]]) -> Measures:
    """Return the figures for messages and what was understood of them."""
    rows = list(pairs)
    count = len(rows)
    fine = [{message.category, *message.also} for message, _ in rows]
    right = [found.category == message.category for message, found in rows]
    accepted = [found.category in codes for codes, (_, found) in zip(fine, rows, strict=True)]
    two = [
        bool(codes & {score.code for score in found.categories[:2]})
        for codes, (_, found) in zip(fine, rows, strict=True)
    ]
    subtyped = [(message, found) for message, found in rows if message.subtype and found.category == message.category]
    called = [message.risk == Risk.RED for message, found in rows if found.risk.grade is Risk.RED]
    red = [found.risk.grade is Risk.RED for message, found in rows if message.risk == Risk.RED]
    return Measures(
        rows=count,
        strict=_share(right),
        accepted=_share(accepted),
        top_two=_share(two),
        macro_f1=_macro_f1(rows),
        subtype=_share([found.subtype == message.subtype for message, found in subtyped]),
        calibration_error=calibration_error([found.categories[0].probability for _, found in rows], accepted),
        red_recall=_share(red),
        red_precision=_share(called),
        asked=_share([found.in_doubt for _, found in rows]),
    )


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def _macro_f1(rows: Sequence[tuple[LabelledMessage, Understanding]]) -> float:
    wanted = Counter(message.category for message, _ in rows)
    given = Counter(found.category for _, found in rows)
    hit = Counter(message.category for message, found in rows if found.category == message.category)
    floor = _COMMON if any(number >= _COMMON for number in wanted.values()) else _FEW
    scores = [2 * hit[code] / (number + given[code]) for code, number in wanted.items() if number >= floor]
    return sum(scores) / len(scores) if scores else 0.0


def calibration_error(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error over fifteen bins of equal width."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for probability, hit in zip(probabilities, right, strict=True):
        bins.setdefault(min(_BINS - 1, int(probability * _BINS)), []).append((probability, hit))
    total = len(probabilities) or 1
    return sum(
        abs(sum(probability for probability, _ in entries) - sum(hit for _, hit in entries)) / total
        for entries in bins.values()
    )
