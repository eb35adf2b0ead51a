"""Measure the understanding: five folds over a labelled file, and the shipped weights over files never trained on."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nlp import tokenise
from nlp.classifier import WEIGHTS, DisputeClassifier, Floats
from nlp.danger import DangerModel
from nlp.facts.names import NameFinder
from nlp.findings import Understanding
from nlp.taxonomy import category_name
from nlp.training import danger
from nlp.training.fit import fit
from nlp.training.measured_sets import read_agreed, read_cases
from nlp.training.measures import HEADER, Measures, measure
from nlp.training.messages import LabelledMessage, folds, read_examples, read_jsonl
from nlp.training.train import training_set
from nlp.training.vectors import embed_all
from nlp.understanding import Understander

FOLDS = 5
SEED = 20261125
_CATEGORIES_WRITTEN = 3

Print = Callable[[str], None]

SHIPPED_DANGER = (
    "  red of the five folds: by the shipped danger model. Where that learned from these rows, the figures flatter; "
    "--red-out-of-fold learns it anew in every fold"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be measured.

    Attributes:
        data: Labelled messages (JSON Lines) for five-fold measurement; near-duplicates stay together.
        beside: Labelled files that are learned from in every fold.
        unseen: Labelled files never trained on, by name, for the shipped weights; second readers' files count.
        cases: Files of real mediation cases, by name, for the shipped weights.
        vectors: File that keeps sentence vectors between runs.
        embeddings: Whether sentence vectors are used.
        own_examples: Whether our own examples are learned from in every fold.
        red_out_of_fold: Whether the sense of danger is learned anew in every fold (some ten minutes).
        seed: Decides the folds.
    """

    data: Path | None = None
    beside: Sequence[Path] = ()
    unseen: Mapping[str, Path] | None = None
    cases: Mapping[str, Path] | None = None
    vectors: Path | None = None
    embeddings: bool = True
    own_examples: bool = True
    red_out_of_fold: bool = False
    seed: int = SEED


class KnownVectors:
    """Sentence vectors made beforehand, by normalised text."""

    def __init__(self, vectors: Mapping[str, Floats]) -> None:
        """Take the vectors."""
        self._vectors = vectors

    def embed(self, text: str) -> Floats:
        """Return the vector of a text that was embedded beforehand."""
        return self._vectors[text]


def evaluate(question: Question, *, predictions: Path | None = None, say: Print = print) -> dict[str, Measures]:
    """Measure, print the table, and return the figures by the name of the set.

    Args:
        question: What is to be measured.
        predictions: Where to write the out-of-fold answers as JSON Lines.
        say: Takes each line of the table.
    """
    tokenise.prepare()
    results: dict[str, Measures] = {}

    def tell(name: str, pairs: Iterator[tuple[LabelledMessage, Understanding]]) -> None:
        results[name] = measure(pairs)
        say(results[name].line(name))

    say(HEADER)
    if question.data is not None:
        messages = read_jsonl(question.data)
        found = list(_out_of_fold(question, messages))
        tell(f"{question.data.name}, {FOLDS}-fold", zip(messages, found, strict=True))
        if not question.red_out_of_fold:
            say(SHIPPED_DANGER)
        if predictions is not None:
            write_predictions(predictions, messages, found)
    for name, path in (question.unseen or {}).items():
        tell(name, _with_weights(read_agreed(path), question))
    for name, path in (question.cases or {}).items():
        descriptions, openings = read_cases(path)
        tell(f"{name}, descriptions", _with_weights(descriptions, question))
        tell(f"{name}, openings", _with_weights(openings, question))
    return results


def _out_of_fold(question: Question, messages: Sequence[LabelledMessage]) -> Iterator[Understanding]:
    """Yield what is understood of the messages by weights that never saw them."""
    count = len(messages)
    beside = [message for path in question.beside for message in read_jsonl(path)]
    examples = read_examples() if question.own_examples else []
    everything = training_set([*messages, *beside, *examples], question.vectors)
    fold_of = folds(messages, FOLDS, question.seed)
    learning = _danger_set(question)
    found: dict[int, Understanding] = {}
    for fold in range(FOLDS):
        train = [*(row for row in range(count) if fold_of[row] != fold), *range(count, len(everything.messages))]
        held_out = [row for row in range(count) if fold_of[row] == fold]
        known = {messages[row].normalised: everything.vectors[row] for row in held_out}
        understander = Understander(
            DisputeClassifier(fit(everything.part(train))),
            NameFinder(),
            KnownVectors(known) if question.embeddings else None,
            _danger_without(learning, {messages[row].text for row in held_out}) if learning else None,
        )
        for row in held_out:
            found[row] = understander.understand(messages[row].text, date.today())  # noqa: DTZ011 - the day of the run
    yield from (found[row] for row in range(count))


def _danger_set(question: Question) -> danger.DangerSet | None:
    """Return what the sense of danger learns from, or None where the shipped one is measured."""
    if question.data is None or not question.red_out_of_fold:
        return None
    return danger.read_set([question.data], question.vectors)


def _danger_without(learning: danger.DangerSet, held_out: set[str]) -> DangerModel:
    """Return a sense of danger that never saw the texts."""
    rows = [row for row, message in enumerate(learning.messages) if message.text not in held_out]
    part = danger.DangerSet([learning.messages[row] for row in rows], learning.vectors[rows], learning.fold_of[rows])
    return DangerModel(danger.fit(part))


def _with_weights(
    messages: Sequence[LabelledMessage], question: Question
) -> Iterator[tuple[LabelledMessage, Understanding]]:
    embedder = None
    if question.embeddings:
        texts = [message.normalised for message in messages]
        embedder = KnownVectors(dict(zip(texts, embed_all(texts, question.vectors), strict=True)))
    understander = Understander(DisputeClassifier.load(WEIGHTS), NameFinder(), embedder)
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
