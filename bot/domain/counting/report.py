"""The report of a period: each number with the files behind it, as a whole and by type, source, organisation, place."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median

from bot.domain.counting.counted_files import SATISFIED, CountedFile
from bot.domain.counting.measures import COUNTS, SPANS, Period, words
from nlp.taxonomy import taxonomy


@dataclass(frozen=True, slots=True)
class Span:
    """Days between two events: how many files, mean and median; the mean is None for none."""

    files: int
    mean: float | None
    median: float | None


@dataclass(frozen=True, slots=True)
class Tally:
    """All numbers of one set of files. `files` holds for every count the ids behind it."""

    files: Mapping[str, tuple[str, ...]]
    people: int
    amount_fen: int
    prevented_people: Mapping[str, int]
    spans: Mapping[str, Span]
    marks: tuple[int, int]
    """Parties satisfied, parties that gave a mark."""

    def count(self, code: str) -> int:
        """Return a count."""
        return len(self.files[code])

    def rate(self, code: str) -> float | None:
        """Return a rate between 0 and 1; None where there is nothing to divide by."""
        rule = words()["rates"][code]
        whole = sum(self.count(part) for part in rule["whole"])
        return self.count(rule["part"]) / whole if whole else None

    @property
    def satisfaction(self) -> float | None:
        """Share of the satisfied among those asked; None where nobody was."""
        return self.marks[0] / self.marks[1] if self.marks[1] else None

    @property
    def amount(self) -> Decimal:
        """The sum agreed, in yuan."""
        return Decimal(self.amount_fen) / 100


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a table: its key for links, what people call it, its numbers."""

    key: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Guided:
    """Talks that are no dispute for mediation, by category; and how long people waited, in minutes."""

    talks: Mapping[str, int]
    waits: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the report of a period shows. `tables` by type, source, organisation, level, place."""

    period: Period
    total: Tally
    tables: Mapping[str, tuple[ReportRow, ...]]
    levels: tuple[ReportRow, ...]
    guided: Guided


@dataclass(frozen=True, slots=True)
class OrganisationNames:
    """What the report needs of the directory: name, level and kind of each organisation, by id."""

    names: Mapping[str, str]
    levels: Mapping[str, str]


TABLES = ("by_type", "by_source", "by_organisation", "by_level", "by_place")


def make_report(
    files: Sequence[CountedFile], period: Period, organisations: OrganisationNames, guided: Guided
) -> Report:
    """Count a period.

    Args:
        files: All files that something may have happened to in the period; others do no harm.
        period: The days counted.
        organisations: Names and levels.
        guided: Talks apart.
    """
    files = [file for file in files if COUNTS["pending"](file, period) or any(day in period for day in file.days)]
    levels = organisations.levels
    keys: dict[str, Callable[[CountedFile], str]] = {
        "by_type": lambda file: report_type(file.page.category),
        "by_source": lambda file: file.page.source,
        "by_organisation": lambda file: file.page.organisation_id,
        "by_level": lambda file: levels.get(file.page.organisation_id, "service"),
        "by_place": lambda file: file.page.place,
    }
    names: dict[str, Callable[[str], str]] = {
        "by_type": str,
        "by_source": lambda key: words()["sources"].get(key, key),
        "by_organisation": lambda key: organisations.names.get(key, key),
        "by_level": lambda key: words()["organisation_levels"].get(key, key),
        "by_place": lambda key: key or words()["titles"]["unknown_place"],
    }
    kinds = words()["levels"]
    return Report(
        period=period,
        total=tally(files, period),
        tables={table: _rows(files, period, keys[table], names[table]) for table in TABLES},
        levels=tuple(
            ReportRow(code, rule["name"], tally([f for f in files if keys["by_level"](f) in rule["kinds"]], period))
            for code, rule in kinds.items()
        ),
        guided=guided,
    )


def report_type(category: str) -> str:
    """Return the type under which a category is counted."""
    known = taxonomy().categories.get(category)
    return (known.report if known else None) or str(words()["titles"]["unknown_type"])


def report_types() -> tuple[str, ...]:
    """Return the types of the report in their order; the rest comes last."""
    return tuple(dict.fromkeys(each.report for each in taxonomy().categories.values() if each.report))


def tally(files: Iterable[CountedFile], period: Period) -> Tally:
    """Count a set of files."""
    found: dict[str, list[CountedFile]] = {code: [] for code in COUNTS}
    days: dict[str, list[int]] = {code: [] for code in SPANS}
    marks: list[int] = []
    for file in files:
        for code, counts in COUNTS.items():
            if counts(file, period):
                found[code].append(file)
        for code, (first, last) in SPANS.items():
            begun, done = first(file), last(file)
            if begun is not None and done is not None and done in period:
                days[code].append((done - begun).days)
        marks += [mark for day, mark in file.marks if day in period]
    prevented = ("suicide", "crime", "petition", "brawl")
    return Tally(
        files={code: tuple(file.page.id for file in counted) for code, counted in found.items()},
        people=sum(file.page.people for file in found["accepted"]),
        amount_fen=sum(file.page.agreed_fen or 0 for file in found["succeeded"]),
        prevented_people={code: sum(max(file.prevented_people, 1) for file in found[code]) for code in prevented},
        spans={code: _span(each) for code, each in days.items()},
        marks=(sum(mark >= SATISFIED for mark in marks), len(marks)),
    )


def _span(days: Sequence[int]) -> Span:
    return Span(len(days), mean(days) if days else None, median(days) if days else None)


def _rows(
    files: Sequence[CountedFile],
    period: Period,
    key_of: Callable[[CountedFile], str],
    name_of: Callable[[str], str],
) -> tuple[ReportRow, ...]:
    """Rows in which anything happened, the busiest first."""
    groups: dict[str, list[CountedFile]] = defaultdict(list)
    for file in files:
        groups[key_of(file)].append(file)
    rows = [ReportRow(key, name_of(key), tally(group, period)) for key, group in groups.items()]
    shown = [row for row in rows if any(row.tally.files.values())]
    return tuple(
        sorted(shown, key=lambda row: (-row.tally.count("accepted"), -row.tally.count("registered"), row.name))
    )
