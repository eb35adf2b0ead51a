"""Finding names of persons in a case narrative: better one word too many than one name too few.

Chat messages are searched by `nlp.personal_data`, which looks for what stands around a name. A narrative names people
again and again with nothing around the name, so here a name is what begins with a surname, is no ordinary word, and
either stands as a word of its own or comes back.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from case_library.masking.name_lore import name_lore
from case_library.masking.names_in_place import names_in_place
from case_library.masking.word_kinds import is_frequent, is_person_name, word_kind
from nlp.tokenise import cut

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MASK = "某"
_STOPS = frozenset("，。；！？、：“”‘’（）《》\n\t ,;!?:()")
_LONGEST_SINGLE = 3
_TWICE = 2
_LONGEST_ROLE = 4


def _is_ordinary(word: str) -> bool:
    """Say whether a word is an ordinary one: in the dictionary and no person, or too frequent to be one."""
    lore = name_lore()
    if word in lore.never:
        return True
    if word_kind(word) is None:
        return False
    return not is_person_name(word) or (word[0] not in lore.common and is_frequent(word))


def person_names(text: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the full names of persons in a text, longest first.

    Args:
        text: a narrative.
        known: names that are known beforehand, of the parties for instance; they count wherever they stand.
    """
    known = tuple(known)
    names = {name for name in known if name in text and _MASK not in name}
    starts = list(_words(text))
    for found in (_by_word, _by_return, _by_surname, _by_place):
        names |= {name for name in found(text, starts) if not _called_by_title(text, name)}
    names |= {name for name in names_in_place(text, tuple(names)) if not _called_by_title(text, name)}
    names -= {name for name in names if name not in known and _is_begun_only(text, name, names & frozenset(known))}
    kept = {name for name in names if name in known or not any(name != other and other in name for other in names)}
    return tuple(sorted(kept, key=lambda name: (-len(name), name)))


def _is_begun_only(text: str, name: str, known: Iterable[str]) -> bool:
    """Say whether a supposed name stands nowhere but as the beginning of a known one: 张大 of 张大勇."""
    longer = [other for other in known if other != name and other.startswith(name)]
    return bool(longer) and text.count(name) == sum(text.count(other) for other in longer)


def surname_of(name: str) -> str:
    """Give the surname a name begins with."""
    return name[:2] if name[:2] in name_lore().surnames and len(name) > len("某某") else name[:1]


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Give the words of a text with the place each begins at."""
    at = 0
    for word in cut(text):
        at = text.index(word, at)
        yield at, word
        at += len(word)


def _stands_free(text: str, at: int) -> bool:
    """Say whether something begins here: after a stop, or after what a person is called by."""
    before = text[max(0, at - _LONGEST_ROLE) : at]
    return not before or before[-1] in _STOPS or name_lore().behind_role.search(before) is not None


def _called_by_title(text: str, name: str) -> bool:
    """Say whether a supposed name is always the beginning of a surname with a title: 孙老(太), 罗女(士)."""
    titles = tuple(name_lore().titles)
    rests = (text[found.start() + len(surname_of(name)) :] for found in re.finditer(re.escape(name), text))
    return all(rest.startswith(titles) for rest in rests)


def _by_word(text: str, words: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Words that the cutter sees as one, that begin with a surname and are no ordinary words."""
    for (at, word), (after, following) in zip(words, [*words[1:], (len(text), "")], strict=True):
        if word[0] in name_lore().doubtful and not _stands_free(text, at):
            continue
        longer = word + following
        if len(following) == 1 and after == at + len(word) and len(word) == len("两字") and _may_be_name(longer):
            yield longer  # 张大 勇
        elif _may_be_name(word):
            shorter = word[:2]
            yield shorter if text.count(shorter) > text.count(word) and _may_be_name(shorter) else word


def _by_return(text: str, words: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Runs of two or three characters that begin with a surname at the start of a word and come back."""
    for at, word in words:
        if word[0] in name_lore().doubtful and not _stands_free(text, at):
            continue
        two, three = text[at : at + 2], text[at : at + 3]
        comes_back = text.count(three) >= _TWICE and text.count(three) == text.count(two)
        if comes_back and (_may_be_name(three) or (_stands_free(text, at) and _may_be_rare_name(text, three))):
            yield three
        elif _may_be_name(two) and text.count(two) >= _TWICE:
            yield two


def _by_surname(text: str, words: Sequence[tuple[int, str]]) -> Iterator[str]:
    """A surname cut off by itself with a given name after it: 李 彩霞."""
    lore = name_lore()
    for (at, word), (after, given) in pairwise(words):
        if word not in lore.surnames or after != at + len(word) or len(given) > len("名字"):
            continue
        if (word not in lore.doubtful or _stands_free(text, at)) and _may_be_name(word + given):
            yield word + given


def _by_place(text: str, words: Sequence[tuple[int, str]]) -> Iterator[str]:
    """A surname where a name may begin, however the cutter has joined what follows; as long as the words allow."""
    lore = name_lore()
    ends = {at + len(word) for at, word in words}
    for at, _ in words:
        if text[at] in lore.surnames - lore.doubtful and _stands_free(text, at):
            two, three = text[at : at + 2], text[at : at + 3]
            if _is_ordinary(two):
                continue
            if _may_be_name(three) and at + len(two) not in ends:
                yield three
            elif _may_be_name(two):
                yield two


def _may_be_rare_name(text: str, three: str) -> bool:
    """Names whose first two characters are a word (云海 涛): told from a piece of a word (司法 确) by what follows."""
    followers = {text[found.end() : found.end() + 1] for found in re.finditer(re.escape(three), text)}
    return (
        three[:1] in name_lore().surnames
        and len(followers) > 1
        and _HAN.fullmatch(three) is not None
        and not name_lore().never_given & set(three[1:])
        and not _is_ordinary(three)
    )


def _may_be_name(word: str) -> bool:
    surname = surname_of(word) if word else ""
    given = word[len(surname) :]
    return (
        surname in name_lore().surnames
        and 1 <= len(given) <= len("名字")
        and _HAN.fullmatch(word) is not None
        and not name_lore().never_given & set(given)
        and given not in name_lore().titles
        and not _is_ordinary(word)
        and not (len(word) == _LONGEST_SINGLE and word[0] not in name_lore().common and _is_ordinary(word[:2]))
    )
