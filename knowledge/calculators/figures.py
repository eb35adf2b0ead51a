"""Figures that change every year or month and that the operator enters: the LPR, local wages and incomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.data_files import BrokenDataFileError, read_yaml

LPR_FILE, LOCAL_FILE = "lpr.yaml", "local_figures.yaml"


@dataclass(frozen=True, slots=True)
class Figures:
    """What is entered; empty where nothing is: a calculator then refuses instead of guessing.

    `lpr_percent`: first day → one-year LPR in per cent. `local`: year → name → figure in yuan.
    """

    lpr_percent: Mapping[date, float] = field(default_factory=dict)
    local: Mapping[int, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | None = None) -> "Figures":
        """Read both files, from the operator's folder where they lie there, else the committed (empty) ones.

        Raises:
            BrokenDataFileError: A line is no date with a number.
        """
        return cls(_lpr(_read(LPR_FILE, folder)), _local(_read(LOCAL_FILE, folder)))

    def lpr_on(self, day: date) -> float | None:
        """The one-year LPR that held on a day, in per cent."""
        known = [begins for begins in self.lpr_percent if begins <= day]
        return self.lpr_percent[max(known)] if known else None

    def of_year(self, year: int, name: str) -> float | None:
        """A local figure of one year."""
        return self.local.get(year, {}).get(name)


def _read(name: str, folder: Path | None) -> Any:
    own = None if folder is None else folder / name
    if own is None or not own.is_file():
        return read_yaml(name) or {}
    try:
        return yaml.safe_load(own.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise BrokenDataFileError(f"{own}: {error}") from error


def _lpr(content: Any) -> dict[date, float]:
    rates = content.get("one_year", {}) or {}
    for day, rate in rates.items():
        if not isinstance(day, date) or not isinstance(rate, int | float) or not 0 < rate < 50:
            raise BrokenDataFileError(f"{LPR_FILE}: {day}: {rate} must read like 2025-05-20: 3.0")
    return dict(rates)


def _local(content: Any) -> dict[int, dict[str, float]]:
    years = content.get("years", {}) or {}
    for year, figures in years.items():
        if not isinstance(year, int) or not all(isinstance(f, int | float) for f in (figures or {}).values()):
            raise BrokenDataFileError(f"{LOCAL_FILE}: {year}: each figure must be a number in yuan")
    return {year: dict(figures or {}) for year, figures in years.items()}
