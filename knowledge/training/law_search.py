"""Train and measure the law search: `python -m knowledge.training.law_search --help`."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article_features import NAMED, Candidates
from knowledge.article_index import ArticleIndex
from knowledge.article_ranking import RANKING_FILE, UNDATED_PENALTY, ArticleRanking
from knowledge.article_search import ArticleSearch
from knowledge.article_vectors import VECTORS_FILE, ArticleVectors, fingerprint
from knowledge.identifiers import ArticleRef
from knowledge.question_embedding import question_vectors
from knowledge.statutes import StatuteLibrary
from knowledge.training.adapter import AdapterSettings, learn_adapter, unit
from knowledge.training.own_knowledge import own_pairs
from knowledge.training.ranker import learn_ranker

Floats = NDArray[np.float32]
FOLDS = 5
OWN_WEIGHT, HARD = 1.0, 20
SEEDS = (7, 8)
"""The adapter is the mean of several, each learned from other draws."""
DEPTH = 100
ORIGIN = (
    "learned from the questions of STARD (MIT) that the statutes package answers and from the statements of this "
    "project's own guidance; no text of either is in this file"
)
_log = logging.getLogger("law_search")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the documents of the index that answer it."""

    number: str
    text: str
    answers: NDArray[np.int64]


class Workbench:
    """Library, index, vectors and questions, loaded once."""

    def __init__(self, questions: Path, day: date, cache: Path, imported: Path | None) -> None:
        self.day, self.cache = day, cache
        self.library = StatuteLibrary.open(imported)
        self.index = ArticleIndex.open(self.library, cache)
        self.vectors = ArticleVectors.load(self.library, self.index.articles)
        self.by_ref, self.law, self.penalty = self._documents()
        self.questions = self.read(questions)
        self.embedded = self.embed("questions", [q.text for q in self.questions])
        pairs = [(text, self._rows(refs)) for text, refs in own_pairs()]
        self.own = [(text, rows) for text, rows in pairs if 0 < len(rows) <= 4]
        self.own_embedded = self.embed("own", [text for text, _ in self.own])

    def _documents(self) -> tuple[dict[tuple[str, str], int], list[str], Floats]:
        by_ref: dict[tuple[str, str], int] = {}
        law: list[str] = []
        penalty: list[float] = []
        versions = {version.key: version for version in self.library.all_versions()}
        for key in self.index.articles.keys:
            version = versions[key]
            for article in self.library.articles_of(key):
                if version.state(self.day) == "in_force":
                    by_ref[version.law, article.label] = len(law)
                    by_ref.setdefault((version.law, str(article.number)), len(law))
                law.append(version.law)
                penalty.append(UNDATED_PENALTY if version.state(self.day) == "unknown" else 0.0)
        return by_ref, law, np.array(penalty, np.float32)

    def _rows(self, refs: Sequence[ArticleRef]) -> NDArray[np.int64]:
        found = {self.by_ref[ref.law, ref.label] for ref in refs if (ref.law, ref.label) in self.by_ref}
        return np.array(sorted(d for d in found if self.vectors.row_of[d] >= 0), np.int64)

    def read(self, path: Path) -> list[Question]:
        """Questions of a JSON Lines file with id, text and gold."""
        questions = []
        for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            found = set()
            for gold in row["gold"]:
                law = self.library.names.resolve(gold["law"]) or gold["law"]
                document = self.by_ref.get((law, gold.get("label") or str(gold["number"])))
                if document is not None:
                    found.add(document)
            questions.append(Question(str(row["id"]), row["text"], np.array(sorted(found), np.int64)))
        return questions

    def embed(self, name: str, texts: Sequence[str]) -> Floats:
        """Centred unit vectors of texts, kept in the cache folder."""
        path = self.cache / f"{name}-{fingerprint(chr(10).join(texts)):08x}.npy"
        if not path.is_file():
            np.save(path, question_vectors(texts))
        return unit(np.load(path) - self.vectors.centre)

    def adapter(self, rows: NDArray[np.int64]) -> Floats:
        """Learn an adapter from some of the questions and all own statements."""
        known = [i for i in rows if len(self._with_vector(self.questions[i].answers))]
        questions = np.concatenate([self.embedded[known], self.own_embedded])
        answers = [self._with_vector(self.questions[i].answers) for i in known] + [docs for _, docs in self.own]
        answer_rows = [self.vectors.row_of[docs].astype(np.int64) for docs in answers]
        hard = [np.argsort(-row)[:HARD] for row in questions @ self.vectors.matrix.T]
        weights = np.concatenate([np.ones(len(known)), np.full(len(self.own), OWN_WEIGHT)]).astype(np.float32)
        pool = np.unique(self.vectors.row_of[self.vectors.row_of >= 0]).astype(np.int64)
        learned = [
            learn_adapter(
                questions,
                answers=answer_rows,
                hard=hard,
                weights=weights,
                articles=self.vectors.matrix,
                pool=pool,
                settings=AdapterSettings(seed=seed),
            )
            for seed in SEEDS
        ]
        return np.asarray(np.mean(learned, axis=0), np.float32)

    def _with_vector(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        return documents[self.vectors.row_of[documents] >= 0]

    def described(self, questions: Sequence[Question], adapter: Floats | None) -> list[Candidates]:
        """Candidates with features, as the search itself computes them."""
        nothing = ArticleRanking({})
        vectors = None if adapter is None else replace(self.vectors, adapter=adapter)
        search = ArticleSearch(self.library, self.index, nothing, semantic=adapter is not None, vectors=vectors)
        return [search.candidates(question.text, self.day) for question in questions]


def fold_of(questions: Sequence[Question], kind: str) -> NDArray[np.int64]:
    """Fold of each question: random, or contiguous by id (neighbours share topics)."""
    count = len(questions)
    order = (
        np.random.default_rng(0).permutation(count)
        if kind == "random"
        else np.argsort([int(q.number) for q in questions])
    )
    folds = np.empty(count, np.int64)
    for number, part in enumerate(np.array_split(order, FOLDS)):
        folds[part] = number
    return folds


def right(found: Sequence[Candidates], questions: Sequence[Question]) -> list[NDArray[np.bool_]]:
    """Which candidates answer."""
    return [np.isin(f.documents, q.answers) for f, q in zip(found, questions, strict=True)]


def measure(ranked: Sequence[NDArray[np.int64]], questions: Sequence[Question]) -> str:
    """MRR@10 and recall of documents ranked for questions."""
    reciprocal, recall = 0.0, {5: 0.0, 10: 0.0, 100: 0.0}
    for documents, question in zip(ranked, questions, strict=True):
        hits = np.flatnonzero(np.isin(documents[:10], question.answers))
        reciprocal += 1 / (hits[0] + 1) if len(hits) else 0
        for depth in recall:
            recall[depth] += np.isin(documents[:depth], question.answers).sum() / max(1, len(question.answers))
    n = len(questions)
    return f"MRR@10 {reciprocal / n:.3f} " + " ".join(f"R@{depth} {value / n:.3f}" for depth, value in recall.items())


def order(found: Candidates, weights: Floats, penalty: Floats) -> NDArray[np.int64]:
    """Documents, best first, as the search itself orders them; `penalty` has one entry a document of the index."""
    scores = found.features @ weights - penalty[found.documents]
    return found.documents[np.lexsort((found.documents, -scores))][:DEPTH]


def out_of_fold(bench: Workbench, kind: str, *, semantic: bool) -> tuple[list[NDArray[np.int64]], Floats]:
    """Rankings of every question by models that did not see it, and ranker weights from all such features."""
    folds = fold_of(bench.questions, kind)
    found: list[Candidates | None] = [None] * len(folds)
    for fold in range(FOLDS):
        others, own = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        adapter = bench.adapter(others) if semantic else None
        described = bench.described([bench.questions[i] for i in own], adapter)
        for i, candidates in zip(own, described, strict=True):
            found[i] = candidates
        _log.info("%s fold %d of %d", kind, fold + 1, FOLDS)
    whole = [candidates for candidates in found if candidates is not None]
    marks = right(whole, bench.questions)
    ranked: list[NDArray[np.int64]] = [np.empty(0, np.int64)] * len(folds)
    for fold in range(FOLDS):
        others = np.flatnonzero(folds != fold)
        weights = learn_ranker(NAMED[semantic], [whole[i].features for i in others], [marks[i] for i in others])
        for i in np.flatnonzero(folds == fold):
            ranked[i] = order(whole[i], weights, bench.penalty)
    return ranked, learn_ranker(NAMED[semantic], [c.features for c in whole], marks)


def write_predictions(bench: Workbench, ranked: Sequence[NDArray[np.int64]], path: Path) -> None:
    """Out-of-fold answers as JSON Lines: {"id", "results": [{"law", "number", "label"}]}."""
    label = [article.label for key in bench.index.articles.keys for article in bench.library.articles_of(key)]
    with path.open("w", encoding="utf-8") as file:
        for question, documents in zip(bench.questions, ranked, strict=True):
            results = [
                {"law": bench.law[d], "number": int(bench.index.articles.number[d]), "label": label[d]}
                for d in documents
            ]
            file.write(json.dumps({"id": question.number, "results": results}, ensure_ascii=False) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure out of fold; with --write train on everything and write the committed weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, help="JSON Lines with id, text, gold")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the index and question vectors")
    parser.add_argument("--folds", choices=["random", "contiguous"], nargs="*", default=["random"])
    parser.add_argument("--lexical", action="store_true", help="without sentence vectors")
    parser.add_argument("--imported", type=Path, help="SQLite file of imported laws to search beside the package")
    parser.add_argument("--predictions", type=Path, help="folder for out-of-fold answers")
    parser.add_argument("--other", type=Path, help="a second source of questions, measured with the final weights")
    parser.add_argument("--write", action="store_true", help="write knowledge/data/weights")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 25))
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    bench = Workbench(options.questions, options.day, options.cache, options.imported)
    semantic = not options.lexical
    kind_name = "semantic" if semantic else "lexical"
    weights: Floats | None = None
    for kind in options.folds:
        ranked, learned = out_of_fold(bench, kind, semantic=semantic)
        weights = learned if weights is None or kind == "random" else weights
        print(f"{kind_name} {kind}: {measure(ranked, bench.questions)}", flush=True)
        if options.predictions is not None:
            write_predictions(bench, ranked, options.predictions / f"{kind_name}-{kind}.jsonl")
    if weights is not None and (options.write or options.other):
        _finish(bench, weights, options.other, semantic=semantic, write=options.write)
    return 0


def _finish(bench: Workbench, weights: Floats, other: Path | None, *, semantic: bool, write: bool) -> None:
    everything = np.arange(len(bench.questions))
    adapter = bench.adapter(everything) if semantic else None
    if other is not None:
        questions = bench.read(other)
        ranked = [order(found, weights, bench.penalty) for found in bench.described(questions, adapter)]
        print(f"{'semantic' if semantic else 'lexical'} {other.stem}: {measure(ranked, questions)}", flush=True)
    if write:
        old = ArticleRanking.load() if RANKING_FILE.is_file() else None
        both = {flag: weights if flag is semantic or old is None else old.weights[flag] for flag in (True, False)}
        ArticleRanking(both).save(RANKING_FILE, ORIGIN)
        if adapter is not None:
            _write_adapter(adapter)


def _write_adapter(adapter: Floats) -> None:
    with np.load(VECTORS_FILE, allow_pickle=False) as saved:
        content = {name: saved[name] for name in saved.files}
    content["adapter"] = adapter.astype(np.float16)
    np.savez_compressed(VECTORS_FILE, **content)


if __name__ == "__main__":
    sys.exit(main())
