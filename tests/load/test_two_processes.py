"""A small run of the load: see two_processes.py for the whole one."""

from pathlib import Path

import pytest

from tests.load.two_processes import run
from tests.postgres_server import postgres_server


@pytest.mark.postgres
async def test_each_message_is_answered_once_whichever_process_hears_it(tmp_path: Path) -> None:
    with postgres_server() as server:
        figures, problems = await run(server.new_database(), tmp_path, citizens=8, messages=4)
    assert problems == []
    assert figures["messages"] == 32
    assert figures["requests"] == 48
    assert figures["repeats_recognised"] == 16
    assert figures["streamed"] > figures["answered"] > 25
