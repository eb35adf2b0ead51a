"""Who stands on the other side, how the two are related, and in what role the asker speaks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import lexicon

_OWN_PEOPLE = frozenset({"parent", "child"})


@dataclass(frozen=True, slots=True)
class _Lexicon:
    word: re.Pattern[str]
    relation_of: Mapping[str, str]
    agent: re.Pattern[str]
    caller: re.Pattern[str]
    not_the_other_side: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    raw = lexicon("parties")
    relation_of = {word: entry["relation"] for entry in raw["relations"] for word in entry["words"]}
    longest_first = sorted(relation_of, key=len, reverse=True)
    return _Lexicon(
        word=re.compile("|".join(map(re.escape, longest_first))),
        relation_of=relation_of,
        agent=re.compile(raw["agent"]),
        caller=re.compile(raw["caller"]),
        not_the_other_side=re.compile(raw["not_the_other_side"]),
    )


def find(message: Message) -> list[Fact]:
    """Return other_party (as the asker calls it), relation (a code of ``parties.yaml``) and role, where said."""
    known = _lexicon()
    facts: list[Fact] = []
    counted: dict[str, list[re.Match[str]]] = {}
    for match in known.word.finditer(message.text):
        if not known.not_the_other_side.search(message.before(match.start(), 8)):
            counted.setdefault(known.relation_of[match.group(0)], []).append(match)
    if counted:
        # Parents and children are often only part of the story. Then who is named most often; among equals the first.
        relation, matches = max(
            counted.items(), key=lambda entry: (entry[0] not in _OWN_PEOPLE, len(entry[1]), -entry[1][0].start())
        )
        first = matches[0]
        facts.append(message.fact("other_party", first.group(0), first.start(), first.end()))
        facts.append(message.fact("relation", relation, first.start(), first.end()))
    for role, pattern in (("caller", known.caller), ("agent", known.agent)):
        if said := pattern.search(message.text):
            facts.append(message.fact("role", role, said.start(), said.end()))
            break
    return facts
