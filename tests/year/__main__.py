"""`make year`: five thousand disputes on SQLite and PostgreSQL; prints time and size, fails where numbers differ."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from sqlalchemy import text

from bot.storage import Storage, open_storage
from bot.storage.migrate import migrate
from tests.office_setup import make_house
from tests.postgres_server import postgres_server
from tests.year.comparison import compare_a_year


async def _run(name: str, url: str, disputes: int) -> bool:
    storage = open_storage(url)
    try:
        result = await compare_a_year(make_house(storage), disputes, progress=lambda line: print(f"{name}: {line}"))
        size = await _size(storage, url)
    finally:
        await storage.close()
    per_step = result.seconds / max(result.year.steps, 1) * 1000
    print(f"{name}: {per_step:.1f} ms a step, slowest monthly report {result.report_seconds:.2f} s, {size:.0f} MB")
    print(f"{name}: {result.compared} numbers of twelve reports compared, {len(result.differences)} differ")
    for line in result.differences:
        print(f"{name}: {line}")
    return not result.differences


async def _size(storage: Storage, url: str) -> float:
    if url.startswith("sqlite"):
        return sum(path.stat().st_size for path in Path(url.partition("///")[2]).parent.iterdir()) / 1e6
    async with storage.engine.connect() as connection:
        return float(await connection.scalar(text("SELECT pg_database_size(current_database())")) or 0) / 1e6


def main() -> int:
    """Run the year on the databases that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--disputes", type=int, default=5000)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    chosen = parser.parse_args()
    sound = True
    if chosen.database != "postgres":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/year.db"
            migrate(url)
            sound &= asyncio.run(_run("SQLite", url, chosen.disputes))
    if chosen.database != "sqlite":
        with postgres_server() as server:
            url = server.new_database()
            migrate(url)
            sound &= asyncio.run(_run("PostgreSQL", url, chosen.disputes))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
