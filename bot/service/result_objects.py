"""The JSON objects of a law result and a citation result (documented in docs/schemas)."""

from typing import Any

from knowledge.articles import ArticleHit, LawArticle
from knowledge.citations import CheckedCitation


def law_result(article: LawArticle, score: float | None = None) -> dict[str, Any]:
    """Give an article as a law result; `score` is None where it was not searched for."""
    return {
        "law": article.ref.law,
        "number": article.number,
        "label": article.ref.label,
        "version": article.version,
        "state": article.state.value,
        "text": article.text,
        "score": score,
    }


def law_hit(hit: ArticleHit) -> dict[str, Any]:
    """Give a search hit as a law result."""
    return law_result(hit.article, round(hit.score, 4))


def citation_result(checked: CheckedCitation, text: str) -> dict[str, Any]:
    """Give one checked citation with its place (line and column from 1, offsets in code points)."""
    citation = checked.citation
    before = text[: citation.start]
    return {
        "line": before.count("\n") + 1,
        "column": citation.start - before.rfind("\n"),
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "written": citation.written,
        "law": citation.law,
        "label": citation.label,
        "paragraph": citation.paragraph,
        "item": citation.item,
        "state": checked.state.value,
        "suggestion": checked.suggestion,
        "replaced_by": checked.replaced_by,
        "foreign": citation.foreign,
        "paragraphs": checked.paragraphs,
    }
