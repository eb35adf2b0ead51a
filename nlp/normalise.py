"""One spelling for what citizens type: width, script, emoji, stutter; every character remembers where it came from."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.findings import Span
from nlp.lexicon import lexicon

_CJK = re.compile(r"[\u3400-\u9fff]")
_DIGITS_OR_LATIN = re.compile(r"[0-9A-Za-z.]")
_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0f\u00ad")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in one spelling, with the way back.

    Attributes:
        text: The normalised text.
        origin: For each character of `text`, the index (code points) of the character it came from.
        source: The text as it was sent.
    """

    text: str
    origin: Sequence[int]
    source: str

    def span(self, start: int, end: int) -> Span:
        """Return where the characters `start` to `end` (exclusive) of `text` stand in the text as sent."""
        first, last = self.origin[start], self.origin[end - 1] + 1
        return Span(first, last, self.source[first:last])


@dataclass(frozen=True, slots=True)
class _Lexicon:
    emoji: dict[str, str]
    bracketed: re.Pattern[str]
    fillers: re.Pattern[str]
    punctuation: dict[str, str]
    slang: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _lexicon() -> _Lexicon:
    raw = lexicon("normalise")
    return _Lexicon(
        emoji=raw["emoji"],
        bracketed=re.compile("|".join(re.escape(f"[{name}]") for name in raw["bracketed_stickers"])),
        fillers=re.compile("|".join(raw["fillers"])),
        punctuation=raw["punctuation"],
        slang=tuple((re.compile(entry["written"]), entry["meant"]) for entry in raw["slang"]),
    )


@cache
def _converter() -> "object":
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _simplified_character(character: str) -> str:
    converted = _converter().convert(character)  # type: ignore[attr-defined]
    return converted if len(converted) == 1 else character


def simplified(text: str) -> str:
    """Return `text` in simplified script, of the same length."""
    converted: str = _converter().convert(text)  # type: ignore[attr-defined]
    if len(converted) == len(text):
        return converted
    # A phrase of another length would break the way back, so such a text is turned character by character.
    return "".join(_simplified_character(character) for character in text)


def normalise(text: str) -> Normalised:
    """Return `text` in one spelling.

    Full-width forms become half-width, traditional script simplified, emoji the word they stand for or nothing, spaces
    between Chinese words a comma, stuttered characters and words single, spoken fillers nothing. Digits are never
    merged.

    Args:
        text: The message as it was sent.
    """
    lexicon = _lexicon()
    origin: Sequence[int]
    characters, origin = _clean(text, lexicon)
    joined = simplified("".join(characters)).lower()
    joined, origin = _replace(joined, origin, lexicon.bracketed, "")
    joined, origin = _spaces(joined, origin)
    joined, origin = _replace(joined, origin, lexicon.fillers, "")
    joined, origin = _stutter(joined, origin)
    for pattern, meant in lexicon.slang:
        joined, origin = _replace(joined, origin, pattern, meant)
    return Normalised(joined, origin, text)


def _clean(text: str, lexicon: _Lexicon) -> tuple[list[str], list[int]]:
    """Turn width, emoji, punctuation and control characters, character by character."""
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        if character in _HIDDEN:
            continue
        if character in lexicon.emoji:
            replacement = lexicon.emoji[character]
        elif character <= "~":
            replacement = lexicon.punctuation.get(character, max(character, " "))
        elif "\u4e00" <= character <= "\u9fff":
            replacement = character
        else:
            folded = _compatible(character)
            replacement = lexicon.punctuation.get(folded, folded)
        for piece in replacement:
            characters.append(piece)
            origin.append(index)
    return characters, origin


@cache
def _compatible(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in {"So", "Sk", "Cn", "Cs", "Co", "Cf", "Mn"}:
        return ""
    if kind.startswith(("C", "Z")):
        return " "
    folded = unicodedata.normalize("NFKC", character)
    return folded if not folded.isspace() else " "


def _replace(text: str, origin: Sequence[int], pattern: re.Pattern[str], meant: str) -> tuple[str, Sequence[int]]:
    """Replace every match; the new characters come from the first character of the match."""
    if pattern.search(text) is None:
        return text, origin
    pieces: list[str] = []
    kept: list[int] = []
    last = 0
    for match in pattern.finditer(text):
        replacement = match.expand(meant) if meant else ""
        pieces += [text[last : match.start()], replacement]
        kept += origin[last : match.start()]
        kept += [origin[min(match.start() + i, match.end() - 1)] for i in range(len(replacement))]
        last = match.end()
    pieces.append(text[last:])
    kept += origin[last:]
    return "".join(pieces), kept


_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff] +){3,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")


def _spaces(text: str, origin: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Drop spaces at the rim, make those between Chinese words a comma, close those inside spaced-out words."""
    if " " not in text:
        return text, origin
    spaced_out = {i for match in _SPACED_OUT.finditer(text) for i in range(match.start(), match.end())}
    characters: list[str] = []
    kept: list[int] = []
    for index, character in enumerate(text):
        if character != " ":
            characters.append(character)
            kept.append(origin[index])
            continue
        before = characters[-1] if characters else ""
        after = text[index + 1 :].lstrip(" ")[:1]
        if not before or not after or before == " " or index in spaced_out:
            continue
        if _CJK.match(before) and _CJK.match(after):
            characters.append("，")
            kept.append(origin[index])
        elif _DIGITS_OR_LATIN.match(before) and _DIGITS_OR_LATIN.match(after):
            characters.append(" ")
            kept.append(origin[index])
    return "".join(characters), kept


_STUTTERED = re.compile(r"([^0-9a-z])\1{2,}|([\u4e00-\u9fff]{2,4}?)\2+|([，。！？、.~；])(?=[，。！？、.~；])")


def _stutter(text: str, origin: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Keep one of three or more equal characters, of words said twice in a row, and of repeated punctuation."""
    pieces: list[str] = []
    kept: list[int] = []
    last = 0
    for match in _STUTTERED.finditer(text):
        single = match.group(1) or match.group(2) or ""
        pieces += [text[last : match.start()], single]
        kept += origin[last : match.start()]
        kept += origin[match.start() : match.start() + len(single)]
        last = match.end()
    pieces.append(text[last:])
    kept += origin[last:]
    return "".join(pieces), kept
