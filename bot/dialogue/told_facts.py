"""What the story has said already, so that it is not asked: whose fault, shop closed, somebody arrested, a death."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from bot.dialogue.condolence import tells_of_death
from bot.dialogue.recommend import guidance_of, is_domestic_violence
from bot.dialogue.turn import Turn
from bot.dialogue.wording import WordingError
from bot.domain.conversation import KnownFact

DATA_FILE = Path(__file__).parent / "wording" / "told_facts.yaml"
_VIOLENCE = "violence_present"
"""Whoever rang the alarm for it is not asked whether there was any."""
_FIELDS = frozenset({"fact", "value", "said", "unless", "death"})


@dataclass(frozen=True, slots=True)
class ToldFact:
    """Words that answer a question before it is put; `death` stands for any words that tell of a death.

    Where `value` is None the words themselves are the answer (the name of a platform).
    """

    fact: str
    value: str | bool | None
    said: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def words_in(self, story: str) -> re.Match[str] | None:
        """Find the words in a story; None where they are missing or in doubt."""
        if self.said is None:
            return re.search(r".+", story) if tells_of_death(story) else None
        found = self.said.search(story)
        return None if found is None or (self.unless is not None and self.unless.search(story)) else found


@cache
def told_facts(path: Path = DATA_FILE) -> tuple[ToldFact, ...]:
    """Read the file; on the first call only.

    Raises:
        WordingError: An entry has a field that is none, or says neither words nor death.
    """
    return tuple(_read(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")))


def with_told_facts(turn: Turn) -> Turn:
    """Give the turn with what the story tells of questions that its kind of dispute has; nothing known is replaced."""
    subject = turn.subject
    guidance = guidance_of(subject, turn.desk)
    if guidance is None or not subject.own_dispute:
        return turn
    facts = dict(subject.facts)
    for told in told_facts():
        if told.fact in facts or told.fact not in guidance.questions:
            continue
        if (found := told.words_in(subject.told)) is not None:
            facts[told.fact] = KnownFact(
                found.group() if told.value is None else told.value,
                found.group(),
                *found.span(),
                turn.conversation.turns,
            )
    if _VIOLENCE in guidance.questions and _VIOLENCE not in facts and is_domestic_violence(turn.conversation):
        facts[_VIOLENCE] = KnownFact(True, "", 0, 0, turn.conversation.turns)
    return turn if facts.keys() == subject.facts.keys() else turn.with_subject(replace(subject, facts=facts))


def _read(entry: Mapping[str, object]) -> ToldFact:
    if unknown := entry.keys() - _FIELDS:
        raise WordingError(f"{DATA_FILE.name}: {sorted(unknown)} are no fields")
    said, unless, value = entry.get("said"), entry.get("unless"), entry.get("value")
    if (said is None) is not bool(entry.get("death")) or not isinstance(value, str | bool | None):
        raise WordingError(f"{DATA_FILE.name}: {entry['fact']} wants a value and either words or a death")
    return ToldFact(
        str(entry["fact"]),
        value,
        None if said is None else re.compile(str(said)),
        None if unless is None else re.compile(str(unless)),
    )
