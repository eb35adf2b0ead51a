"""The terms of a file: docket_clocks.yaml read, and the pure counting with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from bot.domain.dispute import DisputeSource
from bot.domain.dispute_file import RunningClock
from knowledge.identifiers import ArticleRef
from knowledge.periods import UNITS, Length, last_day, working_days_between
from knowledge.statements import read_cites
from knowledge.yaml_lines import Node, open_yaml
from nlp.taxonomy import CATEGORIES

FILE = Path(__file__).with_name("docket_clocks.yaml")
_STARTS = ("step", "registration", "effective", "given", "due")
_ALL = "all"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One rule of a term, from a day on.

    Attributes:
        effective: The day from which it holds; a term follows the rule of the day it starts on.
        starts: What it is counted from: step, registration, effective, given or due.
        length: How long; None where the day itself is given.
        at: The field of the form that gives the day.
        rolls: Whether a last day off work moves on.
        categories: The kinds of dispute it is for; empty for all.
        sources: The sources it is for; empty for all.
        pauses: The reasons of a suspension for which it stands still; `all` for any.
        basis: law, practice or house.
        cites: The articles.
    """

    effective: date
    starts: str
    length: Length | None
    at: str
    rolls: bool
    categories: frozenset[str]
    sources: frozenset[DisputeSource]
    pauses: frozenset[str]
    basis: str
    cites: tuple[ArticleRef, ...]

    def pauses_for(self, reason: str) -> bool:
        """Whether the term stands still for that reason."""
        return _ALL in self.pauses or reason in self.pauses


@dataclass(frozen=True, slots=True)
class Clock:
    """A kind of term; the attributes are the keys of docket_clocks.yaml, explained at its head."""

    code: str
    name: str
    each: str
    rules: tuple[ClockRule, ...]
    remind: tuple[int, ...]
    citizen: frozenset[int]
    words: str
    cites: tuple[ArticleRef, ...]
    lapses: bool

    def rule_on(self, day: date, category: str, source: DisputeSource) -> ClockRule | None:
        """The rule for a file on a day: of those in force the newest of the first kind that fits; None before all."""
        fitting = [
            rule
            for rule in self.rules
            if rule.effective <= day
            and (not rule.categories or category in rule.categories)
            and (not rule.sources or source in rule.sources)
        ]
        if not fitting:
            return None
        first = fitting[0]
        same = [r for r in fitting if (r.categories, r.sources) == (first.categories, first.sources)]
        return max(same, key=lambda rule: rule.effective)


@dataclass(frozen=True, slots=True)
class ClockRules:
    """All terms by code, the names of what they rest on, and how reminders of what citizens said are worded."""

    clocks: Mapping[str, Clock]
    basis: Mapping[str, str]
    said: Mapping[str, str]

    def name_of(self, code: str, subject: str = "") -> str:
        """What a reminder is about, in words for staff; the code itself where the file does not know it."""
        if code in self.said:
            return self.said[code].format(subject=subject)
        return self.clocks[code].name if code in self.clocks else code

    def __getitem__(self, code: str) -> Clock:
        return self.clocks[code]

    def __iter__(self) -> Iterator[Clock]:
        return iter(self.clocks.values())


def started(clock: Clock, rule: ClockRule, start: date, *, subject: str = "", today: date) -> RunningClock:
    """Start a term on the day of its event; its place in the file is given when it is put there."""
    end = last_day(start, rule.length or Length(0, "days"), rolls=rule.rolls)
    running = RunningClock(0, clock.code, start, end.day, subject=subject, estimated=end.estimated)
    return replace(running, remind_on=next_reminder(clock, running, today - timedelta(days=1)))


def paused(running: RunningClock, day: date) -> RunningClock:
    """Let a term stand still from a day on."""
    return replace(running, paused_on=day, remind_on=None) if running.runs else running


def resumed(running: RunningClock, clock: Clock, rule: ClockRule, day: date, today: date) -> RunningClock:
    """Let a term go on; what it has stood still is added, in the unit of its rule.

    A day of the pause counts as one on which the term did not run; the day it is taken up again runs.
    """
    if running.paused_on is None or running.stopped_on is not None:
        return running
    unit = rule.length.unit if rule.length else "days"
    counts = unit == "working_days"
    still = working_days_between(running.paused_on, day) if counts else max((day - running.paused_on).days, 0)
    end = last_day(running.due_on, Length(still, "working_days" if counts else "days"), rolls=rule.rolls)
    on = replace(
        running,
        paused_on=None,
        paused_days=running.paused_days + still,
        due_on=end.day,
        estimated=running.estimated or end.estimated,
    )
    return replace(on, remind_on=next_reminder(clock, on, today - timedelta(days=1)))


def extended(running: RunningClock, clock: Clock, until: date, today: date) -> RunningClock:
    """Move the last day to the one that both sides agreed on."""
    on = replace(running, due_on=until, estimated=False)
    return replace(on, remind_on=next_reminder(clock, on, today - timedelta(days=1)))


def stopped(running: RunningClock, day: date, *, met: bool) -> RunningClock:
    """End a term: met in time or late, or fallen away."""
    if running.stopped_on is not None:
        return running
    return replace(running, stopped_on=day, met=met, paused_on=None, remind_on=None)


def next_reminder(clock: Clock, running: RunningClock, after: date) -> date | None:
    """The next day on which somebody is reminded, later than a day; None where there is none left."""
    days = sorted(running.due_on - timedelta(days=before) for before in clock.remind)
    return next((day for day in days if day > after), None)


@cache
def clock_rules() -> ClockRules:
    """The office's terms; read on the first call."""
    return load_clocks(FILE)


def load_clocks(path: Path) -> ClockRules:
    """Read and check the file.

    Raises:
        DataFileError: The file breaks a rule; the message names file and line.
    """
    top = open_yaml(path).fields({"clocks", "basis", "said"})
    basis = {code: node.text() for code, node in top["basis"].items()}
    said = {code: node.text() for code, node in top["said"].items()}
    return ClockRules({code: _clock(code, node, basis) for code, node in top["clocks"].items()}, basis, said)


def _clock(code: str, node: Node, basis: Mapping[str, str]) -> Clock:
    parts = node.fields({"name", "each", "remind", "rules"}, {"citizen", "words", "cites", "lapses"})
    remind = tuple(each.integer() for each in parts["remind"].elements())
    citizen = frozenset(each.integer() for each in parts["citizen"].elements()) if "citizen" in parts else frozenset()
    if not citizen <= set(remind):
        parts["citizen"].fail("citizens are told only on days on which staff are reminded")
    if bool(citizen) != ("words" in parts):
        node.fail("what citizens are told needs words, and words need a day")
    return Clock(
        code=code,
        name=parts["name"].text(),
        each=parts["each"].one_of(("file", "instalment"), "scope"),
        rules=tuple(_rule(each, basis) for each in parts["rules"].elements()),
        remind=remind,
        citizen=citizen,
        words=parts["words"].text() if "words" in parts else "",
        cites=read_cites(parts["cites"]) if "cites" in parts else (),
        lapses="lapses" in parts and parts["lapses"].boolean(),
    )


def _rule(node: Node, basis: Mapping[str, str]) -> ClockRule:
    parts = node.fields(
        {"effective", "from", "basis"}, {"length", "at", "rolls", "categories", "sources", "pauses", "cites"}
    )
    starts = parts["from"].one_of(_STARTS, "start")
    if (starts == "given") != ("at" in parts) or (starts == "given") == ("length" in parts):
        node.fail("a term has either a length, or the field that gives its day")
    kind = parts["basis"].one_of(basis, "basis")
    if (kind == "law") != ("cites" in parts):
        node.fail("what rests on law cites it, and nothing else does")
    try:
        effective = date.fromisoformat(parts["effective"].text())
    except ValueError:
        parts["effective"].fail("expected a day such as 2026-01-01")
    categories = parts["categories"].elements() if "categories" in parts else ()
    sources = parts["sources"].elements() if "sources" in parts else ()
    return ClockRule(
        effective=effective,
        starts=starts,
        length=_length(parts["length"]) if "length" in parts else None,
        at=parts["at"].text() if "at" in parts else "",
        rolls="rolls" not in parts or parts["rolls"].boolean(),
        categories=frozenset(each.one_of(CATEGORIES, "category") for each in categories),
        sources=frozenset(DisputeSource(each.one_of(list(DisputeSource), "source")) for each in sources),
        pauses=frozenset(parts["pauses"].texts()) if "pauses" in parts else frozenset(),
        basis=kind,
        cites=read_cites(parts["cites"]) if "cites" in parts else (),
    )


def _length(node: Node) -> Length:
    ((unit, value),) = tuple(node.items()) or (("", node),)
    if unit not in UNITS:
        node.fail(f"a length has exactly one of {', '.join(UNITS)}")
    if value.integer() < 0:
        value.fail("a length is not negative")
    return Length(value.integer(), unit)
