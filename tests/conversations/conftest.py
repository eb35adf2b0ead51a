"""The real reference room, loaded once for all talks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.service.reference_room import ReferenceRoom

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceRoom]:
    folder: Path = tmp_path_factory.mktemp("room")
    yield ReferenceRoom.load(folder, None, TODAY, semantic_search=False)
