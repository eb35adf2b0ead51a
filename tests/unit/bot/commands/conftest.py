"""A data folder of the tests' own, and the real reference room in it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.service.reference_room import ReferenceRoom

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def room(data_folder: Path) -> ReferenceRoom:
    return ReferenceRoom.load(data_folder, None, TODAY, semantic_search=False)


@pytest.fixture
def settings(data_folder: Path, room: ReferenceRoom, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings of the environment that point to the tests' folder, whose indexes are made already."""
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(data_folder))
    monkeypatch.chdir(data_folder)
    yield data_folder
