"""The terms by which cases are found: words of the legal word list, pairs of neighbouring Han characters, names.

Words carry the meaning, pairs forgive a wrong word cut and a mistyped character, names lead to a case one has heard of.
"""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path

from nlp.tokenise import word_places, words_bulk

_COMMON = Path(__file__).parent / "data" / "common_words.txt"
_EMPTY = Path(__file__).parent / "data" / "empty_words.txt"
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_WORTH_INDEXING = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z0-9][a-z0-9.]*")
_MASKED_PERSON = re.compile(r"[\u4e00-\u9fff]某")
_ORGANISATION = re.compile(r"([\u4e00-\u9fff]{2})(?:公司|集团|厂|村|镇|店)")
_NEVER_IN_A_NAME = frozenset(
    "这那我他她它你们的是在和与对把被让叫给到从向为以及就也都还很不没有会要想能可一二三几个某该本各每其此尽希管望请去回"
)
_COUNTED_UNIT = re.compile(r"个月|[\d几半数两零〇一二三四五六七八九十百千万亿][年月日天周元块角分]")
_BESIDE_A_TIME = frozenset("前后内中里间初底末份多来")
LONGEST_TERM = 40


@cache
def common_words() -> frozenset[str]:
    """Give the words that say how people talk and not what happened; the file is read on the first call."""
    return _words_of(_COMMON)


@cache
def empty_words() -> frozenset[str]:
    """Give the words that are no reason why two cases are alike, though search reads them; see the file."""
    return _words_of(_EMPTY) | common_words()


def _words_of(file: Path) -> frozenset[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def words(text: str) -> list[str]:
    """Cut a text into the words worth indexing: two or more Han characters, or a number or Latin word."""
    return worth_indexing(next(words_bulk([text])))


def whole_words(text: str) -> frozenset[str]:
    """Give the words of a text that stand somewhere as a whole, to be shown to people; see `_whole_places`."""
    return frozenset(worth_indexing(word for word, _, _ in _whole_places(text)))


def places_of_words(text: str, wanted: Container[str]) -> Iterator[tuple[int, int]]:
    """Give where the words wanted stand in a text, cut as `words` cuts it: whole words, never a piece of another."""
    for word, start, end in _whole_places(text):
        if word.lower() in wanted:
            yield start, end


def _whole_places(text: str) -> Iterator[tuple[str, int, int]]:
    """Give the words with their places, without fragments that begin with the unit of the number before them.

    The cut does not know that a unit belongs to its number: of 四个月工资 it makes 四个 and 月工资, of 5天后 天后. The
    words behind the unit (工资) are cut too and remain. 年轻人 behind a number is none: no word would remain of it.
    """
    places = word_places(text)
    spans = {(start, end) for _, start, end in places}
    for word, start, end in places:
        counted = _COUNTED_UNIT.search(text[max(0, start - 1) : start + 1]) is not None
        if not (counted and (word[1:] in _BESIDE_A_TIME or (start + 1, end) in spans)):
            yield word, start, end


def worth_indexing(tokens: Iterable[str]) -> list[str]:
    """Leave out what tells no case from another: single characters, punctuation, words of mere talk."""
    common = common_words()
    lowered = (token.lower() for token in tokens)
    return [
        token
        for token in lowered
        if len(token) <= LONGEST_TERM and token not in common and _WORTH_INDEXING.fullmatch(token)
    ]


def pairs(text: str) -> list[str]:
    """Give every pair of neighbouring Han characters, in order."""
    return [run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)]


def telling_names(text: str) -> frozenset[str]:
    """Give the names by which people and firms are told apart in a masked story: 盛某, 电白(公司)."""
    firms = (name for name in _ORGANISATION.findall(text) if not _NEVER_IN_A_NAME & set(name))
    return frozenset(_MASKED_PERSON.findall(text)) | frozenset(firms)


def without_masked_names(text: str) -> str:
    """Take the names of masked persons (盛某) out of a text, with a stop for each, so that nothing grows together."""
    return _MASKED_PERSON.sub("，", text)
