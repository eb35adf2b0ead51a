"""Pairs of plain words and the articles behind them, from the project's own guidance, limits and numbers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from knowledge.citations import parse_citations
from knowledge.data_files import DATA_FOLDER
from knowledge.identifiers import ArticleRef

_NO_KNOWLEDGE = frozenset({"instruments.yaml", "corrections.yaml", "law_names.yaml", "lay_terms.yaml"})


def own_pairs(folder: Path = DATA_FOLDER) -> list[tuple[str, tuple[ArticleRef, ...]]]:
    """Every statement of the data files with the articles it cites, each text once."""
    found: dict[str, tuple[ArticleRef, ...]] = {}
    for path in sorted(folder.rglob("*.yaml")):
        if path.name not in _NO_KNOWLEDGE:
            for text, refs in _walk(yaml.safe_load(path.read_text(encoding="utf-8"))):
                found.setdefault(text, refs)
    return list(found.items())


def _walk(content: Any) -> Iterator[tuple[str, tuple[ArticleRef, ...]]]:
    if isinstance(content, dict):
        written = content.get("cites") or content.get("articles") or []
        said = [content.get(name) for name in ("text", "what", "name", "note")] + list(content.get("explain", []))
        text = " ".join(part for part in said if isinstance(part, str))
        refs = tuple(
            citation.ref
            for cite in written
            if isinstance(cite, str)
            for citation in parse_citations(cite)
            if citation.ref is not None and citation.label
        )
        if text and refs:
            yield text, refs
        for inner in content.values():
            yield from _walk(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from _walk(inner)
