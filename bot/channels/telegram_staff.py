"""Commands of staff in their own chat: linking it by a one-time code, and cases like what they type.

For everybody else these are no commands: what a citizen types stays a message to the assistant.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.domain.messages import CitizenAddress
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.link_account import link_account, staff_of_account, unlink_account
from case_library.precedent import CaseHit
from case_library.wording import origin_name, outcome_name

_WORDS = Path(__file__).parent / "telegram_staff.yaml"
_SHOWN = 3
_LONGEST_QUERY = 1000
_LONGEST_RESULT = 160


@dataclass(frozen=True, slots=True)
class StaffCommand:
    """A command and what was typed behind it."""

    name: str
    rest: str


@cache
def words() -> dict[str, Any]:
    """The wording of these commands."""
    loaded: dict[str, Any] = yaml.safe_load(_WORDS.read_text("utf-8"))
    return loaded


def staff_command(text: str) -> StaffCommand | None:
    """Read a command of staff; None for everything else.

    Telegram knows Latin commands; people type Chinese ones too.
    """
    if not text.startswith("/"):
        return None
    parts = text[1:].split(maxsplit=1)
    called = parts[0].partition("@")[0].lower() if parts else ""
    name = next((name for name, names in words()["commands"].items() if called in names), None)
    return None if name is None else StaffCommand(name, parts[1].strip() if len(parts) > 1 else "")


async def answer_staff(desk: FrontDesk, address: CitizenAddress, command: StaffCommand, web_address: str) -> str | None:
    """Answer a command of staff; None where the account is nobody's, so that it is a message like any other.

    Args:
        desk: The front desk.
        address: The private chat that sent it.
        command: The command.
        web_address: Where the console is reached; empty where nobody said.

    Raises:
        Unavailable: The database does not answer.
    """
    say = words()
    staff = await staff_of_account(desk, address)
    if command.name == "link":
        linked = await link_account(desk, address, command.rest) or staff
        return str(say["linked"].format(name=linked.name) if linked else say["link_wrong"])
    if staff is None:
        return None
    if command.name == "unlink":
        await unlink_account(desk, staff, address.channel)
        return str(say["unlinked"])
    return await _cases(desk, staff, command.rest, web_address)


async def _cases(desk: FrontDesk, staff: StaffMember, text: str, web_address: str) -> str:
    say = words()
    if not staff.may(Action.USE_TOOLS):
        return str(say["not_allowed"])
    if not text:
        return str(say["how"])
    hits = await asyncio.to_thread(desk.room.similar_cases, text[:_LONGEST_QUERY], None, None, _SHOWN)
    return _told(hits, web_address) if hits else str(say["nothing"])


def _told(hits: Sequence[CaseHit], web_address: str) -> str:
    say = words()
    blocks = []
    for number, hit in enumerate(hits, 1):
        case = hit.case
        result = case.result if len(case.result) <= _LONGEST_RESULT else case.result[:_LONGEST_RESULT] + "……"
        lines = [
            f"{number}. {case.title}",
            f"{origin_name(case.origin.value)}；{outcome_name(case.outcome.value)}",
            result,
            "；".join(hit.why),
            f"{web_address}/console/cases/{case.id}" if web_address else "",
        ]
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join([*blocks, say["only_a_hint"]])
