"""What is known about names of persons: surnames, titles, what people are called by (data/surnames.yaml)."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "surnames.yaml"


@dataclass(frozen=True, slots=True)
class NameLore:
    """What is known about names (data/surnames.yaml).

    Attributes:
        surnames: all, single and double.
        doubtful: those that are common words too: 付, 于, 时; they need more than a look.
        common: the twenty most common ones.
        titles: what follows a surname and is no given name: 老太, 女士.
        roles: what stands before a name: 老板, 业主; `behind_role` finds one at the end of a text.
        never: words that look like names and are none.
        never_given: characters that stand in no given name.
        behind_person: finds at the end of a text what somebody is spoken of by: a role, 妹夫, 舅舅叫.
        of_other_peoples: finds names of peoples who have no surnames, or put none: 才让, 宝音 (data/surnames.yaml).
    """

    surnames: frozenset[str]
    doubtful: frozenset[str]
    common: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    behind_role: re.Pattern[str]
    never: frozenset[str]
    never_given: frozenset[str]
    behind_person: re.Pattern[str]
    of_other_peoples: re.Pattern[str]


@cache
def name_lore() -> NameLore:
    """Give what is known about names."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    surnames = frozenset("".join(raw["single"])) | frozenset(raw["double"])
    roles = "|".join(sorted(raw["roles"], key=len, reverse=True))
    doubtful, common, titles, never = (frozenset(raw[key]) for key in ("doubtful", "common", "titles", "never"))
    return NameLore(
        surnames,
        doubtful,
        common,
        titles,
        frozenset(raw["roles"]),
        re.compile(f"(?:{roles})$"),
        never,
        frozenset(raw["never_given"]),
        re.compile(rf"(?:{roles}|{'|'.join(raw['persons'])}|[{raw['ends_of_persons']}])(?:名?叫|是|[:：])?$"),
        re.compile("|".join(sorted(raw["of_other_peoples"], key=len, reverse=True))),
    )
