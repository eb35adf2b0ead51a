"""Sets to measure on: labelled files with a second reader's labels beside them, and files of real mediation cases."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nlp.findings import Risk
from nlp.lexicon import lexicon
from nlp.training.messages import LabelledMessage, read_jsonl


def read_agreed(path: Path) -> list[LabelledMessage]:
    """Return the messages of a labelled file on which two readers agree.

    The second reader's labels stand in ``second_reader_<name>`` beside the file; without it every message counts. Two
    readers agree when each accepts the other's best category and both or neither call the message red. Where they
    differ on the subtype, it is left empty and not measured.
    """
    messages = read_jsonl(path)
    second_file = path.with_name(f"second_reader_{path.name}")
    if not second_file.is_file():
        return messages
    with second_file.open(encoding="utf-8") as lines:
        second = {row["id"]: row for row in map(json.loads, lines)}
    return [
        message if message.subtype == _subtype(second[message.id]) else replace(message, subtype="")
        for message in messages
        if message.id in second and _agree(message, second[message.id])
    ]


def _subtype(row: Mapping[str, Any]) -> str:
    return str(row.get("subtype") or "")


def _agree(message: LabelledMessage, row: Mapping[str, Any]) -> bool:
    on_category = message.category in {row["category"], *row.get("also", ())} and row["category"] in {
        message.category,
        *message.also,
    }
    return on_category and (message.risk == Risk.RED) == (row.get("risk") == Risk.RED)


def read_cases(path: Path) -> tuple[list[LabelledMessage], list[LabelledMessage]]:
    """Return descriptions of real cases, and what their parties say first.

    Every category that suits the kind of the case is as good.

    Args:
        path: JSON Lines with ``id``, ``event_type``, ``event_description`` and ``dialog``, where the speaker ``sys`` is
            the mediator.

    Raises:
        ValueError: A line names a kind that ``nlp/data/case_kinds.yaml`` does not know; the message says which.
    """
    descriptions: list[LabelledMessage] = []
    openings: list[LabelledMessage] = []
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, filter(str.strip, lines)):
            descriptions.append(_case(row, row["event_description"]))
            said = [part["text"].strip("“”") for part in row["dialog"] if part["speaker"] != "sys"]
            openings += [_case(row, text) for text in said[:1]]
    return descriptions, openings


def _case(row: Mapping[str, Any], text: str) -> LabelledMessage:
    kinds: Mapping[str, Sequence[str]] = lexicon("case_kinds")
    if row["event_type"] not in kinds:
        raise ValueError(f"{row['id']}: unknown kind of case {row['event_type']!r}")
    first, *also = kinds[row["event_type"]]
    return LabelledMessage(str(row["id"]), text, first, tuple(also), "", "")
