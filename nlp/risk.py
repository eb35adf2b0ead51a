"""How dangerous it is: rules of ``data/risk_rules.yaml``, which a lawyer can read and change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from nlp.danger import DangerOpinion
from nlp.findings import Fact, Risk, RiskFinding
from nlp.lexicon import lexicon

_CLAUSE = re.compile(r"[^，。！？；,!?;]+")
_URGENCY = {Risk.RED: 0, Risk.ORANGE: 1, Risk.YELLOW: 2, Risk.GREEN: 3}
_MASK = "□"


@dataclass(frozen=True, slots=True)
class _Excuse:
    name: str
    where: str
    said: re.Pattern[str]
    but_not: re.Pattern[str] | None

    def holds(self, text: str) -> bool:
        """Say whether `text` gives this excuse."""
        return self.said.search(text) is not None and (self.but_not is None or self.but_not.search(text) is None)


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    grade: Risk
    kind: str
    reason: str
    any: tuple[re.Pattern[str], ...]
    across: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    anywhere: re.Pattern[str] | None
    excused_by: tuple[str, ...]
    fact: str | None
    at_least: float


@dataclass(frozen=True, slots=True)
class _Suspicion:
    """What is said where the model of danger rings and no rule does: a reason for each kind of danger.

    `wary` is said where it is not sure enough to ring.
    """

    id: str
    wary_id: str
    wary: str
    reasons: Mapping[str, str]
    excused_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Recast:
    """A kind of danger that is another where people outside the home are named and nobody at home is."""

    kind: str
    said: re.Pattern[str]
    unless: re.Pattern[str]
    instead: str
    reason: str

    def applies(self, text: str) -> bool:
        """Say whether `text` names only people outside the home."""
        return self.said.search(text) is not None and self.unless.search(text) is None


class RiskRules:
    """The rules, compiled. Immutable."""

    def __init__(
        self,
        rules: tuple[_Rule, ...],
        excuses: tuple[_Excuse, ...],
        suspicion: _Suspicion,
        recasts: tuple[_Recast, ...] = (),
    ) -> None:
        """Take compiled rules; use `load`."""
        self._rules = rules
        self._excuses = excuses
        self._suspicion = suspicion
        self._recasts = recasts

    @classmethod
    def load(cls, raw: Mapping[str, Any] | None = None) -> Self:
        """Read and compile the rules.

        Args:
            raw: The rules as the file holds them; None reads ``data/risk_rules.yaml``.

        Raises:
            ValueError: A rule is broken; the message names it.
        """
        raw = raw or lexicon("risk_rules")
        words: Mapping[str, str] = raw["words"]
        excuses = tuple(
            _Excuse(
                name, entry["where"], _pattern(name, entry["said"], words), _optional(name, entry.get("but_not"), words)
            )
            for name, entry in raw["excuses"].items()
        )
        known = {excuse.name for excuse in excuses}
        return cls(
            tuple(_rule(entry, words, known) for entry in raw["rules"]),
            excuses,
            _suspicion(raw["model"], known),
            tuple(_recast(entry, words) for entry in raw.get("recast", ())),
        )

    def assess(
        self,
        text: str,
        facts: Mapping[str, Fact],
        *,
        own_dispute: bool = True,
        danger: DangerOpinion | None = None,
    ) -> RiskFinding:
        """Grade a message.

        Args:
            text: Normalised text.
            facts: Facts found in it (a rule may look at the headcount).
            own_dispute: Whether a dispute of the asker's own is visible; without danger it parts yellow from green.
            danger: What the model of danger thinks, None where it was not asked. It catches what the rules have no
                words for, unless an excuse holds for the whole message. Where it is not sure, the grade is orange, so
                that a person asks the same day.
        """
        heard = self._hear(text, facts)
        rung = [rule for rule in self._rules if _rings(rule, heard)]
        grade = min((rule.grade for rule in rung), key=_URGENCY.__getitem__, default=None)
        told = [self._as_told(rule.kind, rule.reason, text) for rule in rung]
        found = RiskFinding(
            grade or (Risk.YELLOW if own_dispute else Risk.GREEN),
            tuple(dict.fromkeys(reason for _, reason in told)),
            frozenset(kind for kind, _ in told),
            tuple(rule.id for rule in rung),
        )
        if danger is None or grade is Risk.RED or heard.excuses & self._suspicion.excused_by:
            return found
        if danger.rings:
            kind, reason = self._as_told(danger.kind, self._suspicion.reasons[danger.kind], text)
            return _joined(RiskFinding(Risk.RED, (reason,), frozenset({kind}), (self._suspicion.id,)), found)
        if danger.wary and grade is not Risk.ORANGE:
            return _joined(RiskFinding(Risk.ORANGE, (self._suspicion.wary,), rules=(self._suspicion.wary_id,)), found)
        return found

    def _as_told(self, kind: str, reason: str, text: str) -> tuple[str, str]:
        for recast in self._recasts:
            if recast.kind == kind and recast.applies(text):
                return recast.instead, recast.reason
        return kind, reason

    def _hear(self, text: str, facts: Mapping[str, Fact]) -> "_Heard":
        masked = text
        holding: set[str] = set()
        for excuse in self._excuses:
            if excuse.where == "masked":
                masked = excuse.said.sub(lambda match: _MASK * len(match.group(0)), masked)
            elif excuse.where == "message" and excuse.holds(masked):
                holding.add(excuse.name)
        before = {excuse.name: excuse.said for excuse in self._excuses if excuse.where == "before"}
        return _Heard(masked, tuple(_CLAUSE.findall(masked)), facts, frozenset(holding), before)


def _joined(first: RiskFinding, second: RiskFinding) -> RiskFinding:
    return RiskFinding(
        first.grade, first.reasons + second.reasons, first.kinds | second.kinds, first.rules + second.rules
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message as the rules see it: idioms masked, cut into clauses, with the excuses that hold for all of it."""

    text: str
    clauses: tuple[str, ...]
    facts: Mapping[str, Fact]
    excuses: frozenset[str]
    denials: Mapping[str, re.Pattern[str]]


def _rings(rule: _Rule, heard: _Heard) -> bool:
    if rule.fact is not None:
        fact = heard.facts.get(rule.fact)
        return fact is not None and isinstance(fact.value, int | float) and fact.value >= rule.at_least
    if heard.excuses.intersection(rule.excused_by):
        return False
    if rule.anywhere is not None and rule.anywhere.search(heard.text) is None:
        return False
    denials = [heard.denials[name] for name in rule.excused_by if name in heard.denials]
    for clause in heard.clauses:
        for pattern in rule.any:
            match = pattern.search(clause)
            if match is None or any(denial.search(clause[: match.start()]) for denial in denials):
                continue
            if not any(exception.search(clause) for exception in rule.unless):
                return True
    return any(pattern.search(heard.text) for pattern in rule.across)


def _suspicion(entry: Mapping[str, Any], excuses: set[str]) -> _Suspicion:
    unknown = set(entry["excused_by"]) - excuses
    if unknown:
        raise ValueError(f"model of danger: unknown excuses {sorted(unknown)}; the file lists them under excuses")
    return _Suspicion(entry["id"], entry["wary_id"], entry["wary"], entry["reasons"], frozenset(entry["excused_by"]))


def _recast(entry: Mapping[str, Any], words: Mapping[str, str]) -> _Recast:
    name = f"recast {entry['kind']}"
    said, unless = _pattern(name, entry["said"], words), _pattern(name, entry["unless"], words)
    return _Recast(entry["kind"], said, unless, entry["instead"], entry["reason"])


def _rule(entry: Mapping[str, Any], words: Mapping[str, str], excuses: set[str]) -> _Rule:
    name = entry["id"]
    unknown = set(entry.get("excused_by", ())) - excuses
    if unknown:
        raise ValueError(f"risk rule {name}: unknown excuses {sorted(unknown)}; the file lists them under excuses")
    return _Rule(
        id=name,
        grade=Risk(entry["grade"]),
        kind=entry["kind"],
        reason=entry["reason"],
        any=tuple(_pattern(name, expression, words) for expression in entry.get("any", ())),
        across=tuple(_pattern(name, expression, words) for expression in entry.get("across", ())),
        unless=tuple(_pattern(name, expression, words) for expression in entry.get("unless", ())),
        anywhere=_optional(name, entry.get("anywhere"), words),
        excused_by=tuple(entry.get("excused_by", ())),
        fact=entry.get("fact"),
        at_least=entry.get("at_least", 0),
    )


def _optional(name: str, expression: str | None, words: Mapping[str, str]) -> re.Pattern[str] | None:
    return _pattern(name, expression, words) if expression else None


def _pattern(name: str, expression: str, words: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(re.sub(r"<<(\w+)>>", lambda match: words[match.group(1)], expression))
    except (re.error, KeyError) as error:
        raise ValueError(f"risk rule {name}: {error} in {expression[:60]}") from error
