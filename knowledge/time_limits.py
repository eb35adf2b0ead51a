"""Time limits: how long, from which event, and whether applying for people's mediation interrupts them.

The arithmetic is that of `knowledge.periods`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from knowledge.identifiers import ArticleRef
from knowledge.periods import UNITS, Length, last_day
from knowledge.statements import read_cites
from knowledge.yaml_lines import Node, open_yaml

DATA_FILE = Path(__file__).parent / "data" / "time_limits.yaml"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """One time limit.

    Attributes:
        id: Its id in the data file.
        name: What it is called, in Chinese.
        length: How long; None where the law sets no limit (then `starts` says so).
        starts: The event it is counted from, in Chinese.
        start_fact: The fact that holds the date of that event, or None where a person must be asked.
        mediation_interrupts: Whether an application to a people's mediation committee makes it start anew
            (诉讼时效规定 12); False for fixed periods that go on running; None where the question makes no sense.
        note: What a citizen must know besides, in Chinese, or None.
        cites: The articles.
    """

    id: str
    name: str
    length: Length | None
    starts: str
    start_fact: str | None
    mediation_interrupts: bool | None
    note: str | None
    cites: tuple[ArticleRef, ...]

    @property
    def unlimited(self) -> bool:
        """Whether the law sets no limit at all."""
        return self.length is None

    def last_day(self, start: date) -> date:
        """The last day on which the right can be used.

        Args:
            start: The day of the event; it is not counted itself (民法典 201).

        Returns:
            The last day, moved to the next working day where it falls on a holiday (民法典 203). For years whose
            holidays are not announced yet (`working_days.knows_year`) only weekends are known to be free.

        Raises:
            ValueError: There is no limit.
        """
        if self.length is None:
            raise ValueError(f"{self.id} has no limit; ask `unlimited` first")
        return last_day(start, self.length).day


class TimeLimits:
    """All time limits of the data file, in its order."""

    def __init__(self, limits: Mapping[str, TimeLimit]) -> None:
        self._limits = MappingProxyType(dict(limits))

    @classmethod
    def load(cls, path: Path = DATA_FILE) -> "TimeLimits":
        """Read and check the data file.

        Raises:
            DataFileError: The file breaks a rule; the message names file and line.
        """
        limits: dict[str, TimeLimit] = {}
        for node in open_yaml(path).elements():
            limit = _read(node)
            if limit.id in limits:
                node.fail(f"期限“{limit.id}”写了两次")
            limits[limit.id] = limit
        return cls(limits)

    def limit(self, limit_id: str) -> TimeLimit:
        """The limit of that id.

        Raises:
            KeyError: There is none.
        """
        return self._limits[limit_id]

    def __contains__(self, limit_id: object) -> bool:
        return limit_id in self._limits

    def __iter__(self) -> Iterator[TimeLimit]:
        return iter(self._limits.values())


def _read(node: Node) -> TimeLimit:
    fields = node.fields(
        {"id", "name", "length", "starts", "start_fact", "mediation_interrupts", "cites"},
        {"note"},
    )
    cites = read_cites(fields["cites"])
    if not cites:
        fields["cites"].fail("期限至少要有一条依据")
    interrupts = fields["mediation_interrupts"]
    start_fact = fields["start_fact"]
    note = fields.get("note")
    limit = TimeLimit(
        id=fields["id"].text(),
        name=fields["name"].text(),
        length=_read_length(fields["length"]),
        starts=fields["starts"].text(),
        start_fact=None if start_fact.is_null else start_fact.text(),
        mediation_interrupts=None if interrupts.is_null else interrupts.boolean(),
        note=None if note is None or note.is_null else note.text(),
        cites=cites,
    )
    if limit.unlimited and limit.start_fact:
        start_fact.fail("没有期限就没有起算日：start_fact 要写 null")
    return limit


def _read_length(node: Node) -> Length | None:
    if node.is_null:
        return None
    parts = list(node.items())
    if len(parts) != 1:
        node.fail("期限只写一个单位，例如 {years: 1}")
    unit, value = parts[0]
    if unit not in UNITS:
        value.fail(f"“{unit}”不是单位，可以用 {'、'.join(UNITS)}")
    if value.integer() <= 0:
        value.fail("期限要大于零")
    return Length(value.integer(), unit)
