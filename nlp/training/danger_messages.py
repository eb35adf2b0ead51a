"""Messages that teach what danger is: our own by kind, the same with other words around them, and labelled files."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from nlp.findings import Risk
from nlp.lexicon import DATA, lexicon
from nlp.normalise import normalise
from nlp.training.messages import read_examples, read_jsonl

_LONGEST_FRAMED = 70
"""Characters from which a message is a story with an opening and an end of its own, and is not framed."""

_SHARE_FRAMED = 0.5
"""Share of the short messages that are learned once more with words around them."""

_SHARE_MISSPELT, _SLIPS = 0.35, 2
"""Share of the messages with a word that is often mistyped which are learned so too, and the most slips in one."""

_PERILOUS = frozenset(
    {"domestic_violence", "fight", "bullying", "demolition", "crime_victim", "sexual", "gambling_drugs", "pollution"}
    | {"hit_and_run", "illegal_building", "falling_objects", "procedure", "unintelligible", "police_conduct"}
)
"""Subtypes whose examples may tell of danger now, or say nothing of any matter."""


@dataclass(frozen=True)
class DangerMessage:
    """One message, and whether somebody is in danger now or soon.

    Attributes:
        text: The message as it was sent.
        red: Whether it is red by the taxonomy.
        kind: Kind of danger as in `RiskFinding.kinds`, or an empty string where it was not labelled.
        own: Written by us, not by a citizen.
        framed: Made from others: a copy with words around it that say nothing about danger, or a story.
    """

    text: str
    red: bool
    kind: str = ""
    own: bool = True
    framed: bool = False

    @cached_property
    def normalised(self) -> str:
        """The text in one spelling."""
        return normalise(self.text).text


def read_danger_messages() -> list[DangerMessage]:
    """Return our messages of ``nlp/data/danger`` and ``nlp/data/danger_examples.yaml``, each once.

    Raises:
        ValueError: The same message is called red in one place and not red in another.
    """
    messages = [
        DangerMessage(text, red, kind)
        for path in sorted((DATA / "danger").glob("*.yaml"))
        for text, red, kind in _entries(f"danger/{path.stem}")
    ]
    plain = lexicon("danger_examples")
    messages += [DangerMessage(text, red) for red, name in ((True, "red"), (False, "not_red")) for text in plain[name]]
    return _once(messages)


def _entries(name: str) -> list[tuple[str, bool, str]]:
    raw = lexicon(name)
    red = [(text, True, kind) for kind, texts in raw["red"].items() for text in texts]
    return [*red, *((text, False, "") for text in raw["not_red"])]


def _once(messages: Sequence[DangerMessage]) -> list[DangerMessage]:
    first: dict[str, DangerMessage] = {}
    for message in messages:
        known = first.setdefault(message.normalised, message)
        if known.red != message.red:
            raise ValueError(f"{message.text!r} is red in one file of nlp/data/danger and not red in another")
    return list(first.values())


def read_everyday_messages() -> list[DangerMessage]:
    """Return the examples of every kind of dispute as messages that are not red.

    They carry no grade. Those of kinds in which danger is part of the matter are left out, since some of them are red.
    """
    return [DangerMessage(example.text, red=False) for example in read_examples() if example.subtype not in _PERILOUS]


def read_graded(path: Path) -> list[DangerMessage]:
    """Return the graded messages of a JSON Lines file (text, category, risk); those without a grade are left out."""
    return [
        DangerMessage(message.text, message.risk == Risk.RED, own=False) for message in read_jsonl(path) if message.risk
    ]


def framed(messages: Sequence[DangerMessage], seed: int) -> list[tuple[int, DangerMessage]]:
    """Return each of our short messages once more, with words around it that say nothing about danger.

    Each comes with the place of the message it was made from.
    """
    words = lexicon("danger_framing")
    copies: list[tuple[int, DangerMessage]] = []
    for place, message in enumerate(messages):
        chance = _chance(message, seed)
        before, after = chance.choice(words["before"]), chance.choice(words["after"])
        wanted = message.own and len(message.text) <= _LONGEST_FRAMED and chance.random() < _SHARE_FRAMED
        if wanted and (before or after):
            text = f"{before}{message.text.rstrip('。，？ ')}{after}"
            copies.append((place, replace(message, text=text, framed=True)))
    return copies


def _chance(message: DangerMessage, seed: int) -> np.random.Generator:
    """Return dice of the message's own, so that new messages leave the copies of the others as they are."""
    return np.random.default_rng([seed, zlib.crc32(message.text.encode())])


def misspelt(messages: Sequence[DangerMessage], seed: int) -> list[tuple[int, DangerMessage]]:
    """Return some of our messages once more with slips of typing, each with the place of its origin."""
    slips: dict[str, list[str]] = lexicon("danger_misspellings")
    copies: list[tuple[int, DangerMessage]] = []
    for place, message in enumerate(messages):
        chance = _chance(message, seed)
        said = [word for word in slips if message.own and word in message.text]
        if not said or chance.random() > _SHARE_MISSPELT:
            continue
        text = message.text
        for word in chance.permutation(said)[:_SLIPS]:
            text = text.replace(str(word), str(chance.choice(slips[str(word)])))
        copies.append((place, replace(message, text=text, framed=True)))
    return copies


def stories(messages: Sequence[DangerMessage], count: int, seed: int) -> list[DangerMessage]:
    """Return long messages made of several of ours that are not red; every second one has a red one among them."""
    chance = np.random.default_rng(seed)
    red = [message for message in messages if message.own and message.red]
    calm = [message for message in messages if message.own and not message.red]
    told: list[DangerMessage] = []
    for number in range(count):
        pieces = [calm[place].text for place in chance.choice(len(calm), size=chance.integers(2, 6), replace=False)]
        danger = red[chance.integers(len(red))] if number % 2 else None
        if danger is not None:
            pieces.insert(int(chance.integers(len(pieces) + 1)), danger.text)
        told.append(DangerMessage("，".join(pieces), danger is not None, danger.kind if danger else "", framed=True))
    return told
