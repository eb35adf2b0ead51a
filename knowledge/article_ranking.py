"""The learned linear ranker of articles: weights a feature, with and without sentence vectors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article_features import NAMED

RANKING_FILE = Path(__file__).parent / "data" / "weights" / "article_ranking.json"
UNDATED_PENALTY = 1.0
"""Taken from texts whose time is unknown: law that is surely in force comes first where both fit."""


@dataclass(frozen=True, slots=True)
class ArticleRanking:
    """One weight a feature, for the features with vectors (True) and for those without (False)."""

    weights: Mapping[bool, NDArray[np.float32]]

    @classmethod
    def load(cls, path: Path = RANKING_FILE) -> "ArticleRanking":
        """Read the committed weights.

        Raises:
            KeyError: The file lacks a feature that the code computes.
        """
        saved = json.loads(path.read_text(encoding="utf-8"))
        weights = {
            semantic: np.array([saved["semantic" if semantic else "lexical"][name] for name in names], np.float32)
            for semantic, names in NAMED.items()
        }
        return cls(weights)

    def save(self, path: Path, origin: str) -> None:
        """Write the weights with a word on their origin."""
        content = {
            "origin": origin,
            **{
                "semantic" if semantic else "lexical": {
                    name: round(float(weight), 4) for name, weight in zip(names, self.weights[semantic], strict=True)
                }
                for semantic, names in NAMED.items()
            },
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """One score a candidate; the number of columns tells whether vectors were used."""
        weights = self.weights[features.shape[1] == len(NAMED[True])]
        return np.asarray(features @ weights, np.float32)
