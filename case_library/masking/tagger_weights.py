"""The learned weights that see names in a narrative, as files: whole numbers with a scale a row, without pickle."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FORMAT = 1
"""Version of the files; raised when older code could no longer read them."""
WEIGHTS_FOLDER = Path(__file__).parent / "data" / "weights"
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One direction of one recurrent layer (a gated recurrent unit): reset, update and new gate, in this order.

    Attributes:
        inward: weights of what comes in, 3 × hidden rows, a column for each input.
        onward: weights of the state before, 3 × hidden rows, hidden columns.
        inward_bias, onward_bias: 3 × hidden numbers each.
    """

    inward: Floats
    onward: Floats
    inward_bias: Floats
    onward_bias: Floats


@dataclass(frozen=True, slots=True)
class TaggerWeights:
    """What was learned.

    Attributes:
        characters: the row of each character; row 0 stands for any other.
        vectors: a vector for each character.
        layers: forward and backward recurrence of each layer.
        out: a row for each tag over both states of the last layer; `out_bias` beside it.
        about: where the weights come from and what they reached, for people.
    """

    characters: Mapping[str, int]
    vectors: Floats
    layers: tuple[tuple[Recurrence, Recurrence], ...]
    out: Floats
    out_bias: Floats
    about: Mapping[str, Any]


def save_weights(weights: TaggerWeights, folder: Path) -> None:
    """Write the weights as ``names.npz`` and ``names.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {"out": weights.out, "out_bias": weights.out_bias}
    arrays["vectors"], arrays["vectors_scale"] = _small(weights.vectors)
    for number, layer in enumerate(weights.layers):
        for side, recurrence in zip("fb", layer, strict=True):
            for name in Recurrence.__slots__:
                value = getattr(recurrence, name)
                if value.ndim > 1:
                    arrays[f"{number}{side}_{name}"], arrays[f"{number}{side}_{name}_scale"] = _small(value)
                else:
                    arrays[f"{number}{side}_{name}"] = value
    np.savez_compressed(folder / "names.npz", **arrays)  # type: ignore[arg-type]
    characters = "".join(sorted(weights.characters, key=weights.characters.__getitem__))
    words = {"format": FORMAT, "about": dict(weights.about), "layers": len(weights.layers), "characters": characters}
    (folder / "names.json").write_text(json.dumps(words, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def load_weights(folder: Path = WEIGHTS_FOLDER) -> TaggerWeights:
    """Read what `save_weights` wrote.

    Raises:
        FileNotFoundError: There are none; ``python -m case_library.masking.training`` makes them.
        ValueError: They were made by another version of the program.
    """
    words = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    if words["format"] != FORMAT:
        raise ValueError(f"weights of format {words['format']} in {folder}, this program reads {FORMAT}")
    with np.load(folder / "names.npz") as arrays:

        def matrix(name: str) -> Floats:
            value: Floats = arrays[name].astype(np.float32)
            return value * arrays[f"{name}_scale"] if f"{name}_scale" in arrays else value

        layers = tuple(
            (_recurrence(matrix, f"{number}f"), _recurrence(matrix, f"{number}b")) for number in range(words["layers"])
        )
        return TaggerWeights(
            {character: row for row, character in enumerate(words["characters"], 1)},
            matrix("vectors"),
            layers,
            matrix("out"),
            matrix("out_bias"),
            words["about"],
        )


def _recurrence(matrix: Any, prefix: str) -> Recurrence:
    return Recurrence(*(matrix(f"{prefix}_{name}") for name in Recurrence.__slots__))


def _small(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Give a matrix as whole numbers up to 127 and the scale of each row."""
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-9) / _STEPS
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)
