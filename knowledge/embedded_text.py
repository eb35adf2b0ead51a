"""What is embedded of an article: the law's short name, the section's name, the beginning of the text."""

import re

from knowledge.article_index import heading
from knowledge.law_names import short_name
from knowledge.law_versions import LawVersion
from knowledge.statute_source import StoredArticle

EMBEDDED_CHARACTERS = 125
LONGEST_NAME = 16
_SAYS_NOTHING = frozenset({"总则", "附则", "法律责任"})


def embedded_text(version: LawVersion, article: StoredArticle) -> str:
    """The text that a sentence vector is made of; changing it makes every vector old."""
    section = heading(re.split(r"\s(?=第)", article.chapter)[-1])
    named = "" if section in _SAYS_NOTHING else section
    text = article.text.replace("\n", "")
    return f"{short_name(version.law)[:LONGEST_NAME]} {named}：{text}"[:EMBEDDED_CHARACTERS]
