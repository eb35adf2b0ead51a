"""Search over articles for the way people ask: candidates of several rankings, ordered by a learned linear ranker."""

import threading
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article_features import Candidates, Documented, candidates
from knowledge.article_index import ArticleIndex
from knowledge.article_ranking import UNDATED_PENALTY, ArticleRanking
from knowledge.article_vectors import VECTORS_FILE, ArticleVectors
from knowledge.articles import ArticleHit
from knowledge.category_laws import law_shares
from knowledge.identifiers import ArticleState
from knowledge.law_versions import LawVersion
from knowledge.question_embedding import question_vectors
from knowledge.statutes import StatuteLibrary, law_article

LONGEST_QUESTION = 400
"""Characters of a question that are searched for; what people write beyond is story."""
CATEGORY_WEIGHT, CATEGORY_FLOOR = 0.3, 0.02
"""Measured on lay questions with predicted categories: 0.007 more MRR@10, 0.009 more Recall@10."""
SHOWN = frozenset({ArticleState.IN_FORCE, ArticleState.UNKNOWN})
"""States of articles that a search may show: imported texts without dates are shown as such."""


class ArticleSearch:
    """Search over a library of statutes; safe in threads. Vectors and the sentence model load with the first search."""

    def __init__(
        self,
        library: StatuteLibrary,
        index: ArticleIndex,
        ranking: ArticleRanking,
        *,
        semantic: bool = True,
        vectors: ArticleVectors | None = None,
    ) -> None:
        self._library = library
        self._index = index
        self._ranking = ranking
        self._semantic = semantic
        self._vectors = vectors
        self._lock = threading.Lock()
        by_key = {version.key: version for version in library.all_versions()}
        self._versions: tuple[LawVersion, ...] = tuple(by_key[key] for key in index.articles.keys)
        self.documented = Documented.of(
            index.articles,
            {version.key: version.law for version in self._versions},
            [article.chapter for key in index.articles.keys for article in library.articles_of(key)],
        )
        self._states = lru_cache(maxsize=64)(self._states_on)

    @classmethod
    def open(cls, library: StatuteLibrary, folder: Path | None = None, *, embeddings: bool = True) -> "ArticleSearch":
        """Open the search.

        Args:
            library: Statutes to search.
            folder: Cache folder of ours alone for the index; without one it is built in memory.
            embeddings: Whether sentence vectors help; without them a search takes a few milliseconds and finds less.
        """
        return cls(library, ArticleIndex.open(library, folder), ArticleRanking.load(), semantic=embeddings)

    @property
    def kind(self) -> str:
        """How this search ranks: "semantic" with sentence vectors, "lexical" without."""
        return "semantic" if self._semantic else "lexical"

    def search(self, text: str, limit: int = 10, categories: Sequence[str] = (), *, on: date) -> tuple[ArticleHit, ...]:
        """The articles that most likely answer a question.

        Args:
            text: The question, any length; an empty one finds nothing.
            limit: How many hits at most.
            categories: Category codes of the dispute, likeliest first, where known: laws that the guidance for them
                cites come a little sooner.
            on: The day whose law is wanted.
        """
        found = self.candidates(text, on)
        if not len(found.documents):
            return ()
        scores = self._ranking.score(found.features) - UNDATED_PENALTY * self._states(on)[1][found.documents]
        scores += self._of_category(categories, found.documents)
        order = np.lexsort((found.documents, -scores))
        hits: Iterable[ArticleHit | None] = (
            self._hit(int(found.documents[place]), float(scores[place]), on) for place in order
        )
        return tuple(hit for hit, _ in zip(filter(None, hits), range(limit), strict=False))

    def _of_category(self, categories: Sequence[str], documents: NDArray[np.int64]) -> NDArray[np.float32]:
        shares = law_shares(categories)
        if not shares:
            return np.zeros(len(documents), np.float32)
        laws = [self._versions[version].law for version in self._index.articles.version[documents]]
        share = np.array([shares.get(law, 0.0) for law in laws])
        return np.asarray(CATEGORY_WEIGHT * np.log(share / CATEGORY_FLOOR + 1), np.float32)

    def candidates(self, text: str, on: date) -> Candidates:
        """Candidates for a question with their features, unordered."""
        question = text[:LONGEST_QUESTION]
        shown = self._states(on)[0]
        vectors = self._loaded_vectors() if self._semantic and question.strip() else None
        similar = None if vectors is None else vectors.similarities(question_vectors([question])[0])
        return candidates(question, self._index, self.documented, shown, vectors=vectors, similar=similar)

    def _loaded_vectors(self) -> ArticleVectors:
        with self._lock:
            if self._vectors is None:
                self._vectors = ArticleVectors.load(self._library, self._index.articles, VECTORS_FILE)
            return self._vectors

    def _states_on(self, on: date) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        states = [version.state(on) for version in self._versions]
        shown = np.array([state in SHOWN for state in states], bool)
        unknown = np.array([state is ArticleState.UNKNOWN for state in states], np.float32)
        return shown[self._index.articles.version], unknown[self._index.articles.version]

    def _hit(self, document: int, score: float, on: date) -> ArticleHit | None:
        version = self._versions[self._index.articles.version[document]]
        articles = self._library.articles_of(version.key)
        position = int(self._index.articles.position[document])
        article = law_article(version, articles[position - articles[0].position], on)
        return ArticleHit(article, score) if article.state in SHOWN else None
