"""When a rule of the routes holds: conditions over what is known of a dispute, read from data."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.yaml_lines import Node
from nlp.findings import Intent, Risk, Understanding
from nlp.taxonomy import CATEGORIES, FLAGS

PRESENT = "present"
"""A fact may be asked for in this way, where any value will do."""

KINDS_OF_DANGER = frozenset(
    {
        *("violence", "weapon", "suicide", "child_abuse", "helpless", "domestic_violence", "confinement", "poisoning"),
        *("fire", "demolition", "gathering", "blockade", "death_or_injury", "many_claimants", "deadline", "neglect"),
        *("repeated_complaints", "media", "foreign_or_military", "holiday_wages", "despair"),
    }
)
_KEYS = frozenset(
    {
        *("risk", "categories", "subtypes", "flags", "kinds", "intents", "mentions", "missing"),
        *("own_dispute", "facts", "any"),
    }
)


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What is known of a dispute when the road is chosen.

    Attributes:
        category: Code of the category.
        subtype: Code of the subtype.
        risk: Grade of danger.
        flags: `maritime`, `foreign`.
        own_dispute: False where only a general question is visible.
        facts: Facts of the taxonomy by name, as JSON values.
        kinds: Kinds of danger (`nlp.findings.RiskFinding`).
        intents: What the citizen wants of the assistant.
        missing: Facts that were asked for and that the citizen cannot give.
        text: The message, for the phrases that rules look for.
    """

    category: str
    subtype: str = "other"
    risk: Risk = Risk.YELLOW
    flags: Collection[str] = ()
    own_dispute: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)
    kinds: Collection[str] = ()
    intents: Collection[Intent] = ()
    missing: Collection[str] = ()
    text: str = ""

    @classmethod
    def of(
        cls, understanding: Understanding, facts: Mapping[str, Any] | None = None, missing: Collection[str] = ()
    ) -> "RouteFacts":
        """Take everything from one understood message; `facts` replaces its facts by those of the whole talk."""
        return cls(
            category=understanding.category,
            subtype=understanding.subtype,
            risk=understanding.risk.grade,
            flags=understanding.flags,
            own_dispute=understanding.own_dispute,
            facts={name: fact.value for name, fact in understanding.facts.items()} if facts is None else facts,
            kinds=understanding.risk.kinds,
            intents=understanding.intents,
            missing=missing,
            text=understanding.normalised,
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where every part that is given holds; a part holds where one of its values does.

    An empty condition always holds.
    """

    risk: frozenset[Risk] = frozenset()
    categories: frozenset[str] = frozenset()
    subtypes: frozenset[tuple[str, str]] = frozenset()
    flags: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    intents: frozenset[Intent] = frozenset()
    missing: frozenset[str] = frozenset()
    mentions: tuple[re.Pattern[str], ...] = ()
    own_dispute: bool | None = None
    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    any: tuple["Condition", ...] = ()

    def holds(self, known: RouteFacts) -> bool:
        """Tell whether the condition holds for what is known."""
        return (
            (not self.risk or known.risk in self.risk)
            and (not self.categories or known.category in self.categories)
            and (not self.subtypes or (known.category, known.subtype) in self.subtypes)
            and _meet(self.flags, known.flags)
            and _meet(self.kinds, known.kinds)
            and _meet(self.intents, known.intents)
            and _meet(self.missing, known.missing)
            and (self.own_dispute is None or known.own_dispute == self.own_dispute)
            and all(_fact_holds(known.facts.get(name), values) for name, values in self.facts.items())
            and (not self.mentions or any(pattern.search(known.text) for pattern in self.mentions))
            and (not self.any or any(condition.holds(known) for condition in self.any))
        )


def read_condition(node: Node) -> Condition:
    """Read a condition of the routes file.

    Raises:
        DataFileError: An unknown key, code or fact kind, or a pattern that is no regular expression.
    """
    fields = node.fields((), _KEYS)

    def codes(key: str, allowed: Collection[str], what: str) -> frozenset[str]:
        return frozenset(element.one_of(allowed, what) for element in elements(key))

    def elements(key: str) -> tuple[Node, ...]:
        return fields[key].elements() if key in fields else ()

    return Condition(
        risk=frozenset(Risk(code) for code in codes("risk", [str(grade) for grade in Risk], "风险等级（risk）")),
        categories=codes("categories", CATEGORIES, "纠纷类别"),
        subtypes=frozenset(_subtype(element) for element in elements("subtypes")),
        flags=codes("flags", FLAGS, "标记（flags）"),
        kinds=codes("kinds", KINDS_OF_DANGER, "危险的种类（kinds）"),
        intents=frozenset(
            Intent(code) for code in codes("intents", [str(intent) for intent in Intent], "意图（intents）")
        ),
        missing=frozenset(fields["missing"].texts()) if "missing" in fields else frozenset(),
        mentions=tuple(_pattern(element) for element in elements("mentions")),
        own_dispute=fields["own_dispute"].boolean() if "own_dispute" in fields else None,
        facts={name: frozenset(value.texts()) for name, value in fields["facts"].items()} if "facts" in fields else {},
        any=tuple(read_condition(element) for element in elements("any")),
    )


def _meet(wanted: frozenset[Any], known: Collection[Any]) -> bool:
    return not wanted or not wanted.isdisjoint(known)


def _fact_holds(value: Any, wanted: frozenset[str]) -> bool:
    if value is None:
        return False
    values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    said = {str(one).lower() if isinstance(one, bool) else str(one) for one in values}
    return bool(said) and (PRESENT in wanted or not wanted.isdisjoint(said))


def _subtype(node: Node) -> tuple[str, str]:
    category, _, subtype = node.text().partition("/")
    if category not in CATEGORIES or subtype not in CATEGORIES[category].subtypes:
        node.fail(f"“{node.text()}”不是“类别/小类”")
    return category, subtype


def _pattern(node: Node) -> re.Pattern[str]:
    try:
        return re.compile(node.text())
    except re.error as error:
        node.fail(f"不是正确的正则表达式：{error}")
