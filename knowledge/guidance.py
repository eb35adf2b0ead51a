"""Guidance: for each category and subtype what the law says, what to do, to bring, to mind, to ask, and what it costs.

One YAML file a category in `data/guidance/`, edited by lawyers. What a subtype leaves out it takes from its category;
a subtype without an entry of its own takes that of `other`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from knowledge.questions import QuestionBook
from knowledge.route_codes import ALTERNATIVES, ROUTES
from knowledge.statements import Statement, read_statements
from knowledge.time_limits import TimeLimits
from knowledge.yaml_lines import DataFileError, Node, open_yaml
from nlp.taxonomy import CATEGORIES, NOT_LEGAL, OTHER, PROCEDURE

DATA_DIRECTORY = Path(__file__).parent / "data" / "guidance"
ORGANISATION_KINDS_FILE = Path(__file__).parent / "data" / "organisation_kinds.yaml"
MOST_QUESTIONS = 5

_PARTS = {"rights", "first_steps", "evidence", "time_limits", "questions", "cost"}
_OVERRIDES = {"route", "organisation_kind", "alternatives", "mediation"}


@dataclass(frozen=True, slots=True)
class MediationAdvice:
    """What people's mediation can do in such a dispute, what it cannot, and why it is worth trying first."""

    can: tuple[Statement, ...]
    cannot: tuple[Statement, ...]
    why: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """Everything we tell a citizen about one kind of dispute.

    Attributes:
        category: Code of the category.
        subtype: Code of the subtype that the entry was written for (`other` where it had to stand in).
        organisation_kind: Kind of committee that takes it, or None where mediation does not.
        alternatives: Codes of the other roads that stay open (`route_codes.ALTERNATIVES`).
        route: The first road where this subtype always has its own (`route_codes.ROUTES`), else None.
        mediation: What mediation can and cannot do here.
        rights: What the law says.
        first_steps: What to do today.
        evidence: What to bring.
        time_limits: Ids of `TimeLimits`.
        questions: Facts to ask for, the most useful first.
        cost: What the roads cost.
    """

    category: str
    subtype: str
    organisation_kind: str | None
    alternatives: tuple[str, ...]
    route: str | None
    mediation: MediationAdvice
    rights: tuple[Statement, ...]
    first_steps: tuple[Statement, ...]
    evidence: tuple[str, ...]
    time_limits: tuple[str, ...]
    questions: tuple[str, ...]
    cost: tuple[Statement, ...]

    def statements(self) -> Iterator[Statement]:
        """Every sentence of this guidance."""
        yield from (*self.rights, *self.first_steps, *self.cost)
        yield from (*self.mediation.can, *self.mediation.cannot, *self.mediation.why)


class GuidanceBook:
    """All guidance, by category and subtype."""

    def __init__(self, guidance: Mapping[tuple[str, str], Guidance]) -> None:
        self._guidance = MappingProxyType(dict(guidance))

    @classmethod
    def load(
        cls,
        directory: Path = DATA_DIRECTORY,
        limits: TimeLimits | None = None,
        questions: QuestionBook | None = None,
    ) -> "GuidanceBook":
        """Read and check every YAML file of a folder.

        Args:
            directory: The folder; each file is named after its category.
            limits: The time limits that guidance may refer to; the shipped ones by default.
            questions: The questions that guidance may refer to; the shipped ones by default.

        Raises:
            DataFileError: A file breaks a rule; the message names file and line.
        """
        reader = _Reader(limits or TimeLimits.load(), questions or QuestionBook.load())
        files = sorted(directory.glob("*.yaml"))
        if not files:
            raise DataFileError(directory, 1, "holds no guidance (*.yaml)")
        return cls({(entry.category, entry.subtype): entry for path in files for entry in reader.read(path)})

    def for_(self, category: str, subtype: str) -> Guidance:
        """The guidance for a category and subtype, or for `other` of the category.

        Raises:
            KeyError: The category has no guidance (a greeting, nonsense).
        """
        entry = self._guidance.get((category, subtype))
        return entry if entry is not None else self._guidance[category, OTHER]

    def missing(self) -> tuple[tuple[str, str], ...]:
        """The pairs of category and subtype that are owed guidance of their own and have none."""
        return tuple(pair for pair in owed() if pair not in self._guidance)

    def __iter__(self) -> Iterator[Guidance]:
        return iter(self._guidance.values())


def owed() -> tuple[tuple[str, str], ...]:
    """The pairs that guidance is owed for: all but what is not legal, of which only bare procedure counts."""
    return tuple(
        (code, subtype)
        for code, category in CATEGORIES.items()
        for subtype in category.subtypes
        if code != NOT_LEGAL or subtype == PROCEDURE
    )


class _Reader:
    """Reads guidance files against the ids of the other data files."""

    def __init__(self, limits: TimeLimits, questions: QuestionBook) -> None:
        self._limits = limits
        self._questions = questions
        kinds = open_yaml(ORGANISATION_KINDS_FILE).fields({"kinds"})["kinds"]
        self._organisation_kinds = frozenset(kind for kind, _ in kinds.items())

    def read(self, path: Path) -> Iterator[Guidance]:
        root = open_yaml(path)
        fields = root.fields({"category", "organisation_kind", "alternatives", "mediation", "subtypes"})
        category = fields["category"].one_of(CATEGORIES, "纠纷类别")
        if path.stem != category:
            fields["category"].fail(f"类别“{category}”的文件应该叫 {category}.yaml")
        subtypes = dict(fields["subtypes"].items())
        if category != NOT_LEGAL and OTHER not in subtypes:
            fields["subtypes"].fail(f"缺少小类“{OTHER}”，没有单写的小类都用它")
        for subtype, node in subtypes.items():
            if subtype not in CATEGORIES[category].subtypes:
                node.fail(f"“{subtype}”不是“{category}”的小类")
            yield self._read_subtype(category, subtype, node, fields)

    def _read_subtype(self, category: str, subtype: str, node: Node, general: Mapping[str, Node]) -> Guidance:
        fields = node.fields(_PARTS, _OVERRIDES)
        own = {key: value for key, value in fields.items() if not value.is_null}
        merged = {**general, **own}
        mediation = dict(general["mediation"].fields({"can", "cannot", "why"}))
        if "mediation" in own:
            mediation |= own["mediation"].fields((), {"can", "cannot", "why"})
        return Guidance(
            category=category,
            subtype=subtype,
            organisation_kind=self._organisation_kind(merged["organisation_kind"]),
            alternatives=_codes(merged["alternatives"], ALTERNATIVES, "别的路（alternatives）"),
            route=own["route"].one_of(ROUTES, "路（route）") if "route" in own else None,
            mediation=MediationAdvice(**{key: read_statements(value) for key, value in mediation.items()}),
            rights=_filled(fields["rights"]),
            first_steps=_filled(fields["first_steps"]),
            evidence=fields["evidence"].texts(),
            time_limits=self._time_limits(fields["time_limits"]),
            questions=self._asked(fields["questions"], category),
            cost=_filled(fields["cost"]),
        )

    def _organisation_kind(self, node: Node) -> str | None:
        return None if node.is_null else node.one_of(self._organisation_kinds, "组织的类别")

    def _time_limits(self, node: Node) -> tuple[str, ...]:
        return _codes(node, frozenset(limit.id for limit in self._limits), "time limit")

    def _asked(self, node: Node, category: str) -> tuple[str, ...]:
        for element in node.elements():
            if not self._questions.may_ask(element.text(), category):
                element.fail(f"类别“{category}”没有“{element.text()}”这个追问")
        facts = node.texts()
        if len(facts) > MOST_QUESTIONS:
            node.fail(f"最多写 {MOST_QUESTIONS} 个追问，这里有 {len(facts)} 个")
        return facts


def _codes(node: Node, allowed: frozenset[str], what: str) -> tuple[str, ...]:
    for element in node.elements():
        element.one_of(allowed, what)
    return node.texts()


def _filled(node: Node) -> tuple[Statement, ...]:
    statements = read_statements(node)
    if not statements:
        node.fail("这里至少要写一句")
    return statements
