"""Measure the understanding: five folds over a labelled file, and the shipped weights over files never trained on."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from nlp import tokenise
from nlp.classifier import WEIGHTS, DisputeClassifier, Floats
from nlp.facts.names import NameFinder
from nlp.findings import Understanding
from nlp.taxonomy import category_name
from nlp.training.fit import TrainingSet, fit
from nlp.training.measures import HEADER, Measures, measure
from nlp.training.messages import LabelledMessage, folds, read_examples, read_jsonl
from nlp.training.train import danger_set
from nlp.training.vectors import embed_all
from nlp.understanding import Understander

FOLDS = 5
SEED = 20261125
_CATEGORIES_WRITTEN = 3

Print = Callable[[str], None]


class KnownVectors:
    """Sentence vectors made beforehand, by normalised text."""

    def __init__(self, vectors: Mapping[str, Floats]) -> None:
        """Take the vectors."""
        self._vectors = vectors

    def embed(self, text: str) -> Floats:
        """Return the vector of a text that was embedded beforehand."""
        return self._vectors[text]


def evaluate(
    data: Path | None = None,
    *,
    unseen: Mapping[str, Path] | None = None,
    predictions: Path | None = None,
    vectors: Path | None = None,
    embeddings: bool = True,
    own_examples: bool = True,
    seed: int = SEED,
    say: Print = print,
) -> dict[str, Measures]:
    """Measure, print the table, and return the figures by the name of the set.

    Args:
        data: Labelled messages (JSON Lines) for five-fold measurement; near-duplicates stay together.
        unseen: Labelled files never trained on, by name; the shipped weights are measured on them.
        predictions: Where to write the out-of-fold answers as JSON Lines.
        vectors: File that keeps sentence vectors between runs.
        embeddings: Whether sentence vectors are used.
        own_examples: Whether our own examples are learned from in every fold.
        seed: Decides the folds.
        say: Takes each line of the table.
    """
    tokenise.prepare()
    results: dict[str, Measures] = {}
    say(HEADER)
    if data is not None:
        messages = read_jsonl(data)
        examples = read_examples() if own_examples else []
        everything = TrainingSet(
            [*messages, *examples],
            embed_all([message.normalised for message in [*messages, *examples]], vectors),
        )
        danger = danger_set(vectors)
        found = list(_out_of_fold(everything, danger, len(messages), embeddings=embeddings, seed=seed))
        name = f"{data.name}, {FOLDS}-fold"
        results[name] = measure(zip(messages, found, strict=True))
        say(results[name].line(name))
        if predictions is not None:
            write_predictions(predictions, messages, found)
    for name, path in (unseen or {}).items():
        results[name] = measure(_with_weights(read_jsonl(path), WEIGHTS, vectors if embeddings else None, embeddings))
        say(results[name].line(name))
    return results


def _out_of_fold(
    everything: TrainingSet, danger: TrainingSet, count: int, *, embeddings: bool, seed: int
) -> Iterator[Understanding]:
    """Yield what is understood of the first `count` messages by weights that never saw them."""
    messages = everything.messages[:count]
    fold_of = folds(messages, FOLDS, seed)
    found: dict[int, Understanding] = {}
    for fold in range(FOLDS):
        train = [*(row for row in range(count) if fold_of[row] != fold), *range(count, len(everything.messages))]
        classifier = DisputeClassifier(fit(everything.part(train), danger))
        held_out = [row for row in range(count) if fold_of[row] == fold]
        known = {messages[row].normalised: everything.vectors[row] for row in held_out}
        understander = Understander(classifier, NameFinder(), KnownVectors(known) if embeddings else None)
        for row in held_out:
            found[row] = understander.understand(messages[row].text, date.today())  # noqa: DTZ011 - the day of the run
    yield from (found[row] for row in range(count))


def _with_weights(
    messages: Sequence[LabelledMessage], weights: Path, vectors: Path | None, embeddings: bool
) -> Iterator[tuple[LabelledMessage, Understanding]]:
    embedder = None
    if embeddings:
        texts = [message.normalised for message in messages]
        embedder = KnownVectors(dict(zip(texts, embed_all(texts, vectors), strict=True)))
    understander = Understander(DisputeClassifier.load(weights), NameFinder(), embedder)
    for message in messages:
        yield message, understander.understand(message.text, date.today())  # noqa: DTZ011 - the day of the run


def write_predictions(path: Path, messages: Sequence[LabelledMessage], found: Sequence[Understanding]) -> None:
    """Write one answer a line, in the form that ``fengqiao triage`` gives, without law and cases."""
    with path.open("w", encoding="utf-8") as file:
        for message, understood in zip(messages, found, strict=True):
            file.write(json.dumps(_answer(message.id, understood), ensure_ascii=False) + "\n")


def _answer(identifier: str, understood: Understanding) -> dict[str, Any]:
    return {
        "id": identifier,
        "category": understood.category,
        "categories": [
            {"code": score.code, "name": category_name(score.code), "probability": round(score.probability, 4)}
            for score in understood.categories[:_CATEGORIES_WRITTEN]
        ],
        "subtype": understood.subtype,
        "flags": list(understood.flags),
        "risk": understood.risk.grade.value,
        "risk_reasons": list(understood.risk.reasons),
    }
