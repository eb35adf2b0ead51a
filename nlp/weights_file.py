"""The learned weights as files: small whole numbers with a scale a column, without pickle."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.classifier import Floats, Head, Mixture, Neighbours, Weights
from nlp.features import Vectoriser

FORMAT = 3
"""Version of the files; raised when older code could no longer read them."""

_STEPS = 127


def save_weights(weights: Weights, folder: Path) -> None:
    """Write the weights as ``weights.npz`` and ``model.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {
        "idf": weights.vectoriser.idf.astype(np.float16),
        "selected": np.flatnonzero(weights.selected >= 0).astype(np.int32),
        "mean": weights.mean,
        "axes": weights.neighbours.axes.astype(np.float16),
        "places": weights.neighbours.places,
        "targets": weights.neighbours.targets,
        "pairs": weights.neighbours.pairs,
    }
    for name, head in (("category", weights.category), ("subtype", weights.subtype), ("grade", weights.grade)):
        arrays[f"{name}_weights"], arrays[f"{name}_scale"] = _small(head.weights)
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
        },
        "mixtures": {
            name: {field: getattr(mixture, field) for field in Mixture.__slots__}
            for name, mixture in (("with_vectors", weights.with_vectors), ("without_vectors", weights.without_vectors))
        },
        "vocabulary": weights.vectoriser.state(),
    }
    (folder / "model.json").write_text(json.dumps(model, ensure_ascii=False, indent=0), encoding="utf-8")


def load_weights(folder: Path) -> Weights:
    """Read what `save_weights` wrote.

    Raises:
        FileNotFoundError: There are none; ``fengqiao train`` makes them.
        ValueError: They were made by another version of the program.
    """
    if not (folder / "weights.npz").is_file():
        raise FileNotFoundError(f"no weights in {folder}; `fengqiao train` makes them")
    model = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if model.get("format") != FORMAT:
        raise ValueError(f"weights in {folder} have format {model.get('format')}, this program reads {FORMAT}")
    vocabulary, classes = model["vocabulary"], model["classes"]
    with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
        vectoriser = Vectoriser(vocabulary["words"], vocabulary["characters"], arrays["idf"].astype(np.float32))
        selected = np.full(vectoriser.size, -1, dtype=np.int32)
        selected[arrays["selected"]] = np.arange(len(arrays["selected"]), dtype=np.int32)
        return Weights(
            vectoriser=vectoriser,
            category=_head(arrays, "category", classes["category"]),
            subtype=_head(arrays, "subtype", classes["subtype"]),
            grade=_head(arrays, "grade", classes["grade"]),
            selected=selected,
            mean=arrays["mean"],
            neighbours=Neighbours(
                arrays["axes"].astype(np.float32), arrays["places"], arrays["targets"], arrays["pairs"]
            ),
            with_vectors=Mixture(**model["mixtures"]["with_vectors"]),
            without_vectors=Mixture(**model["mixtures"]["without_vectors"]),
            about=model["about"],
        )


def _small(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return the weights in steps of a 127th of the largest of their column, and that step."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9).astype(np.float32) / _STEPS
    return np.round(weights / scale).astype(np.int8), np.asarray(scale, dtype=np.float32)


def _head(arrays: Mapping[str, NDArray[Any]], name: str, classes: Sequence[str]) -> Head:
    return Head(
        classes=tuple(classes),
        weights=arrays[f"{name}_weights"].astype(np.float32) * arrays[f"{name}_scale"],
        bias=arrays[f"{name}_bias"],
        vector_weights=arrays[f"{name}_vector_weights"].astype(np.float32),
        vector_bias=arrays[f"{name}_vector_bias"],
    )
