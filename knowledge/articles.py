"""An article of a law as it reads in one version, and a search hit on it."""

from dataclasses import dataclass
from datetime import date

from knowledge.identifiers import ArticleRef, ArticleState


@dataclass(frozen=True, slots=True)
class LawArticle:
    """One article in one version.

    `number` is the Arabic number of the label (第120条之一 and 第120条 share 120). `version` names the version (its
    date, ISO, or ""). `text` is word for word; it is empty where `state` is text_missing.
    """

    ref: ArticleRef
    number: int
    version: str
    state: ArticleState
    text: str
    chapter: str = ""
    effective_from: date | None = None
    repealed_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article found by a search; higher scores are better, comparable within one search only."""

    article: LawArticle
    score: float
