"""Cuts a long answer into pieces that the channel takes, at the end of a paragraph or a sentence."""

import re

_ENDS = ("\n\n", "\n", "。", "！", "？", "；", "，", " ")


def split_text(text: str, longest: int) -> tuple[str, ...]:
    """Cut `text` into pieces of at most `longest` UTF-16 code units, which is how Telegram counts.

    Each piece ends where a reader would pause; nothing is lost but white space at the cuts.
    """
    pieces: list[str] = []
    rest = text.strip()
    while _length(rest) > longest:
        cut = _cut(rest, longest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        pieces.append(rest)
    return tuple(pieces)


def _length(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def _cut(text: str, longest: int) -> int:
    """The best place to cut: the last strong pause in the second half, else the last that fits."""
    fits = longest
    while _length(text[:fits]) > longest:
        fits -= 1
    for end in _ENDS:
        found = text.rfind(end, fits // 2, fits)
        if found >= 0:
            return found + len(end)
    # a run without any pause: not inside a surrogate pair or before a combining mark
    return fits if not re.match(r"[\u0300-\u036f\u200d\ufe0f]", text[fits : fits + 1]) else fits - 1
