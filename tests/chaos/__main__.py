"""Two houses on one PostgreSQL database, killed at random while citizens and staff talk over bad lines.

    make chaos                                                 200 citizens, 20 staff
    python -m tests.chaos --citizens 20 --staff 4 --seed 7     a small one

Everything goes over the HTTP API. Afterwards nothing may be lost, shown twice, held by two, out of order or unanswered.
Prints the counts as one line of JSON; exit status 1 where anything did not hold.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.chaos.citizen import Citizen
from tests.chaos.colleague import Colleague
from tests.chaos.houses import CHECKOUT, House, environment_of, kill_at_random
from tests.chaos.verdict import check_citizen, check_queue_order, check_tables
from tests.postgres_server import postgres_server

ORGANISATIONS = (
    ("labour-committee", "mediator"),
    ("property-committee", "mediator"),
    ("lugu-street", "mediator"),
    ("district-lawyer-window", "lawyer"),
    ("lujing-community", "mediator"),
)


def add_staff(environment: dict[str, str], number: int) -> tuple[str, str]:
    """Add a person with the command that an office uses; return his name and one-time token."""
    organisation, role = ORGANISATIONS[number % len(ORGANISATIONS)]
    name = f"值班{number + 1}号"
    command = [sys.executable, "-m", "bot", "staff", "add", name, "--role", role, "--organisation", organisation]
    done = subprocess.run(command, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return name, done.stdout.strip().rsplit("token=", 1)[1]


def migrate(environment: dict[str, str]) -> None:
    """Make the tables once, before the houses start."""
    subprocess.run([sys.executable, "-m", "bot", "migrate"], env=environment, cwd=CHECKOUT, check=True)


async def run(arguments: argparse.Namespace, database: str, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """The whole run; returns the figures and the problems."""
    dice = random.Random(arguments.seed)
    environment = environment_of(database, folder)
    await asyncio.to_thread(migrate, environment)
    houses = [House(environment), House(environment)]
    counts: Counter[str] = Counter()
    finished, calm = asyncio.Event(), asyncio.Event()
    hired = await asyncio.gather(*(asyncio.to_thread(add_staff, environment, n) for n in range(arguments.staff)))
    staff = [
        Colleague(name, token, houses, arguments.exchanges, counts, random.Random(dice.random()))
        for name, token in hired
    ]
    citizens = [
        Citizen(number, houses, arguments.exchanges, arguments.seconds / 8, counts, random.Random(dice.random()))
        for number in range(arguments.citizens)
    ]
    for house in houses:
        await house.start()
        await house.wait_until_ready()
    started = time.monotonic()
    try:
        at_work = [asyncio.create_task(colleague.work(finished)) for colleague in staff]
        await asyncio.sleep(5)  # everybody signs in on a quiet house: a one-time link is used up by a lost answer
        killing = asyncio.create_task(kill_at_random(houses, arguments.kill_every, calm, dice))
        talking = [asyncio.create_task(citizen.live(finished)) for citizen in citizens]
        await asyncio.sleep(arguments.seconds)
        calm.set()
        await killing
        await _until_quiet(citizens, counts, arguments.quiet)
        finished.set()
        await asyncio.gather(*talking, *at_work)
        problems = await _verdict(citizens, staff, houses, database, counts)
    finally:
        await asyncio.gather(*(citizen.client.close() for citizen in citizens), *(c.client.close() for c in staff))
        for house in houses:
            await house.stop()
    figures = {
        "citizens": len(citizens),
        "staff": len(staff),
        "seconds": round(time.monotonic() - started),
        "kills": sum(house.deaths for house in houses),
        "citizen_messages": sum(len(citizen.said) for citizen in citizens),
        "shown_on_screens": sum(len(citizen.screen.shown) for citizen in citizens),
        "streams_resumed": sum(citizen.screen.reconnects for citizen in citizens),
        "queue_states_told": sum(citizen.screen.states_told for citizen in citizens),
        **dict(sorted(counts.items())),
        "problems": len(problems),
    }
    return figures, problems


async def _until_quiet(citizens: list[Citizen], counts: Counter[str], quiet: float, longest: float = 600) -> None:
    """The houses stay up now: wait until every citizen who asked for a person had his talk, or nothing moves."""
    deadline, last, since = time.monotonic() + longest, -1, time.monotonic()
    while time.monotonic() < deadline:
        moved = sum(len(citizen.screen.shown) + len(citizen.said) for citizen in citizens) + counts["claimed"]
        if moved != last:
            last, since = moved, time.monotonic()
        if time.monotonic() - since > quiet:
            return
        await asyncio.sleep(1)


async def _verdict(
    citizens: list[Citizen], staff: list[Colleague], houses: list[House], database: str, counts: Counter[str]
) -> list[str]:
    problems = []
    for citizen in citizens:
        told = []
        for house in houses:
            async with citizen.client.session.get(house.address + "/api/v1/chat/messages") as answer:
                content = await answer.json()
                told.append(content["messages"])
                citizen.final_state = content["state"]
        counts["talked_with_staff"] += any(message["from"] == "staff" for message in told[0])
        counts["asked_for_a_person"] += citizen.asked_for_a_person
        problems += [f"citizen {citizen.number}: {problem}" for problem in check_citizen(citizen, told)]
    for colleague in staff:
        problems += [f"{colleague.name}: {problem}" for problem in colleague.problems]
    problems += check_queue_order(staff)
    counted, wrong = await check_tables(database, staff)
    counts.update(counted)
    return problems + wrong


def main() -> int:
    """Run it against a throw-away server."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--citizens", type=int, default=200)
    parser.add_argument("--staff", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=420, help="how long the houses are killed")
    parser.add_argument("--kill-every", type=float, default=6, help="mean seconds between two kills")
    parser.add_argument("--exchanges", type=int, default=3, help="answers of staff in a talk")
    parser.add_argument("--quiet", type=float, default=25, help="seconds without news after which the run is over")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with postgres_server() as server, tempfile.TemporaryDirectory() as folder:
        figures, problems = asyncio.run(run(arguments, server.new_database(), Path(folder)))
    print(json.dumps(figures, ensure_ascii=False))
    for problem in problems[:40]:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
