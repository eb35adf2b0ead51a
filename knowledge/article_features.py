"""What is known of a candidate article beside a question: cheap numbers that a linear ranker weighs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article_index import GRAMS, NAMES, WORDS, ArticleIndex, IndexedArticles, grams
from knowledge.article_vectors import ArticleVectors
from knowledge.lay_terms import legal_terms
from nlp import tokenise

LEXICAL = (
    "words", "words_rank", "grams", "grams_rank", "names", "names_rank", "legal", "legal_rank",
    "grams_beside", "words_and_grams", "length", "short", "first", "place", "law_share", "chapter_share",
)  # fmt: skip
SEMANTIC = ("plain", "plain_rank", "plain_beside", "adapted", "adapted_rank", "adapted_beside")
NAMED = {True: LEXICAL + SEMANTIC, False: LEXICAL}
DEPTH, DEPTH_NAMES, DEPTH_VECTORS = 200, 50, 200
RANK_OFFSET, BEYOND = 10.0, 600.0
TOP = 50
NO_VECTOR_LEAST, NO_VECTOR_MOST = -1.0, 2.0
"""Standard score taken for an article without a vector (imported texts), by how well its words match: neither favoured
nor buried."""
SHORT_TEXT = 25

Floats = NDArray[np.float32]
Documents = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Documented:
    """Facts of every document of an index that do not depend on the question; arrays of one entry a document."""

    law: NDArray[np.int32]
    chapter: NDArray[np.int32]
    length: Floats
    short: Floats
    first: Floats
    place: Floats

    @classmethod
    def of(cls, articles: IndexedArticles, law_of_key: Mapping[str, str], chapters: Sequence[str]) -> "Documented":
        """Describe the documents of an index.

        Args:
            articles: The index's documents.
            law_of_key: Full name of the law of each version key.
            chapters: Chapter of each document.
        """
        laws = tuple(dict.fromkeys(law_of_key[key] for key in articles.keys))
        number_of = {law: number for number, law in enumerate(laws)}
        law = np.array([number_of[law_of_key[key]] for key in articles.keys], np.int32)[articles.version]
        pairs = list(zip(articles.version.tolist(), chapters, strict=True))
        known = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        chapter = np.fromiter((known[pair] for pair in pairs), np.int32, len(pairs))
        last = np.ones(len(articles.keys))
        np.maximum.at(last, articles.version, articles.number)
        return cls(
            law=law,
            chapter=chapter,
            length=np.asarray(np.log1p(articles.length) / 5, np.float32),
            short=(articles.length < SHORT_TEXT).astype(np.float32),
            first=(articles.number <= 3).astype(np.float32),
            place=(articles.number / (last[articles.version] + 1)).astype(np.float32),
        )


@dataclass(frozen=True, slots=True)
class Candidates:
    """Documents that may answer a question, and their features of shape (documents, features)."""

    documents: Documents
    features: Floats


def candidates(
    text: str,
    index: ArticleIndex,
    documented: Documented,
    shown: NDArray[np.bool_],
    *,
    vectors: ArticleVectors | None = None,
    similar: Floats | None = None,
) -> Candidates:
    """Find and describe candidates.

    Args:
        text: The question.
        index: Where to look.
        documented: Facts of its documents.
        shown: Which documents may be shown.
        vectors: Vectors of its documents; without them the features are those of `LEXICAL`.
        similar: What `vectors.similarities` gives for the question.
    """
    terms = grams(text)
    words, legal = tokenise.words_bulk([text, " ".join(legal_terms(text))])
    found = {
        "words": index.search(WORDS, words, DEPTH),
        "grams": index.search(GRAMS, terms, DEPTH),
        "names": index.search(NAMES, terms, DEPTH_NAMES),
        "legal": index.search(WORDS, [*legal, *words], DEPTH),
    }
    lists = [documents for documents, _ in found.values()]
    if vectors is not None and similar is not None:
        lists += _nearest(vectors, similar, shown)
    documents = np.unique(np.concatenate(lists)).astype(np.int64)
    documents = documents[shown[documents]]
    if not len(documents):
        return Candidates(documents, np.empty((0, len(NAMED[vectors is not None])), np.float32))
    columns: list[Floats] = []
    for name in ("words", "grams", "names", "legal"):
        columns += _listed(*found[name], documents)
    spread = np.zeros(len(shown) + 2, np.float32)
    spread[found["grams"][0] + 1] = _relative(found["grams"][1])
    columns.append(np.maximum(spread[documents], spread[documents + 2]))
    columns.append(columns[2] * columns[0])
    strength = columns[0] + columns[2]
    matched = np.asarray(strength / 2, np.float32)
    semantic: list[Floats] = []
    if vectors is not None and similar is not None:
        for row in similar:
            semantic += _near(vectors, row, documents, matched)
        strength = semantic[3]
    d = documented
    columns += [d.length[documents], d.short[documents], d.first[documents], d.place[documents]]
    columns += [_share(strength, d.law[documents], 1e-3), _share(strength, d.chapter[documents], 1e-4)]
    return Candidates(documents, np.stack([*columns, *semantic], axis=1))


def _relative(scores: NDArray[np.float64]) -> Floats:
    return (scores / scores[0]).astype(np.float32) if len(scores) else scores.astype(np.float32)


def _listed(found: Documents, scores: NDArray[np.float64], documents: Documents) -> list[Floats]:
    """Score relative to the best, and reciprocal rank, of each document in one list."""
    score = np.zeros(len(documents), np.float32)
    rank = np.full(len(documents), BEYOND, np.float32)
    place = np.searchsorted(documents, found)
    place[place == len(documents)] = 0
    inside = documents[place] == found
    score[place[inside]] = _relative(scores)[inside]
    rank[place[inside]] = np.arange(len(found))[inside]
    return [score, RANK_OFFSET / (RANK_OFFSET + rank)]


def _nearest(vectors: ArticleVectors, similar: Floats, shown: NDArray[np.bool_]) -> list[Documents]:
    has = np.flatnonzero((vectors.row_of >= 0) & shown)
    lists = []
    for row in similar:
        values = row[vectors.row_of[has]]
        best = np.argpartition(-values, min(DEPTH_VECTORS, len(values) - 1))[:DEPTH_VECTORS]
        lists.append(has[best].astype(np.int64))
    return lists


def _near(vectors: ArticleVectors, similar: Floats, documents: Documents, matched: Floats) -> list[Floats]:
    """Standard score against the nearest, reciprocal rank, and the better neighbour's standard score."""
    rows = vectors.row_of[documents]
    has = rows >= 0
    values = similar[rows]
    instead = NO_VECTOR_LEAST + (NO_VECTOR_MOST - NO_VECTOR_LEAST) * matched
    top = np.sort(values[has])[-TOP:] if has.any() else np.zeros(1, np.float32)
    mean, deviation = float(top.mean()), float(top.std()) + 1e-6
    score = np.where(has, np.clip((values - mean) / deviation, -4, 4), instead) / 2
    rank = np.empty(len(documents), np.float32)
    rank[np.argsort(-score, kind="stable")] = np.arange(len(documents))
    before, after = (
        vectors.row_of[np.maximum(documents - 1, 0)],
        vectors.row_of[np.minimum(documents + 1, len(vectors.row_of) - 1)],
    )
    beside = np.maximum(np.where(before >= 0, similar[before], -1), np.where(after >= 0, similar[after], -1))
    beside = np.where(has, np.clip((beside - mean) / deviation, -4, 4), instead) / 2
    rank = np.where(has, rank, BEYOND)
    return [column.astype(np.float32) for column in (score, RANK_OFFSET / (RANK_OFFSET + rank), beside)]


def _share(strength: Floats, group: NDArray[np.int32], floor: float) -> Floats:
    """Logarithm of the share that a law or chapter has in what was found."""
    weight = np.exp(np.clip(2 * strength, -3, 3))
    kinds, inverse = np.unique(group, return_inverse=True)
    total = np.bincount(inverse, weight, minlength=len(kinds))
    return np.asarray(np.log(total[inverse] / weight.sum() + floor) / 3, np.float32)
