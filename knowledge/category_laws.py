"""Which laws govern a kind of dispute: how often the project's own guidance for it cites each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from knowledge.citations import parse_citations
from knowledge.data_files import DATA_FOLDER

GUIDANCE = DATA_FOLDER / "guidance"


@cache
def cited_laws(category: str) -> Mapping[str, float]:
    """Share of each law among the citations of a category's guidance; empty for a category without guidance."""
    path = GUIDANCE / f"{category}.yaml"
    if not category.isidentifier() or not path.is_file():
        return {}
    counts = Counter(c.law for c in parse_citations(path.read_text(encoding="utf-8")) if c.law is not None)
    return {law: count / counts.total() for law, count in counts.items()}


def law_shares(categories: Sequence[str]) -> Mapping[str, float]:
    """Shares over several categories, likeliest first: the second counts half, the third a third."""
    weights = [1 / rank for rank in range(1, len(categories) + 1)]
    shares: dict[str, float] = {}
    for category, weight in zip(categories, weights, strict=True):
        for law, share in cited_laws(category).items():
            shares[law] = shares.get(law, 0.0) + share * weight / sum(weights)
    return shares
