"""Runs a year, makes its twelve reports, and holds every number against the independent count."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.counting.measures import COUNTS, Period
from bot.domain.counting.report import report_type
from bot.service.read_report import MonthlyReport, monthly_report
from nlp.taxonomy import taxonomy
from tests.office_setup import House
from tests.year.generator import Year, run_year
from tests.year.independent_count import MonthCount, count_by_month


@dataclass(frozen=True)
class Comparison:
    """What a run came to; `differences` must be empty."""

    year: Year
    seconds: float
    report_seconds: float
    compared: int
    differences: tuple[str, ...]


async def compare_a_year(house: House, disputes: int, *, progress: Callable[[str], None] = print) -> Comparison:
    """Run and compare."""
    begun = time.perf_counter()
    year = await run_year(house, disputes)
    seconds = time.perf_counter() - begun
    progress(f"{disputes} disputes, {year.steps} steps in {seconds:.1f} s")
    types = {code: report_type(code) for code in taxonomy().categories}
    counted = await count_by_month(house.storage, types)
    differences: list[str] = []
    compared, slowest = 0, 0.0
    for month in range(1, 13):
        period = Period.month(2026, month)
        begun = time.perf_counter()
        report = await monthly_report(house.desk, house.desk.room.directory, period)
        slowest = max(slowest, time.perf_counter() - begun)
        pairs = _pairs(report, counted[f"2026-{month:02d}"])
        compared += len(pairs)
        differences += [f"{month:02d} {name}: report {a}, events {b}" for name, a, b in pairs if a != b]
    return Comparison(year, seconds, slowest, compared, tuple(differences))


def _pairs(report: MonthlyReport, counted: MonthCount) -> list[tuple[str, object, object]]:
    total, tables = report.report.total, report.report.tables
    pairs: list[tuple[str, object, object]] = [
        (code, total.count(code), counted.numbers[code]) for code in COUNTS if code != "pending"
    ]
    pairs += [("people", total.people, counted.people), ("amount", total.amount_fen, counted.amount_fen)]
    pairs += [("marks", total.marks, (counted.numbers["satisfied"], counted.numbers["asked"]))]
    for table, expected in (
        ("by_type", counted.by_type),
        ("by_source", counted.by_source),
        ("by_organisation", counted.by_organisation),
    ):
        rows = {row.key: row.tally.count("accepted") for row in tables[table] if row.tally.count("accepted")}
        pairs.append((table, rows, dict(expected)))
    return pairs
