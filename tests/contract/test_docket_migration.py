"""Files of the first schema are read as files of the docket."""

import asyncio
from typing import Any

from alembic import command
from sqlalchemy import text

from bot.domain.dispute_file import DisputeFile
from bot.storage.engine import open_engine
from bot.storage.migrate import _configuration, migrate
from tests.office_setup import ROOM


def test_old_files_stay_readable(empty_database: str) -> None:
    configuration = _configuration()

    async def old_rows() -> None:
        engine = open_engine(empty_database)
        async with engine.connect() as connection:

            def to_five(bare: Any) -> None:
                configuration.attributes["connection"] = bare
                command.upgrade(configuration, "0005")

            await connection.run_sync(to_five)
            for number, state in enumerate(("mediating", "settled", "ended"), start=1):
                await connection.execute(
                    text(
                        "INSERT INTO disputes (id, number, code, conversation_id, organisation_id, state, registered_at,"
                        " category, subtype, risk, summary, facts, applicant_name, phone, other_party, request,"
                        " consented, source) VALUES (:id, :number, 'C', NULL, :room, :state, '2026-01-05 01:00:00',"
                        " 'loan', 'other', 'yellow', '旧案', '{}', '李 女士', '', '王先生', '', true, 'walk_in')"
                    ),
                    {"id": f"d{number}", "number": f"N{number}", "state": state, "room": ROOM},
                )
                await connection.execute(
                    text(
                        "INSERT INTO dispute_events (dispute_id, at, state, words)"
                        " VALUES (:id, '2026-02-03 20:00:00', :state, '办过')"
                    ),
                    {"id": f"d{number}", "state": state},
                )
            await connection.commit()
        await engine.dispose()

    asyncio.run(old_rows())
    migrate(empty_database)

    async def read() -> dict[str, DisputeFile]:
        from bot.storage import open_storage

        storage = open_storage(empty_database)
        async with storage.unit_of_work(reading=True) as uow:
            files = await uow.files.many(["d1", "d2", "d3"])
        await storage.close()
        return {file.dispute.state.value: file for file in files}

    files = asyncio.run(read())
    assert set(files) == {"mediating", "settled", "ended"}
    closure = files["ended"].dispute.closure
    assert closure is not None
    assert (closure.reason, closure.on.isoformat(), closure.told_on) == ("unrecorded", "2026-02-04", None)
    assert files["settled"].dispute.closure is None
    assert [party.name for party in files["mediating"].parties] == ["李 女士", "王先生"]
    assert files["mediating"].dispute.history[0][1] == "办过"
