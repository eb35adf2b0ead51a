"""How disputes of a kind ended: shares and ranges over real cases, each with the number of cases behind it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import yaml

from case_library.plain_figures import in_months
from case_library.precedent import AGREEMENT_REACHED, Origin, Outcome, Precedent
from case_library.wording import wording

FEWEST_CASES = 5
"""Under so many cases a figure says more about one family than about the kind of dispute: it is left unsaid."""
_KEPT = frozenset({Outcome.PERFORMED, Outcome.CONFIRMED})
_MOST_TERMS = 4
_FILE = Path(__file__).parent / "data" / "term_kinds.yaml"


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest, median and highest of some values, and how many there are."""

    count: int
    lowest: float
    median: float
    highest: float


@dataclass(frozen=True, slots=True)
class ResultSummary:
    """What became of cases alike.

    Attributes:
        cases: real cases whose outcome is known.
        agreed: those in which an agreement was reached.
        kept: those known to be performed or confirmed by a court; None where the agreed are too few.
        outcomes: cases by outcome.
        settled_share: agreed sum per claimed yuan; None under five cases.
        months: months from acceptance to the end; None under five cases.
        terms: kinds of terms with the number of cases that hold them, most usual first; each five cases or more.
    """

    cases: int
    agreed: int
    kept: int | None
    outcomes: Mapping[Outcome, int]
    settled_share: Range | None
    months: Range | None
    terms: tuple[tuple[str, int], ...]

    def lines(self) -> tuple[str, ...]:
        """Say it in Chinese, one sentence a figure."""
        say = wording()["summary"]
        lines = [say["agreed"].format(of=self.cases, count=self.agreed)]
        if self.kept is not None:
            lines.append(say["performed"].format(count=self.kept))
        if (share := self.settled_share) is not None:
            percents = {name: f"{getattr(share, name):.0%}" for name in ("lowest", "median", "highest")}
            lines.append(say["share"].format(count=share.count, **percents))
        if (months := self.months) is not None:
            figures = {name: in_months(getattr(months, name)) for name in ("lowest", "median", "highest")}
            lines.append(say["months"].format(count=months.count, **figures))
        if self.terms:
            items = (say["term_item"].format(name=name, count=count) for name, count in self.terms)
            lines.append(say["term"].format(terms="、".join(items)))
        return tuple(lines)


def summarise(cases: Iterable[Precedent]) -> ResultSummary | None:
    """Summarise cases; None where fewer than five real ones have a known outcome. Composed ones never count."""
    real = [case for case in cases if case.origin is not Origin.ILLUSTRATIVE and case.outcome is not Outcome.UNKNOWN]
    if len(real) < FEWEST_CASES:
        return None
    agreed = [case for case in real if case.outcome in AGREEMENT_REACHED]
    shares = [
        case.settled_yuan / case.claimed_yuan for case in agreed if case.claimed_yuan and case.settled_yuan is not None
    ]
    return ResultSummary(
        cases=len(real),
        agreed=len(agreed),
        kept=sum(case.outcome in _KEPT for case in agreed) if len(agreed) >= FEWEST_CASES else None,
        outcomes=Counter(case.outcome for case in real),
        settled_share=_range(shares),
        months=_range([case.months_taken for case in real if case.months_taken is not None]),
        terms=_usual_terms(agreed),
    )


def _range(values: list[float]) -> Range | None:
    if len(values) < FEWEST_CASES:
        return None
    return Range(len(values), min(values), median(values), max(values))


@cache
def _term_kinds() -> Mapping[str, re.Pattern[str]]:
    loaded: Mapping[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(shown)) for kind, shown in loaded.items()}


def _usual_terms(agreed: list[Precedent]) -> tuple[tuple[str, int], ...]:
    held: Counter[str] = Counter()
    for case in agreed:
        text = "\n".join((case.result, *case.terms))
        held.update(kind for kind, shown in _term_kinds().items() if shown.search(text))
    return tuple((kind, count) for kind, count in held.most_common(_MOST_TERMS) if count >= FEWEST_CASES)
