"""Who stands on the other side, how the two are related, and in what role the asker speaks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import lexicon

_OWN_PEOPLE = frozenset({"parent", "child"})
_FAMILY = frozenset({"spouse", "sibling", "relative", "parent_in_law"})
_NEAREST = frozenset({"spouse", "parent", "child", "sibling"})
_PERSONS = frozenset(
    {"spouse", "former_spouse", "partner", "child", "parent", "parent_in_law", "sibling", "relative", "landlord"}
    | {"tenant", "friend", "neighbour", "business_partner", "debtor", "employer"}
)
"""Relations that are mostly persons: they go before institutions, which are often only part of the story."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    word: re.Pattern[str]
    relation_of: Mapping[str, str]
    named: re.Pattern[str]
    agent: re.Pattern[str]
    caller: re.Pattern[str]
    not_the_other_side: re.Pattern[str]
    not_opponent: re.Pattern[str]
    not_named_after: re.Pattern[str]
    not_opponent_after: re.Pattern[str]
    victim_after: re.Pattern[str]
    against_me: re.Pattern[str]
    speaks: re.Pattern[str]
    with_him: re.Pattern[str]
    own: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Mention:
    relation: str
    word: str
    start: int
    end: int
    weight: int


@cache
def _lexicon() -> _Lexicon:
    raw = lexicon("parties")
    relation_of = {word: entry["relation"] for entry in raw["relations"] for word in entry["words"]}
    longest_first = sorted(relation_of, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    return _Lexicon(
        word=re.compile(rf"(?P<kin>{raw['kin_with_prefix']})(?!们)|(?:{words})"),
        relation_of=relation_of,
        named=re.compile(raw["named"].replace("<<surname>>", raw["surname"])),
        agent=re.compile(raw["agent"]),
        caller=re.compile(raw["caller"]),
        not_the_other_side=re.compile(raw["not_the_other_side"]),
        not_opponent=re.compile(raw["not_opponent"]),
        not_named_after=re.compile(raw["not_named_after"]),
        not_opponent_after=re.compile(raw["not_opponent_after"]),
        victim_after=re.compile(raw["victim_after"]),
        against_me=re.compile(raw["against_me"]),
        speaks=re.compile(raw["speaks"]),
        with_him=re.compile(raw["with_him"]),
        own=re.compile(raw["own"]),
    )


def find(message: Message) -> list[Fact]:
    """Return other_party (as the asker calls it), relation (a code of ``parties.yaml``) and role, where said."""
    known = _lexicon()
    facts: list[Fact] = []
    opponent = _opponent(_mentions(message))
    if opponent is not None:
        facts.append(message.fact("relation", opponent.relation, opponent.start, opponent.end))
    named = next(
        (
            match
            for match in known.named.finditer(message.text)
            if not known.not_named_after.search(message.before(match.start(), 8))
        ),
        None,
    )
    if named is not None:
        facts.append(message.fact("other_party", named.group("name"), named.start("name"), named.end("name")))
    elif opponent is not None:
        facts.append(message.fact("other_party", opponent.word, opponent.start, opponent.end))
    for role, pattern in (("caller", known.caller), ("agent", known.agent)):
        if said := pattern.search(message.text):
            facts.append(message.fact("role", role, said.start(), said.end()))
            break
    return facts


def _may_be_opponent(message: Message, match: re.Match[str]) -> bool:
    known = _lexicon()
    before = message.before(match.start(), 8)
    return not (known.not_the_other_side.search(before) or known.not_opponent.search(before))


def _mentions(message: Message) -> list[_Mention]:
    known = _lexicon()
    found = []
    for match in known.word.finditer(message.text):
        word = match.group(0)
        relation = known.relation_of.get(word, "relative")
        after = message.text[match.end() : match.end() + 10]
        if not _may_be_opponent(message, match) or known.not_opponent_after.match(after):
            continue
        weight = _weight(message, match, relation)
        if weight >= 0:
            found.append(_Mention(relation, word, match.start(), match.end(), weight))
    return found


def _weight(message: Message, match: re.Match[str], relation: str) -> int:
    """Say how much speaks for an opponent: what he does, or what is done with him. Below 0 he is surely none."""
    known = _lexicon()
    before, after = message.before(match.start(), 6), message.after(match.end(), 12)
    own = match.group(0).startswith("我") or known.own.search(before) is not None
    if relation in _NEAREST and known.victim_after.match(after):
        return -1
    weight = 4 if known.against_me.match(after) else 0
    if not own:
        weight += 1 if known.speaks.match(after) else 0
    weight += 2 if known.with_him.search(before) else 0
    return weight - (3 if own and relation in _NEAREST else 0)


def _opponent(mentions: list[_Mention]) -> _Mention | None:
    """Choose whom the matter is with: a person before an institution, then whom most is said of, then the first.

    Family is mostly only part of the story: parents and children are opponents only where something is said of what
    they do, others of the family go after an institution unless it is.
    """
    mentions = [mention for mention in mentions if mention.weight > 0 or mention.relation not in _OWN_PEOPLE]
    if not mentions:
        return None
    total: dict[str, int] = {}
    for mention in mentions:
        total[mention.relation] = total.get(mention.relation, 0) + 1 + mention.weight
    return max(
        mentions,
        key=lambda mention: (
            mention.relation in _PERSONS and (mention.weight > 0 or mention.relation not in _FAMILY),
            total[mention.relation],
            mention.weight,
            -mention.start,
        ),
    )
