"""Which kind of dispute, which subtype, and how urgent it sounds: learned weights, applied with numpy alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlp.features import SparseRow, Vectoriser
from nlp.lexicon import DATA

WEIGHTS = DATA / "weights"
FORMAT = 2
"""Version of the files; raised when older code could no longer read them."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """One linear model over the first features of the vocabulary and, where trained, the sentence vector.

    Attributes:
        classes: Names of the classes, in the order of the columns.
        weights: Selected features x classes.
        bias: One number a class.
        vector_weights: 384 x classes.
        vector_bias: One number a class.
    """

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    vector_weights: Floats
    vector_bias: Floats

    def words_logits(self, row: SparseRow) -> Floats:
        """Return the log-probabilities that the words give."""
        return log_softmax(row.values @ self.weights[row.indices] + self.bias)

    def vector_logits(self, vector: Floats) -> Floats:
        """Return the log-probabilities that the (centred) sentence vector gives."""
        return log_softmax(vector @ self.vector_weights + self.vector_bias)


@dataclass(frozen=True, slots=True)
class Mixture:
    """How much each opinion counts; the sum of weighted log-probabilities is made a distribution again."""

    words: float
    bayes: float
    vector: float
    neighbours: float
    temperature: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the weights say of one message.

    Attributes:
        categories: Probability of each category, most likely first.
        subtypes: For each category its likeliest subtype.
        grades: Probability of each grade of risk, as the labelled messages suggest it.
        danger: Probability that somebody is in danger now, whatever the rules say.
    """

    categories: tuple[tuple[str, float], ...]
    subtypes: Mapping[str, str]
    grades: Mapping[str, float]
    danger: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything learned. `mean` centres sentence vectors; `neighbours` are those of the training messages.

    `rare` maps a feature of the vocabulary to its place among the features that the subtype and risk heads use, or -1.
    """

    vectoriser: Vectoriser
    category: Head
    bayes: Floats
    subtype: Head
    grade: Head
    danger: Head
    selected: NDArray[np.int32]
    mean: Floats
    neighbours: NDArray[np.int8]
    neighbour_targets: NDArray[np.uint8]
    with_vectors: Mixture
    without_vectors: Mixture
    about: Mapping[str, Any]


class DisputeClassifier:
    """Applies the weights. Immutable and safe in threads."""

    def __init__(self, weights: Weights) -> None:
        """Take the weights; use `load` for those that are shipped."""
        self.weights = weights
        self._subtypes_of: dict[str, list[tuple[int, str]]] = {}
        for index, name in enumerate(weights.subtype.classes):
            category, _, subtype = name.partition("/")
            self._subtypes_of.setdefault(category, []).append((index, subtype))

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Self:
        """Read the weights from `folder`.

        Raises:
            FileNotFoundError: There are none; ``fengqiao train`` makes them.
            ValueError: They were made by another version of the program.
        """
        return cls(load_weights(folder))

    def predict(self, text: str, vector: Floats | None = None) -> Prediction:
        """Return what the weights say.

        Args:
            text: Normalised text.
            vector: Sentence vector of the text, not centred; None goes by the words alone.
        """
        row = self.weights.vectoriser.transform(text)
        few = self._select(row)
        centred = None if vector is None else centre(vector, self.weights.mean)
        scores = self.category_scores(row, centred)
        order = np.argsort(-scores)
        classes = self.weights.category.classes
        ranked = tuple((classes[index], float(scores[index])) for index in order)
        return Prediction(ranked, self._subtypes(few, centred), self._grades(few, centred), self._danger(row, centred))

    def category_scores(self, row: SparseRow, centred: Floats | None) -> Floats:
        """Return the calibrated probability of each category, in the order of the head's classes."""
        weights = self.weights
        mixture = weights.without_vectors if centred is None else weights.with_vectors
        logs = mixture.words * weights.category.words_logits(row)
        if mixture.bayes:
            logs = logs + mixture.bayes * log_softmax(row.values @ weights.bayes[row.indices])
        if centred is not None:
            logs = logs + mixture.vector * weights.category.vector_logits(centred)
            if mixture.neighbours:
                logs = logs + mixture.neighbours * self._neighbour_logits(centred)
        return np.asarray(
            np.exp(log_softmax(np.asarray(logs / mixture.temperature, dtype=np.float32))), dtype=np.float32
        )

    def _danger(self, row: SparseRow, centred: Floats | None) -> float:
        words = self.weights.danger.words_logits(row)
        odds = words[0] - words[1]
        if centred is not None:
            vector = self.weights.danger.vector_logits(centred)
            odds = (odds + vector[0] - vector[1]) / 2
        return float(1 / (1 + np.exp(-odds)))

    def _neighbour_logits(self, centred: Floats) -> Floats:
        return neighbour_logits(centred, self.weights.neighbours, self.weights.neighbour_targets)

    def _select(self, row: SparseRow) -> SparseRow:
        places = self.weights.selected[row.indices]
        kept = places >= 0
        return SparseRow(places[kept], row.values[kept])

    def _subtypes(self, row: SparseRow, centred: Floats | None) -> dict[str, str]:
        head = self.weights.subtype
        by_words = row.values @ head.weights[row.indices] + head.bias
        by_vector = None if centred is None else centred @ head.vector_weights + head.vector_bias
        chosen: dict[str, str] = {}
        for category, entries in self._subtypes_of.items():
            columns = [index for index, _ in entries]
            logs = log_softmax(by_words[columns])
            if by_vector is not None:
                logs = logs + log_softmax(by_vector[columns])
            chosen[category] = entries[int(np.argmax(logs))][1]
        return chosen

    def _grades(self, row: SparseRow, centred: Floats | None) -> dict[str, float]:
        logs = self.weights.grade.words_logits(row)
        if centred is not None:
            logs = np.asarray((logs + self.weights.grade.vector_logits(centred)) / 2, dtype=np.float32)
        return dict(zip(self.weights.grade.classes, np.exp(log_softmax(logs)).tolist(), strict=True))


def log_softmax(scores: Floats) -> Floats:
    """Return scores as log-probabilities."""
    shifted: Floats = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


def centre(vector: Floats, mean: Floats) -> Floats:
    """Return the vector without what all share, of length one."""
    moved = vector - mean
    return np.asarray(moved / (np.linalg.norm(moved) or 1.0), dtype=np.float32)


NEIGHBOUR_SHARPNESS = 30.0
NEIGHBOUR_SCALE = 127.0


def neighbour_logits(centred: Floats, neighbours: NDArray[np.int8], targets: NDArray[np.uint8]) -> Floats:
    """Return log-probabilities from the labels of training messages, each weighted by its likeness."""
    likeness = neighbours.astype(np.float32) @ centred / NEIGHBOUR_SCALE
    weight = np.exp(NEIGHBOUR_SHARPNESS * (likeness - likeness.max()))
    sums = weight @ targets.astype(np.float32) / 255.0
    return np.asarray(np.log((sums + 1e-3) / (sums.sum() + 1e-3 * len(sums))), dtype=np.float32)


def save_weights(weights: Weights, folder: Path) -> None:
    """Write the weights as ``weights.npz`` (float16, no pickle) and ``model.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {
        "idf": weights.vectoriser.idf.astype(np.float16),
        "bayes": weights.bayes.astype(np.float16),
        "selected": weights.selected,
        "mean": weights.mean,
        "neighbours": weights.neighbours,
        "neighbour_targets": weights.neighbour_targets,
    }
    for name, head in (
        ("category", weights.category),
        ("subtype", weights.subtype),
        ("grade", weights.grade),
        ("danger", weights.danger),
    ):
        arrays[f"{name}_weights"] = head.weights.astype(np.float16)
        arrays[f"{name}_bias"] = head.bias
        arrays[f"{name}_vector_weights"] = head.vector_weights.astype(np.float16)
        arrays[f"{name}_vector_bias"] = head.vector_bias
    np.savez_compressed(folder / "weights.npz", **arrays)  # type: ignore[arg-type]
    model = {
        "format": FORMAT,
        "about": dict(weights.about),
        "classes": {
            "category": weights.category.classes,
            "subtype": weights.subtype.classes,
            "grade": weights.grade.classes,
            "danger": weights.danger.classes,
        },
        "mixtures": {
            name: {field: getattr(mixture, field) for field in Mixture.__slots__}
            for name, mixture in (("with_vectors", weights.with_vectors), ("without_vectors", weights.without_vectors))
        },
        "vocabulary": weights.vectoriser.state(),
    }
    (folder / "model.json").write_text(json.dumps(model, ensure_ascii=False, indent=0), encoding="utf-8")


def load_weights(folder: Path) -> Weights:
    """Read what `save_weights` wrote."""
    if not (folder / "weights.npz").is_file():
        raise FileNotFoundError(f"no weights in {folder}; `fengqiao train` makes them")
    model = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if model.get("format") != FORMAT:
        raise ValueError(f"weights in {folder} have format {model.get('format')}, this program reads {FORMAT}")
    with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
        vocabulary = model["vocabulary"]
        vectoriser = Vectoriser(vocabulary["words"], vocabulary["characters"], arrays["idf"].astype(np.float32))
        return Weights(
            vectoriser=vectoriser,
            category=_head(arrays, "category", model["classes"]["category"]),
            bayes=arrays["bayes"].astype(np.float32),
            subtype=_head(arrays, "subtype", model["classes"]["subtype"]),
            grade=_head(arrays, "grade", model["classes"]["grade"]),
            danger=_head(arrays, "danger", model["classes"]["danger"]),
            selected=arrays["selected"],
            mean=arrays["mean"],
            neighbours=arrays["neighbours"],
            neighbour_targets=arrays["neighbour_targets"],
            with_vectors=Mixture(**model["mixtures"]["with_vectors"]),
            without_vectors=Mixture(**model["mixtures"]["without_vectors"]),
            about=model["about"],
        )


def _head(arrays: Mapping[str, NDArray[Any]], name: str, classes: Sequence[str]) -> Head:
    def floats(part: str) -> Floats:
        return np.ascontiguousarray(arrays[f"{name}_{part}"].astype(np.float32))

    return Head(tuple(classes), floats("weights"), floats("bias"), floats("vector_weights"), floats("vector_bias"))
