"""A small chaos run in every test run; `make chaos` is the whole one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres_server import need_postgres


@pytest.mark.postgres
def test_citizens_and_staff_lose_nothing_while_the_houses_are_killed() -> None:
    need_postgres()
    crowd = ["--citizens", "6", "--staff", "5", "--exchanges", "2"]
    chaos = ["--seconds", "20", "--kill-every", "6", "--quiet", "8", "--seed", "3"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *crowd, *chaos],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=400,
    )
    assert done.stdout, done.stderr
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stderr
    assert figures["kills"] >= 1
    assert figures["talked_with_staff"] == figures["asked_for_a_person"] > 0
    assert figures["shown_on_screens"] > figures["citizen_messages"]
