"""Every word the assistant says, read from ``wording/zh.yaml``; the code only names the phrase.

A phrase is a string, a list of variants, or a mapping ``{text, cites, buttons}``. Variants alternate from turn to turn,
so that the same phrase in two turns running reads differently. All variants of a phrase share their placeholders.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

import yaml

from bot.domain.messages import Reply
from knowledge.citations import parse_ref
from knowledge.identifiers import ArticleRef

DATA_FILE = Path(__file__).parent / "wording" / "zh.yaml"


class WordingError(ValueError):
    """A phrase is missing, or its placeholders are not those that the code fills."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing to say.

    Attributes:
        key: Its name in the file.
        variants: The same in other words; at least one.
        cites: The articles it rests on where it states law.
        buttons: Ids of the buttons offered with it.
    """

    key: str
    variants: tuple[str, ...]
    cites: tuple[ArticleRef, ...] = ()
    buttons: tuple[str, ...] = ()

    @property
    def placeholders(self) -> frozenset[str]:
        """Names to be filled in."""
        return _placeholders(self.variants[0])


@dataclass(frozen=True, slots=True)
class Wording:
    """The whole file: phrases, the labels of buttons, names of codes by section, and words to look for.

    `topics` names the parts of the guidance by the words that ask for them, `fields` those of an application's form;
    `patterns` are regular expressions over what citizens write.
    """

    phrases: Mapping[str, Phrase]
    buttons: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, str]


@cache
def wording(path: Path = DATA_FILE) -> Wording:
    """Read and check the file; on the first call only.

    Raises:
        WordingError: A phrase breaks a rule; it is named.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    buttons = raw["buttons"]
    phrases = {key: _read(key, entry, buttons) for key, entry in raw["phrases"].items()}
    names = {section: MappingProxyType(entries) for section, entries in raw["names"].items()}
    return Wording(
        phrases=MappingProxyType(phrases),
        buttons=MappingProxyType(buttons),
        names=MappingProxyType(names),
        topics=MappingProxyType({topic: tuple(words) for topic, words in raw["topics"].items()}),
        patterns=MappingProxyType(dict(raw["patterns"])),
        fields=MappingProxyType({field: tuple(words) for field, words in raw["fields"].items()}),
    )


def say(key: str, turn: int = 0, **values: Any) -> str:
    """Give the words of a phrase with its placeholders filled.

    Args:
        key: Name of the phrase.
        turn: Number of the turn; chooses among the variants.
        values: One value a placeholder, no more and no fewer.

    Raises:
        WordingError: The phrase does not exist, or `values` are not its placeholders.
    """
    found = phrase(key)
    if frozenset(values) != found.placeholders:
        raise WordingError(f"{key}: has the places {sorted(found.placeholders)}, was given {sorted(values)}")
    return found.variants[turn % len(found.variants)].format(**values).strip("\n ")


def phrase(key: str) -> Phrase:
    """Give a phrase.

    Raises:
        WordingError: There is none of that name.
    """
    try:
        return wording().phrases[key]
    except KeyError:
        raise WordingError(f"no phrase is called {key!r}; add it to {DATA_FILE.name}") from None


def reply(key: str, turn: int = 0, *, kind: str = "message", **values: Any) -> Reply:
    """Give a phrase as a reply, with its buttons and citations."""
    found = phrase(key)
    return Reply(say(key, turn, **values), tuple(button(b) for b in found.buttons), found.cites, kind)


def button(button_id: str) -> str:
    """Give what stands on a button; pressing it sends exactly this."""
    return wording().buttons[button_id]


def name_of(section: str, code: str) -> str:
    """Give the Chinese name of a code, or the code itself where the section has none."""
    return wording().names[section].get(code, code)


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _read(key: str, entry: Any, buttons: Mapping[str, str]) -> Phrase:
    whole: Mapping[str, Any] = entry if isinstance(entry, dict) else {"text": entry}
    if unknown := set(whole) - {"text", "cites", "buttons"}:
        raise WordingError(f"{key}: {sorted(unknown)} are no fields of a phrase")
    text = whole["text"]
    variants = tuple(text) if isinstance(text, list) else (text,)
    if not variants or not all(isinstance(variant, str) and variant.strip() for variant in variants):
        raise WordingError(f"{key}: a phrase is text, or a list of texts")
    if len({_placeholders(variant) for variant in variants}) > 1:
        raise WordingError(f"{key}: its variants have different places to fill")
    if missing := [b for b in whole.get("buttons", ()) if b not in buttons]:
        raise WordingError(f"{key}: no button is called {missing}")
    cites = tuple(parse_ref(cite) for cite in whole.get("cites", ()))
    return Phrase(key, variants, cites, tuple(whole.get("buttons", ())))
