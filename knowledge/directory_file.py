"""Reading and checking a directory file; every problem is named with file and line, all of them in one go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from knowledge.opening_hours import ImpossibleHoursError, OpeningHours
from knowledge.organisations import Organisation, Room, organisation_kinds
from knowledge.yaml_lines import DataFileError, Node, open_yaml
from nlp.taxonomy import CATEGORIES, MEDIABLE

NEEDS = ("elderly", "disabled", "minor", "sign_language", "women")

_REQUIRED = ("id", "name", "kind", "address", "hours", "categories", "number_prefix")
_OPTIONAL = (
    *("street", "community", "parent", "aliases", "quarters", "languages", "needs", "rooms"),
    "open_on_holidays",
)
_MENTIONED = 5
_T = TypeVar("_T")
_NO_FIELDS: dict[str, Node] = {}
_NO_TEXTS: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a directory file; `line` counts from 1."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class DirectoryError(ValueError):
    """The directory file cannot be used; `problems` holds all reasons, the message the first of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        shown = [str(problem) for problem in problems[:_MENTIONED]]
        if len(problems) > _MENTIONED:
            shown.append(f"还有 {len(problems) - _MENTIONED} 处，用 fengqiao directory check 文件 查看全部")
        super().__init__("\n".join(shown))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class DirectoryContents:
    """What a directory file holds; `sample` marks made-up organisations, which every page then says."""

    area: str
    sample: bool
    organisations: tuple[Organisation, ...]


def read_directory(path: Path) -> DirectoryContents:
    """Read a directory file.

    Raises:
        DirectoryError: It has problems.
    """
    complaints = _Complaints()
    contents = _read(path, complaints)
    if contents is None or complaints.problems:
        raise DirectoryError(complaints.sorted())
    return contents


def check_directory(path: Path) -> tuple[Problem, ...]:
    """Return all problems of a directory file, in the order of its lines."""
    complaints = _Complaints()
    _read(path, complaints)
    return complaints.sorted()


@dataclass(slots=True)
class _Complaints:
    """Collects problems instead of stopping at the first; one place is complained of once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, node: Node, message: str) -> None:
        self.problems.append(Problem(node.path, node.line, message))

    def attempt(self, read: Callable[[], _T], otherwise: _T) -> _T:
        """Return what `read` yields, or `otherwise` where the file is wrong there."""
        try:
            return read()
        except DataFileError as error:
            problem = Problem(error.path, error.line, str(error).removeprefix(f"{error.path}:{error.line}: "))
            if problem not in self.problems:
                self.problems.append(problem)
            return otherwise

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.problems, key=lambda problem: problem.line))


def _read(path: Path, complaints: _Complaints) -> DirectoryContents | None:
    top = complaints.attempt(
        lambda: open_yaml(path).fields({"organisations"}, {"sample", "area", "schedules"}), _NO_FIELDS
    )
    if not top:
        return None
    schedules = complaints.attempt(lambda: dict(top["schedules"].items()) if "schedules" in top else {}, _NO_FIELDS)
    for schedule in schedules.values():
        complaints.attempt(lambda node=schedule: _hours(node, open_on_holidays=False), None)  # type: ignore[misc]
    no_entries: tuple[Node, ...] = ()
    entries = complaints.attempt(top["organisations"].elements, no_entries)
    organisations = ((node, _organisation(node, schedules, complaints)) for node in entries)
    read = [(node, found) for node, found in organisations if found is not None]
    _check_together(read, complaints)
    if not any(found.kind == "district" for _, found in read):
        complaints.add(top["organisations"], "没有类别是 district 的组织（别处都不收的由它收）")
    return DirectoryContents(
        area=complaints.attempt(lambda: top["area"].text() if "area" in top else "", ""),
        sample=complaints.attempt(lambda: "sample" in top and top["sample"].boolean(), otherwise=False),
        organisations=tuple(found for _, found in read),
    )


def _organisation(node: Node, schedules: Mapping[str, Node], complaints: _Complaints) -> Organisation | None:
    """Read one entry; every field is read even where another one is wrong, so that one check names them all."""
    before = len(complaints.problems)
    fields = complaints.attempt(lambda: node.fields(_REQUIRED, _OPTIONAL), _NO_FIELDS)
    if not fields:
        return None

    def text(key: str) -> str | None:
        return complaints.attempt(lambda: _optional_text(fields.get(key), required=key in _REQUIRED), None)

    def texts(key: str) -> tuple[str, ...]:
        return complaints.attempt(lambda: fields[key].texts() if key in fields else (), _NO_TEXTS)

    kind = complaints.attempt(lambda: fields["kind"].one_of(organisation_kinds(), "组织的类别（kind）"), "")
    always = complaints.attempt(
        lambda: "open_on_holidays" in fields and fields["open_on_holidays"].boolean(), otherwise=False
    )
    hours = complaints.attempt(lambda: _named_hours(fields["hours"], schedules, open_on_holidays=always), None)
    organisation = Organisation(
        id=text("id") or "",
        name=text("name") or "",
        kind=kind,
        street=text("street"),
        community=text("community"),
        parent=text("parent"),
        address=text("address") or "",
        hours=hours or OpeningHours({}),
        categories=complaints.attempt(lambda: _categories(fields["categories"]), frozenset()),
        number_prefix=text("number_prefix") or "",
        languages=texts("languages"),
        needs=frozenset(complaints.attempt(lambda: _needs(fields.get("needs")), _NO_TEXTS)),
        rooms=complaints.attempt(lambda: _rooms(fields["rooms"]) if "rooms" in fields else (), ()),
        aliases=texts("aliases"),
        quarters=texts("quarters"),
    )
    if kind in {"street", "community", "group"} and organisation.street is None:
        complaints.add(node, f"类别是 {kind} 的组织要写“street”")
    if kind in {"community", "group"} and organisation.community is None:
        complaints.add(node, f"类别是 {kind} 的组织要写“community”")
    return organisation if len(complaints.problems) == before else None


def _optional_text(node: Node | None, *, required: bool) -> str | None:
    return None if node is None or (node.is_null and not required) else node.text()


def _categories(node: Node) -> frozenset[str]:
    if not node.is_mapping and isinstance(node.raw.value, str):
        return (
            MEDIABLE
            if node.one_of(("mediable", "all"), "纠纷类别的写法（mediable 或 all）") == "mediable"
            else frozenset(CATEGORIES)
        )
    codes = frozenset(element.one_of(CATEGORIES, "纠纷类别") for element in node.elements())
    if not codes:
        node.fail("至少要写一种受理的纠纷类别")
    return codes


def _needs(node: Node | None) -> tuple[str, ...]:
    return () if node is None else tuple(element.one_of(NEEDS, "无障碍条件（needs）") for element in node.elements())


def _named_hours(node: Node, schedules: Mapping[str, Node], *, open_on_holidays: bool) -> OpeningHours:
    stands = node if node.is_mapping else schedules[node.one_of(schedules, "写好的时间表（schedules）")]
    return _hours(stands, open_on_holidays=open_on_holidays)


def _hours(node: Node, *, open_on_holidays: bool) -> OpeningHours:
    days: dict[str, list[str]] = {}
    for day, periods in node.items():
        days[day] = list(periods.texts())
        try:
            OpeningHours.parse({day: days[day]})
        except ImpossibleHoursError as error:
            periods.fail(str(error))
    return OpeningHours.parse(days, open_on_holidays=open_on_holidays)


def _rooms(node: Node) -> tuple[Room, ...]:
    rooms: list[Room] = []
    for element in node.elements():
        fields = element.fields({"id", "name"}, {"capacity"})
        capacity = fields["capacity"].integer() if "capacity" in fields else 1
        if capacity < 1:
            fields["capacity"].fail("调解室至少容得下一场：capacity 要写 1 或更大")
        rooms.append(Room(fields["id"].text(), fields["name"].text(), capacity))
    return tuple(rooms)


def _check_together(read: Iterable[tuple[Node, Organisation]], complaints: _Complaints) -> None:
    """Check what only all entries together show: uniqueness, parents, streets."""
    entries = tuple(read)
    first_line: dict[tuple[str, str], int] = {}
    for node, found in entries:
        names = [("id", found.id), ("number_prefix", found.number_prefix)]
        for what, value in names + [("room id", room.id) for room in found.rooms]:
            if (what, value) in first_line:
                line = first_line[what, value]
                complaints.add(node, f"{what} “{value}”和第 {line} 行的组织重复")
            first_line.setdefault((what, value), node.line)
    parents = {found.id: found.parent for _, found in entries}
    streets = {found.street for _, found in entries if found.kind == "street"}
    for node, found in entries:
        if found.parent is not None and found.parent not in parents:
            complaints.add(node, f"“{found.id}”的上级“{found.parent}”不存在")
        elif _runs_in_circle(found.id, parents):
            complaints.add(node, f"“{found.id}”的上级绕成了一个圈")
        if found.street is not None and found.street not in streets:
            complaints.add(node, f"“{found.id}”在“{found.street}”，但是没有 street 类别的组织管那里")


def _runs_in_circle(start: str, parents: Mapping[str, str | None]) -> bool:
    at = parents.get(start)
    for _ in parents:
        if at is None or at == start:
            break
        at = parents.get(at)
    return at == start
