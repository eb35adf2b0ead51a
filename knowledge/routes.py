"""Which road comes first for a dispute, why, and which others stay open; the rules are data (`data/routes.yaml`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.guidance import Guidance, GuidanceBook
from knowledge.organisations import organisation_kinds
from knowledge.route_codes import ALTERNATIVES, ROUTES, Route
from knowledge.route_conditions import Condition, RouteFacts, read_condition
from knowledge.statements import Statement, read_statements
from knowledge.yaml_lines import Node, open_yaml
from nlp.taxonomy import MEDIABLE

__all__ = ["DATA_FILE", "PRINCIPLES", "RouteBook", "RouteDecision", "RouteFacts", "RouteRule"]

DATA_FILE = Path(__file__).parent / "data" / "routes.yaml"
PRINCIPLES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9")
_FROM_GUIDANCE = "guidance"
_RULE_FIELDS = ("id", "principle", "when", "route", "organisation_kind", "alternatives", "reasons")


@dataclass(frozen=True, slots=True)
class RouteDecision:
    """The road that is named first.

    Attributes:
        route: Code of the road.
        reasons: Why, in Chinese, each legal sentence with its articles.
        alternatives: Codes of the roads that stay open, without the first.
        organisation_kind: Kind of organisation that takes the citizen, None where none is needed.
        rule: Id of the rule that decided; notes that were added follow after `+`.
    """

    route: str
    reasons: tuple[Statement, ...]
    alternatives: tuple[str, ...]
    organisation_kind: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class RouteRule:
    """One rule: where `when` holds and `unless` does not, it decides.

    `alternatives` and `organisation_kind` are None where the guidance of the category says them.
    `principle` is the rule of refusing or redirecting behind it (R1-R9), or None.
    """

    id: str
    principle: str | None
    when: Condition
    unless: Condition | None
    route: str
    organisation_kind: str | None
    kind_from_guidance: bool
    alternatives: tuple[str, ...] | None
    reasons: tuple[Statement, ...]

    def holds(self, known: RouteFacts) -> bool:
        """Tell whether this rule decides."""
        return self.when.holds(known) and not (self.unless is not None and self.unless.holds(known))


@dataclass(frozen=True, slots=True)
class RouteNote:
    """What is said besides where mediation comes first, such as that arbitration goes before the court."""

    id: str
    principle: str | None
    when: Condition
    reasons: tuple[Statement, ...]


class RouteBook:
    """All rules in their order; immutable and safe to share between threads."""

    def __init__(self, rules: Iterable[RouteRule], notes: Iterable[RouteNote], guidance: GuidanceBook) -> None:
        """Take rules of which the last always holds (`RouteBook.load` sees to it)."""
        self.rules = tuple(rules)
        self.notes = tuple(notes)
        self._guidance = guidance

    @classmethod
    def load(cls, path: Path = DATA_FILE, guidance: GuidanceBook | None = None) -> "RouteBook":
        """Read and check the rules.

        Args:
            path: The file of the rules.
            guidance: Guidance that is loaded already; read from its own files where None.

        Raises:
            DataFileError: The file breaks a rule; the message names file and line.
        """
        fields = open_yaml(path).fields({"rules", "notes"})
        nodes = fields["rules"].elements()
        rules = [_read_rule(node) for node in nodes]
        seen: set[str] = set()
        for node, rule in zip(nodes, rules, strict=True):
            if rule.id in seen:
                node.fail(f"规则“{rule.id}”写了两次")
            seen.add(rule.id)
        if not rules or rules[-1].when != Condition() or rules[-1].unless is not None:
            fields["rules"].fail("最后一条规则要总能用上（when: {}），这样每件事都有路可走")
        notes = [_read_note(node) for node in fields["notes"].elements()]
        return cls(rules, notes, guidance or GuidanceBook.load())

    def choose(self, known: RouteFacts) -> RouteDecision:
        """Choose the road for what is known of a dispute."""
        rule = next(rule for rule in self.rules if rule.holds(known))
        advice = self._advice(known)
        route = rule.route
        if rule is self.rules[-1]:
            route = self._default_route(known, advice)
        reasons, names = list(rule.reasons) if route == rule.route else [], [rule.id]
        if route == Route.MEDIATE:
            for note in self.notes:
                if note.when.holds(known):
                    reasons.extend(note.reasons)
                    names.append(note.id)
        elif advice is not None and route != rule.route:
            reasons.extend(advice.mediation.cannot)
            names.append("guidance")
        open_roads = rule.alternatives if rule.alternatives is not None else advice.alternatives if advice else ()
        if route == Route.INFORMATION and known.category in MEDIABLE:
            open_roads = (Route.MEDIATE, *open_roads)
        kind = rule.organisation_kind
        if rule.kind_from_guidance:
            kind = advice.organisation_kind if advice else None
        return RouteDecision(
            route=str(route),
            reasons=tuple(reasons),
            alternatives=tuple(dict.fromkeys(str(road) for road in open_roads if road != route)),
            organisation_kind=kind,
            rule="+".join(names),
        )

    def _advice(self, known: RouteFacts) -> Guidance | None:
        try:
            return self._guidance.for_(known.category, known.subtype)
        except KeyError:
            return None

    @staticmethod
    def _default_route(known: RouteFacts, advice: Guidance | None) -> str:
        """Mediation, unless the guidance of the subtype names another road or the category is none for mediation."""
        if advice is not None and advice.route is not None:
            return advice.route
        return Route.MEDIATE if known.category in MEDIABLE else Route.LAWYER


def _read_rule(node: Node) -> RouteRule:
    fields = node.fields(
        {"id", "principle", "when", "route", "organisation_kind", "alternatives", "reasons"}, {"unless"}
    )
    kind = fields["organisation_kind"]
    from_guidance = not kind.is_null and kind.text() == _FROM_GUIDANCE
    reasons = read_statements(fields["reasons"])
    if not reasons:
        fields["reasons"].fail("至少要写一条理由")
    return RouteRule(
        id=fields["id"].text(),
        principle=_principle(fields["principle"]),
        when=read_condition(fields["when"]),
        unless=read_condition(fields["unless"]) if "unless" in fields else None,
        route=fields["route"].one_of(ROUTES, "路（route）"),
        organisation_kind=None if kind.is_null or from_guidance else kind.one_of(organisation_kinds(), "组织的类别"),
        kind_from_guidance=from_guidance,
        alternatives=_alternatives(fields["alternatives"]),
        reasons=reasons,
    )


def _read_note(node: Node) -> RouteNote:
    fields = node.fields({"id", "principle", "when", "reasons"})
    return RouteNote(
        fields["id"].text(),
        _principle(fields["principle"]),
        read_condition(fields["when"]),
        read_statements(fields["reasons"]),
    )


def _principle(node: Node) -> str | None:
    return None if node.is_null else node.one_of(PRINCIPLES, "原则（R1 到 R9）")


def _alternatives(node: Node) -> tuple[str, ...] | None:
    if isinstance(node.raw.value, str) and node.text() == _FROM_GUIDANCE:
        return None
    return tuple(element.one_of(ALTERNATIVES, "别的路（alternatives）") for element in node.elements())
