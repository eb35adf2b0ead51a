"""Backup and restore on both databases, with the service running; damaged and foreign files are refused."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.domain.messages import CitizenAddress
from bot.errors import BadInput, Unavailable
from bot.service.dispute_status import dispute_status
from bot.service.read_talk import read_talk
from bot.storage import open_storage
from bot.storage.backup import backup, restore, verify
from bot.storage.migrate import migrate, newest_revision
from tests.office_setup import House, make_house

ANNA = CitizenAddress("web", "anna")


@pytest.fixture
def target(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind."""
    if database.startswith("sqlite"):
        yield f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
        return
    running = request.getfixturevalue("server")
    url = running.new_database()
    yield url
    running.drop(url)


async def test_everything_comes_back(house: House, database: str, target: str, tmp_path: Path) -> None:
    turn = await house.say("anna", "申请调解，对方是隔壁")
    path = tmp_path / "backups" / "today.backup"
    report = backup(database, path)
    assert report == verify(path)
    assert report.revision == newest_revision()
    assert report.tables > 15
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]

    restore(path, target)
    migrate(target)
    opened = open_storage(target)
    other = make_house(opened, house.clock)
    talk = await read_talk(other.desk, ANNA)
    assert [m.text for m in talk.messages] == [turn.message.text, *(m.text for m in turn.replies)]
    async with opened.unit_of_work(reading=True) as uow:
        (dispute,) = await uow.disputes.of_conversation(turn.message.conversation_id)
    assert (await dispute_status(other.desk, dispute.number, dispute.code)).id == dispute.id
    after = await other.say("anna", "接着说", "after")
    assert after.message.id > turn.replies[-1].id
    await opened.close()
    with pytest.raises(BadInput):
        restore(path, target)


def test_a_damaged_or_foreign_file_is_refused(database: str, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    backup(database, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput):
        verify(path)
    path.write_text("一份文件")
    with pytest.raises(BadInput):
        verify(path)
    with pytest.raises(BadInput):
        verify(tmp_path / "none")


def test_a_place_that_cannot_be_written_or_read_is_named(database: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        backup(database, tmp_path / "file" / "a.backup")
    with pytest.raises(BadInput):
        backup(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "b.backup")
    with pytest.raises(Unavailable):
        backup("postgresql://postgres@127.0.0.1:9/none", tmp_path / "c.backup")


def test_the_commands_save_check_and_bring_back(
    database: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "a.backup")
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FENGQIAO_DATABASE_URL", database)
    assert main(["backup", path]) == 0
    assert main(["verify", path]) == 0
    assert main(["restore", path]) == 2  # it is not empty
    monkeypatch.setenv("FENGQIAO_DATABASE_URL", target)
    assert main(["restore", path]) == 0
    said = capsys.readouterr()
    assert newest_revision() in said.out
    assert len(said.err.splitlines()) == 1
