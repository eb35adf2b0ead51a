"""Search over articles for the way people ask: several rankings of candidates, fused; the texts of the day only."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article_index import GRAMS, NAMES, WORDS, ArticleIndex, grams
from knowledge.articles import ArticleHit
from knowledge.identifiers import ArticleState
from knowledge.law_versions import LawVersion
from knowledge.statutes import StatuteLibrary, law_article
from nlp import tokenise

LONGEST_QUESTION = 400
"""Characters of a question that are searched for; what people write beyond is story."""
CANDIDATES = 300
RANK_OFFSET = 60
SHOWN = frozenset({ArticleState.IN_FORCE, ArticleState.UNKNOWN})
"""States of articles that a search may show: imported texts without dates are shown as such."""


class ArticleSearch:
    """Search over a library of statutes; safe in threads."""

    def __init__(self, library: StatuteLibrary, index: ArticleIndex) -> None:
        self._library = library
        self._index = index
        by_key = {version.key: version for version in library.all_versions()}
        self._versions: tuple[LawVersion, ...] = tuple(by_key[key] for key in index.articles.keys)

    @classmethod
    def open(cls, library: StatuteLibrary, folder: Path | None = None) -> "ArticleSearch":
        """Open the search.

        Args:
            library: Statutes to search.
            folder: Cache folder of ours alone for the index; without one it is built in memory.
        """
        return cls(library, ArticleIndex.open(library, folder))

    def search(self, text: str, limit: int = 10, categories: Sequence[str] = (), *, on: date) -> tuple[ArticleHit, ...]:
        """The articles that most likely answer a question.

        Args:
            text: The question, any length; an empty one finds nothing.
            limit: How many hits at most.
            categories: Category codes of the dispute, likeliest first, where known.
            on: The day whose law is wanted.
        """
        question = text[:LONGEST_QUESTION]
        shown = self._shown(on)
        scores: dict[int, float] = {}
        for field, terms in (
            (GRAMS, grams(question)),
            (WORDS, next(iter(tokenise.words_bulk([question])))),
            (NAMES, grams(question)),
        ):
            found, _ = self._index.search(field, terms, CANDIDATES)
            for rank, document in enumerate(found[shown[found]], 1):
                weight = 0.1 if field == NAMES else 1.0
                scores[int(document)] = scores.get(int(document), 0.0) + weight / (RANK_OFFSET + rank)
        best = sorted(scores, key=lambda document: (-scores[document], document))
        return tuple(hit for document in best if (hit := self._hit(document, scores[document], on)))[:limit]

    def _shown(self, on: date) -> NDArray[np.bool_]:
        states = np.array([version.state(on) in SHOWN for version in self._versions])
        return states[self._index.articles.version]

    def _hit(self, document: int, score: float, on: date) -> ArticleHit | None:
        version = self._versions[self._index.articles.version[document]]
        articles = self._library.articles_of(version.key)
        position = int(self._index.articles.position[document])
        article = law_article(version, articles[position - articles[0].position], on)
        return ArticleHit(article, score) if article.state in SHOWN else None
