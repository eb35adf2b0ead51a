"""What must hold after the run, from the citizens' screens, the talk as both houses tell it, and the history in the tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.chaos.citizen import Citizen
from tests.chaos.colleague import Colleague

RELEASES = {"transferred", "requeued", "returned", "closed", "withdrawn", "erased"}
CLAIMS = {"claimed", "taken_over"}


def check_citizen(citizen: Citizen, told: Sequence[list[dict[str, Any]]]) -> list[str]:
    """Nothing lost, nothing twice, in order, and never without a word.

    Args:
        citizen: what he said, and what his screen showed.
        told: the whole talk as each house tells it at the end.
    """
    talk = told[0]
    problems = [*citizen.problems, *citizen.screen.problems]
    if any(other != talk for other in told):
        problems.append("the houses tell different talks")
    own = [message["client_id"] for message in talk if message["from"] == "citizen"]
    problems += [f"lost: {client_id}" for client_id in citizen.said if client_id not in own]
    problems += [f"saved twice: {client_id}" for client_id, times in Counter(own).items() if times > 1]
    if own != sorted(own, key=citizen.said.index) if set(own) <= set(citizen.said) else True:
        problems.append("own messages are out of order")
    shown = [message["id"] for message in citizen.screen.shown]
    if shown != [message["id"] for message in talk]:
        missing = [message["id"] for message in talk if message["id"] not in set(shown)]
        problems.append(f"the screen is not the talk: {len(missing)} missing, {len(shown)} of {len(talk)} shown")
    problems += _unanswered(talk, citizen.final_state)
    problems += _talked_over(talk)
    return problems


def _unanswered(talk: list[dict[str, Any]], state: dict[str, Any]) -> Iterable[str]:
    """Somebody spoke after the citizen's last word, or he was told where he stands and who has him."""
    if not talk or talk[-1]["from"] != "citizen":
        return
    if state.get("holder") == "staff_member" and state.get("staff_name"):
        return  # a person has it and is named
    if state.get("holder") == "staff_queue" and state.get("queue_position"):
        return  # he sees his place, and the notices tell him when
    yield f"nobody answered the last message, and nothing tells when: {state}"


def _talked_over(talk: list[dict[str, Any]]) -> Iterable[str]:
    """Between two messages of the same person on duty the assistant is silent; notices of the house are no talk."""
    speaker, between = "", 0
    for message in talk:
        if message["from"] == "staff":
            if message["name"] == speaker and between:
                yield f"the assistant spoke {between} times while {speaker} held the talk"
            speaker, between = message["name"], 0
        elif message["from"] == "assistant":
            between += 1


def check_queue_order(staff: Iterable[Colleague]) -> list[str]:
    """Every look showed the waiting by urgency and then by time, and nobody's time of asking ever changed."""
    since: dict[str, str] = {}
    problems = []
    grades = ["red", "orange", "yellow", "green"]
    for colleague in staff:
        for snapshot in colleague.snapshots:
            for handoff, _, asked in snapshot:
                if since.setdefault(handoff, asked) != asked:
                    problems.append(f"{handoff} lost its place: {since[handoff]} became {asked}")
            for red in (True, False):
                order = [(grades.index(risk), asked) for _, risk, asked in snapshot if (risk == "red") is red]
                if order != sorted(order):
                    problems.append(f"{colleague.name} saw the queue out of order")
    return problems


async def check_tables(database: str, staff: Sequence[Colleague]) -> tuple[Counter[str], list[str]]:
    """Count over the tables, apart from the program's own reading: one holder at a time, nothing stuck, nothing twice."""
    engine = create_async_engine(database)
    counts: Counter[str] = Counter()
    problems: list[str] = []
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT handoff_id, move, staff_id FROM handoff_events ORDER BY id"))
        histories: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for handoff, move, member in rows:
            histories[handoff].append((move, member))
            counts[f"event_{move}"] += 1
        for handoff, history in histories.items():
            problems += _two_holders(handoff, history)
        for column in ("conversation_id", "id"):
            many = await connection.execute(
                text(f"SELECT {column} FROM handoffs WHERE status = 'claimed' GROUP BY {column} HAVING count(*) > 1")
            )
            problems += [f"two holders at the end: {row[0]}" for row in many]
        saved = {
            row[0] for row in await connection.execute(text("SELECT external_id FROM messages WHERE author = 'staff'"))
        }
        for colleague in staff:
            problems += [f"{colleague.name}'s answer lost: {said}" for said in colleague.said if said not in saved]
            counts["staff_messages"] += len(colleague.said)
        twice = await connection.execute(
            text(
                "SELECT author, external_id FROM messages WHERE author IN ('citizen', 'staff') "
                "GROUP BY conversation_id, author, external_id HAVING count(*) > 1"
            )
        )
        problems += [f"saved twice: {author} {external}" for author, external in twice]
    await engine.dispose()
    return counts, problems


def _two_holders(handoff: str, history: Iterable[tuple[str, str | None]]) -> Iterable[str]:
    holder: str | None = None
    for move, member in history:
        if move in CLAIMS:
            if holder is not None and move == "claimed":
                yield f"{handoff} was claimed while somebody held it"
            holder = member
        elif move in RELEASES:
            holder = None
