"""Labelled messages: our own examples, an operator's corrections, and any labelled file."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from nlp.lexicon import DATA, lexicon
from nlp.normalise import normalise
from nlp.taxonomy import OTHER, taxonomy

NEAR_DUPLICATE = 75
"""Similarity (0..100) from which two messages are kept in the same fold."""

_AT_ONCE = 500
_DIGEST = 10


@dataclass(frozen=True)
class LabelledMessage:
    """One message with its labels.

    Attributes:
        id: Identifier in its source.
        text: The message as it was sent.
        category: The best category.
        also: Categories that are as good.
        subtype: Subtype of the best category.
        risk: Grade, or an empty string where nobody graded it.
        own: Written by us, not by a citizen.
    """

    id: str
    text: str
    category: str
    also: tuple[str, ...]
    subtype: str
    risk: str
    own: bool = False

    @cached_property
    def normalised(self) -> str:
        """The text in one spelling."""
        return normalise(self.text).text


def read_examples() -> list[LabelledMessage]:
    """Return the messages of ``nlp/data/examples``.

    Raises:
        ValueError: A file names an unknown category or subtype.
    """
    messages: list[LabelledMessage] = []
    for path in sorted((DATA / "examples").glob("*.yaml")):
        raw = lexicon(f"examples/{path.stem}")
        category = raw["category"]
        for subtype, entries in raw["messages"].items():
            for number, entry in enumerate(entries):
                fields = entry if isinstance(entry, dict) else {"text": str(entry)}
                message = _message(
                    {"category": category, "subtype": subtype, **fields}, f"{category}/{subtype}/{number}", own=True
                )
                messages.append(message)
    return messages


def read_jsonl(path: Path) -> list[LabelledMessage]:
    """Return the messages of a JSON Lines file with text, category and optionally also, subtype, risk.

    The questions of STARD carry no category; theirs is taken from ``nlp/data/stard_labels.yaml``.

    Raises:
        ValueError: A line is not JSON, or names an unknown category; the message says which line.
    """
    return list(_lines(path))


def _lines(path: Path) -> Iterator[LabelledMessage]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                fields = json.loads(line)
                yield _message({**_known_labels(fields), **fields}, str(number), own=False)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path}, line {number}: {error}; each line needs text and category") from error


def _known_labels(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return our labels of a question that its publisher gave no category; the label file holds no sentences."""
    if "category" in fields:
        return {}
    digest = hashlib.sha1(fields["text"].encode(), usedforsecurity=False).hexdigest()[:_DIGEST]
    category, subtype, *also = lexicon("stard_labels")["labels"].get(digest) or [fields["category"]]
    return {"category": category, "subtype": subtype, "also": also}


def _message(fields: dict[str, Any], default_id: str, *, own: bool) -> LabelledMessage:
    categories = taxonomy().categories
    category, subtype = fields["category"], fields.get("subtype") or OTHER
    if category not in categories:
        raise ValueError(f"unknown category {category!r}")
    if subtype not in categories[category].subtypes:
        # Flags (maritime, foreign) stand where a subtype is missing in some sources.
        subtype = OTHER
    also = tuple(code for code in fields.get("also", ()) if code in categories and code != category)
    return LabelledMessage(
        str(fields.get("id", default_id)), fields["text"], category, also, subtype, fields.get("risk", ""), own
    )


def folds(messages: Sequence[LabelledMessage], count: int, seed: int) -> list[int]:
    """Return the fold of each message; near-duplicates share one."""
    texts = [message.normalised for message in messages]
    group = list(range(len(texts)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for start in range(0, len(texts), _AT_ONCE):
        alike = process.cdist(
            texts[start : start + _AT_ONCE], texts, scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE, dtype=np.uint8
        )
        for row, column in zip(*np.nonzero(alike), strict=True):
            first, second = root(start + int(row)), root(int(column))
            if first != second:
                group[max(first, second)] = min(first, second)
    roots = sorted({root(index) for index in range(len(texts))})
    order = np.random.default_rng(seed).permutation(len(roots))
    fold_of = {roots[position]: int(rank) % count for rank, position in enumerate(order)}
    return [fold_of[root(index)] for index in range(len(texts))]
