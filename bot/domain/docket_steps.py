"""The steps of a file as docket_steps.yaml describes them: from where to where, who may, what must be filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.domain.dispute import END_STATES, DisputeState
from bot.domain.staff import Role
from knowledge.identifiers import ArticleRef
from knowledge.statements import read_cites
from knowledge.yaml_lines import Node, open_yaml

FILE = Path(__file__).with_name("docket_steps.yaml")
SAME, PREVIOUS = "same", "previous"
_CLOSING_FIRST = 2
"""So many of the closing fields (day and reason) stand before the step's own, the others after them."""


class FieldKind(StrEnum):
    """What a field of a form takes."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    COMING_DAY = "coming_day"
    MONEY = "money"
    COUNT = "count"
    CHOICE = "choice"
    MANY = "many"
    TICK = "tick"
    MEDIATORS = "mediators"
    INSTALMENTS = "instalments"
    FILE_NUMBER = "file_number"


@dataclass(frozen=True, slots=True)
class StepField:
    """One field of a step's form. `options` are the codes to choose from with their names."""

    id: str
    name: str
    kind: FieldKind
    required: bool
    options: Mapping[str, str]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class StateDescription:
    """A state: its place in the flow (S0 to S12 with side states) and its name for staff."""

    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step; the attributes are the keys of docket_steps.yaml, explained at its head."""

    id: str
    name: str
    sources: frozenset[DisputeState]
    to: str
    roles: frozenset[Role]
    fields: tuple[StepField, ...]
    own: bool = False
    outcome: bool = False
    reasons: tuple[str, ...] = ()
    records: str = ""
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: str = ""
    within: str = ""
    performs: bool = False
    needs_performed: bool = False
    complete: bool = False
    sets: Mapping[str, str] | None = None
    tells: tuple[str, ...] = ()
    words: str = ""
    cites: tuple[ArticleRef, ...] = ()

    def field(self, field_id: str) -> StepField | None:
        """The field of that id, None where the form has none."""
        return next((field for field in self.fields if field.id == field_id), None)


@dataclass(frozen=True, slots=True)
class Docket:
    """All states and steps, with the names of everything that can be chosen."""

    states: Mapping[DisputeState, StateDescription]
    steps: Mapping[str, Step]
    options: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, str]
    problems: Mapping[str, str]
    moves: Mapping[str, str]
    missing: Mapping[str, str]
    words: Mapping[str, str]

    def steps_from(self, state: DisputeState) -> tuple[Step, ...]:
        """The steps that a state allows, in the order of the file."""
        return tuple(step for step in self.steps.values() if state in step.sources)

    def reason_name(self, code: str) -> str:
        """The name of a reason; the code itself where the file no longer knows it."""
        return self.reasons.get(code, code)

    def option_name(self, option: str, code: str) -> str:
        """The name of a choice; the code itself where the file no longer knows it."""
        return self.options.get(option, {}).get(code, code)


@cache
def docket() -> Docket:
    """The office's docket; read on the first call."""
    return load_docket(FILE)


def load_docket(path: Path) -> Docket:
    """Read and check the file.

    Raises:
        DataFileError: The file breaks a rule; the message names file and line.
    """
    top = open_yaml(path).fields(
        {
            "states",
            "groups",
            "options",
            "fields",
            "closing",
            "steps",
            "reasons",
            "problems",
            "moves",
            "missing",
            "words",
        }
    )
    states = {
        DisputeState(code): StateDescription(parts["place"].text(), parts["name"].text())
        for code, node in top["states"].items()
        if _is_state(code, node) and (parts := node.fields({"place", "name"}))
    }
    if lacking := set(DisputeState) - set(states):
        top["states"].fail(f"not described: {', '.join(sorted(lacking))}")
    reading = _Reading(
        groups={name: node.texts() for name, node in top["groups"].items()},
        options={name: {code: each.text() for code, each in node.items()} for name, node in top["options"].items()},
        fields={name: node.fields({"name", "kind"}, {"options", "hint"}) for name, node in top["fields"].items()},
        closing=tuple(node.text() for node in top["closing"].elements()),
        reasons={code: node.text() for code, node in top["reasons"].items()},
    )
    return Docket(
        states=states,
        steps={step_id: reading.step(step_id, node) for step_id, node in top["steps"].items()},
        options=reading.options,
        reasons=reading.reasons,
        problems={code: node.text() for code, node in top["problems"].items()},
        moves={code: node.text() for code, node in top["moves"].items()},
        missing={code: node.text() for code, node in top["missing"].items()},
        words={code: node.text() for code, node in top["words"].items()},
    )


def _is_state(code: str, node: Node) -> bool:
    node_ok = code in set(DisputeState)
    if not node_ok:
        node.fail(f"{code!r} is not a state")
    return node_ok


_LISTS = ("starts", "stops", "pauses", "resumes", "tells")
_FLAGS = ("own", "outcome", "performs", "needs_performed", "complete")
_TEXTS = ("records", "extends", "within", "words")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the steps refer to."""

    groups: Mapping[str, tuple[str, ...]]
    options: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, Mapping[str, Node]]
    closing: tuple[str, ...]
    reasons: Mapping[str, str]

    def step(self, step_id: str, node: Node) -> Step:
        parts = node.fields(
            {"name", "from", "to", "roles"}, {"fields", "reasons", "sets", "cites", *_LISTS, *_FLAGS, *_TEXTS}
        )
        states = [state.value for state in DisputeState]
        sources = self._expanded(parts["from"], states, "state")
        to = parts["to"].one_of([SAME, PREVIOUS, *states], "state")
        outcome = "outcome" in parts and parts["outcome"].boolean()
        if outcome != (to in END_STATES):
            node.fail("exactly the steps with `outcome: true` lead to an end state")
        reasons = parts["reasons"].texts() if "reasons" in parts else ()
        for reason in reasons:
            if reason not in self.reasons:
                parts["reasons"].fail(f"the reason {reason!r} has no name")
        wanted = [each.text() for each in parts["fields"].elements()] if "fields" in parts else []
        if outcome:
            wanted = [*self.closing[:_CLOSING_FIRST], *wanted, *self.closing[_CLOSING_FIRST:]]
        flags = {flag: parts[flag].boolean() for flag in _FLAGS if flag in parts}
        texts = {name: parts[name].text() for name in _TEXTS if name in parts}
        lists = {name: parts[name].texts() for name in _LISTS if name in parts}
        return Step(
            id=step_id,
            name=parts["name"].text(),
            sources=frozenset(DisputeState(code) for code in sources),
            to=to,
            roles=frozenset(Role(code) for code in self._expanded(parts["roles"], list(Role), "role")),
            fields=tuple(self._field(each, reasons, node) for each in wanted),
            reasons=reasons,
            sets={key: each.text() for key, each in parts["sets"].items()} if "sets" in parts else None,
            cites=read_cites(parts["cites"]) if "cites" in parts else (),
            own=flags.get("own", False),
            outcome=outcome,
            performs=flags.get("performs", False),
            needs_performed=flags.get("needs_performed", False),
            complete=flags.get("complete", False),
            records=texts.get("records", ""),
            extends=texts.get("extends", ""),
            within=texts.get("within", ""),
            words=texts.get("words", ""),
            starts=lists.get("starts", ()),
            stops=lists.get("stops", ()),
            pauses=lists.get("pauses", ()),
            resumes=lists.get("resumes", ()),
            tells=lists.get("tells", ()),
        )

    def _expanded(self, node: Node, known: list[str], what: str) -> tuple[str, ...]:
        found: list[str] = []
        for each in node.elements():
            found += self.groups.get(each.text()) or (each.one_of(known, what),)
        return tuple(dict.fromkeys(found))

    def _field(self, wanted: str, reasons: tuple[str, ...], node: Node) -> StepField:
        field_id, required = wanted.rstrip("!"), wanted.endswith("!")
        if field_id == "reason":
            return StepField(
                "reason", "原因", FieldKind.CHOICE, required, {code: self.reasons[code] for code in reasons}
            )
        if field_id not in self.fields:
            node.fail(f"the field {field_id!r} is not described")
        parts = self.fields[field_id]
        options = self.options[parts["options"].one_of(self.options, "list of options")] if "options" in parts else {}
        hint = parts["hint"].text() if "hint" in parts else ""
        kind = FieldKind(parts["kind"].one_of(list(FieldKind), "kind of field"))
        return StepField(field_id, parts["name"].text(), kind, required, options, hint)
