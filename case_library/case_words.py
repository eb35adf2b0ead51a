"""The terms by which cases are found: words of the legal word list, and pairs of neighbouring Han characters.

Words carry the meaning, pairs forgive a wrong word cut and a mistyped character.
"""

import re
from collections.abc import Iterable

from nlp.tokenise import words_bulk

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_WORTH_INDEXING = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z0-9][a-z0-9.]*")
LONGEST_TERM = 40


def words(text: str) -> list[str]:
    """Cut a text into the words worth indexing: two or more Han characters, or a number or Latin word."""
    return worth_indexing(next(words_bulk([text])))


def worth_indexing(tokens: Iterable[str]) -> list[str]:
    """Leave out single characters, punctuation and space, which tell no case from another."""
    lowered = (token.lower() for token in tokens)
    return [token for token in lowered if len(token) <= LONGEST_TERM and _WORTH_INDEXING.fullmatch(token)]


def pairs(text: str) -> list[str]:
    """Give every pair of neighbouring Han characters, in order."""
    return [run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)]
