"""What is hidden until a person has looked at it: numbered marks in a case that can be put back one by one.

The mark of a word is the same wherever it stands, so that what is written around it may be edited meanwhile.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from case_library.masking.texts import texts_of, with_texts
from case_library.precedent import Precedent

DOUBT = "doubt"
"""The kind of what is hidden in this way."""
_MARK = re.compile(r"［隐(\d+)］")
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Masked:
    """One thing that was masked: in which field, of what kind (name, phone, place …), what stood and stands there.

    Of a word that a person put back, `after` is `before`.
    """

    field: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HiddenWord:
    """A word that is hidden: the number of its mark, and the places with what stands around them, the word in 【】."""

    number: int
    word: str
    places: tuple[str, ...]


def hide(
    case: Precedent, words: Iterable[str], masked: Iterable[Masked], known: Collection[str] | None = None
) -> tuple[Precedent, tuple[Masked, ...]]:
    """Hide words wherever they stand in a case.

    Args:
        case: the case.
        words: what is to be hidden; the longest of those that begin at one place is.
        masked: what was masked before; its marks go on to count.
        known: which words get again what they were masked with before (庞某, ［电话］), no number; None for all.

    Returns:
        The case, and what was masked up to now.
    """
    done = list(masked)
    marks = {each.before: each.after for each in done if _number(each) is not None}
    marks |= {
        each.before: each.after for each in done if each.kind != DOUBT and (known is None or each.before in known)
    }
    last = max((int(each) for each in _MARK.findall("\n".join((*texts_of(case), *marks.values())))), default=0)
    wanted = dict.fromkeys(word for word in words if word)
    for word in wanted:
        if word not in marks:
            marks[word] = f"［隐{(last := last + 1)}］"
    if not wanted:
        return case, tuple(done)
    kinds = {each.before: each.kind for each in done}
    form = re.compile("|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True)))

    def change(field: str, text: str) -> str:
        def mark(found: re.Match[str]) -> str:
            after = marks[found[0]]
            done.append(Masked(field, DOUBT if _MARK.fullmatch(after) else kinds[found[0]], found[0], after))
            return after

        return _between_marks(text, lambda between: form.sub(mark, between))

    return with_texts(case, change), tuple(done)


def put_back(
    case: Precedent, masked: Iterable[Masked], numbers: Collection[int]
) -> tuple[Precedent, tuple[Masked, ...]]:
    """Put words back where their marks stand."""
    masked = tuple(masked)
    words = {number: each.before for each in masked if (number := _number(each)) in numbers and number is not None}

    def change(_field: str, text: str) -> str:
        return _MARK.sub(lambda found: words.get(int(found[1]), found[0]), text)

    return with_texts(case, change), tuple(
        replace(each, after=each.before) if _number(each) in words else each for each in masked
    )


def hidden_words(case: Precedent, masked: Iterable[Masked]) -> list[HiddenWord]:
    """Give what is hidden in a case, in the order of the numbers; what an edit has taken out is not among it."""
    words = {number: each.before for each in masked if (number := _number(each)) is not None}
    places: dict[int, list[str]] = {number: [] for number in words}
    for text in texts_of(case):
        for found in _MARK.finditer(text):
            if (number := int(found[1])) in places:
                places[number].append(_place(text, found, words[number], words))
    return [HiddenWord(number, words[number], tuple(places[number])) for number in sorted(places) if places[number]]


def without_numbers(case: Precedent) -> Precedent:
    """Give a case as it is published: what is hidden in it says only that something was left out."""
    return with_texts(case, lambda _field, text: _MARK.sub("［隐］", text))


def _number(masked: Masked) -> int | None:
    found = _MARK.fullmatch(masked.after) if masked.kind == DOUBT else None
    return None if found is None else int(found[1])


def _place(text: str, found: re.Match[str], word: str, words: Mapping[int, str]) -> str:
    before, behind = text[: found.start()], text[found.end() :]

    def readable(part: str) -> str:
        return _MARK.sub(lambda other: words.get(int(other[1]), other[0]), part)

    return f"{readable(before)[-_AROUND:]}【{word}】{readable(behind)[:_AROUND]}".replace("\n", " ").strip()


def _between_marks(text: str, change: Callable[[str], str]) -> str:
    pieces: list[str] = []
    last = 0
    for found in _MARK.finditer(text):
        pieces += [change(text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*pieces, change(text[last:])])
