"""Words of the index that sound like what somebody wrote: 工资 for 公资, 事故 for 是故.

People who type by sound or dictate pick the wrong character of the right sound, and the word they meant is then in no
case as they wrote it. What is a word neither of the index nor of the dictionary, or falls apart into single characters,
is looked up again by its sound without tones. The index's own list of words answers that: nothing more lies on disk.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import tantivy

from case_library.case_words import common_words, pairs
from nlp.tokenise import is_dictionary_word, whole_word_places

_FILE = Path(__file__).parent / "data" / "syllables.txt"
_SHORTEST, _LONGEST = 2, 4
_NEVER_A_SLIP = frozenset("某我你您他她它们的了吗呢吧啊")
"""Nobody writes these for another character; of masked names there are many that sound alike."""
_NUMERALS = frozenset("零一二两三四五六七八九十百千万亿")
_MOST_STRETCHES = 24
"""Stretches of a text that are looked up: a long story has other words to be found by."""
_MOST_MEANT = 2
_WORDS_A_CHARACTER = 200
"""Words beginning with a character that are looked through, the commonest first."""
_SINGLE_SHARE = 0.01
"""Single characters stand beside each other by chance: of the cases so many have what they may have meant."""
_FAR_RARER = 2
"""A stretch is taken for a slip where the word that sounds like it is in so many times as many cases."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of a text as it was written, and a word of the index that sounds the same."""

    written: str
    meant: str


@cache
def _sounding_like() -> Mapping[str, str]:
    """Give, for each common character, all that share a reading with it, itself too; the file is read once."""
    sounding: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            characters = line.split()[1]
            for each in characters:
                sounding[each] = sounding.get(each, "") + characters
    return {each: "".join(dict.fromkeys(others)) for each, others in sounding.items()}


class SoundAlikes:
    """Answers for one state of an index; keeps what it has looked up. May be used in threads."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._words: dict[str, Mapping[tuple[int, str], list[tuple[str, int]]]] = {}

    def heard(self, text: str) -> tuple[Heard, ...]:
        """Give what was probably meant by the stretches of a text that look mistyped, in the order of the text."""
        found: dict[Heard, None] = {}
        for stretch, least in list(dict.fromkeys(self._stretches(text)))[:_MOST_STRETCHES]:
            found |= {Heard(stretch, word): None for word in self._meant(stretch, least)}
        return tuple(found)

    def _stretches(self, text: str) -> Iterator[tuple[str, int]]:
        """Give what looks mistyped, with the number of cases that must have what was meant.

        That is what is no word, the pairs in it (欠公资 is cut as one), and single characters with what stands beside
        them (是故, 医药肥).
        """
        places = whole_word_places(text)
        few = max(2, round(self._searcher.num_docs * _SINGLE_SHARE))
        for word, _, _ in places:
            if _SHORTEST <= len(word) <= _LONGEST and self._is_no_word(word):
                yield word, 1
                yield from ((pair, few) for pair in pairs(word) if pair != word and self._is_no_word(pair))
        for (word, _, end), (following, start, _) in pairwise(places):
            lengths = len(word), len(following)
            if end == start and min(lengths) == 1 and sum(lengths) < _LONGEST and self._is_no_word(word + following):
                yield word + following, few

    def _is_no_word(self, text: str) -> bool:
        if text in common_words() or self._searcher.doc_freq("words", text) > 0:
            return False
        return not is_dictionary_word(text)

    def _meant(self, written: str, least: int) -> list[str]:
        sounding = _sounding_like()
        if _NEVER_A_SLIP & set(written) or not all(each in sounding for each in written):
            return []
        enough = max(least, _FAR_RARER * min(self._searcher.doc_freq("pairs", pair) for pair in pairs(written)))
        found = [
            (count, word)
            for words in map(self._words_from, sounding[written[0]])
            for second in sounding[written[1]]
            for word, count in words.get((len(written), second), ())
            if count >= enough
            and word != written
            and not _NUMERALS & set(word)
            and all(here in sounding[there] for here, there in zip(word[2:], written[2:], strict=True))
        ]
        return [word for _, word in sorted(found, reverse=True)[:_MOST_MEANT]]

    def _words_from(self, first: str) -> Mapping[tuple[int, str], list[tuple[str, int]]]:
        """Give the words that begin with a character, with how many cases have them, by length and next character."""
        if (known := self._words.get(first)) is None:
            known = {}
            for word, count in self._searcher.terms_with_prefix("words", first, limit=_WORDS_A_CHARACTER):
                if _SHORTEST <= len(word) <= _LONGEST:
                    known.setdefault((len(word), word[1]), []).append((word, count))
            self._words[first] = known
        return known
