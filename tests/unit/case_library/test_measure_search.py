"""The benchmark of a large library runs and prints its figures."""

import json
import sys
from pathlib import Path

import pytest

from case_library import measure_search


def test_figures_of_a_small_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["measure", "--cases", "300", "--queries", "25", "--folder", str(tmp_path)])
    assert measure_search.main() == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["cases"] == 300
    assert 0 < figures["median_ms"] <= figures["p95_ms"]
    for kind in ("method", "filters", "list"):
        assert 0 < figures[f"{kind}_median_ms"] <= figures[f"{kind}_p95_ms"]
    assert {"fill_seconds", "build_seconds", "index_megabytes", "process_megabytes"} <= figures.keys()
