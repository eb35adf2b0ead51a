"""Texts in which people tell disputes, from data that is not part of the program; none where the folder is missing."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SAID = re.compile(r"'text': '(.*?)', 'speaker'")


def mediation_texts(shared: Path | None) -> Iterator[str]:
    """Give descriptions of mediation cases and what was said in them."""
    for row in rows(shared, "mediation-cases.jsonl"):
        yield row["event_description"]
        yield from (said.strip("“”") for said in _SAID.findall(str(row["dialog"])))


def questions(shared: Path | None) -> Iterator[str]:
    """Give what people asked lawyers."""
    yield from (row["text"] for row in rows(shared, "consultations.jsonl"))
    yield from (row["text"] for row in rows(shared, "statute-questions.jsonl"))


def laws(shared: Path | None, longest: int = 200) -> Iterator[str]:
    """Give the beginnings of articles of law."""
    if shared is not None and (file := shared / "more-law.jsonl.gz").exists():
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"][:longest] for line in lines)


def rows(shared: Path | None, name: str) -> Iterator[Any]:
    """Give the rows of a file of JSON Lines, none where it is missing."""
    if shared is not None and (file := shared / name).exists():
        yield from (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
