"""The conversation in the terminal: the same service, database and staff as on the web."""

import argparse
import asyncio
import contextlib
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.commands.chosen_day import today_of
from bot.commands.opened_room import data_folder, open_room
from bot.domain.messages import Author, CitizenAddress, CitizenMessage, StoredMessage
from bot.errors import AssistantError
from bot.service.front_desk import CHINA, FrontDesk
from bot.service.mark_shown import mark_shown
from bot.service.read_talk import read_talk
from bot.service.receive_message import receive_message

CHANNEL = "terminal"
_LOOK_SECONDS = 1.0
_SPEAKERS = {Author.ASSISTANT: "助手", Author.STAFF: "工作人员", Author.SYSTEM: "提示"}


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The machine's clock, moved so that today is the chosen day."""

    shift: timedelta

    @classmethod
    def on(cls, day: date) -> "ShiftedClock":
        """Give a clock on which it is that day now."""
        return cls(timedelta(days=(day - datetime.now(CHINA).date()).days))

    def now(self) -> datetime:
        """Return the shifted moment, in UTC."""
        return datetime.now(UTC) + self.shift


def talk(arguments: argparse.Namespace) -> int:
    """Talk until the citizen leaves (end of input, or 退出)."""
    today = today_of(arguments)
    return asyncio.run(_talk(today))


async def _talk(today: date) -> int:
    from bot.storage import open_storage
    from bot.storage.migrate import migrate

    settings, _ = data_folder()
    print("正在准备……", file=sys.stderr)
    room = await asyncio.to_thread(open_room, today)
    await asyncio.to_thread(migrate, settings.database_url)
    storage = open_storage(settings.database_url)
    desk = FrontDesk(
        unit_of_work=storage.unit_of_work, announcer=storage.announcer, room=room, clock=ShiftedClock.on(today)
    )
    try:
        await _converse(desk, CitizenAddress(CHANNEL, uuid.uuid4().hex))
    finally:
        await storage.close()
    return 0


async def _converse(desk: FrontDesk, address: CitizenAddress) -> None:
    print("请用自己的话说说遇到了什么事（输入“退出”离开，按钮可以输入编号或者按钮上的字）。\n")
    screen = _Screen(desk, address)
    watching = asyncio.create_task(screen.watch())
    try:
        while (line := await asyncio.to_thread(_read_line)) is not None and line.strip() != "退出":
            await _send(desk, address, line)
            await screen.show_new()
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


async def _send(desk: FrontDesk, address: CitizenAddress, line: str) -> None:
    message = CitizenMessage(address, uuid.uuid4().hex, line, datetime.now(UTC))
    try:
        await receive_message(desk, message)
    except AssistantError as error:
        print(f"{error.message}{error.hint}", file=sys.stderr)


class _Screen:
    """Prints each message once, whoever said it and whenever it comes."""

    def __init__(self, desk: FrontDesk, address: CitizenAddress, write: Callable[[str], None] = print) -> None:
        self._desk = desk
        self._address = address
        self._write = write
        self._seen = 0
        self._turn = asyncio.Lock()

    async def show_new(self) -> None:
        """Print what came since, and record that it was shown."""
        async with self._turn:
            seen = await read_talk(self._desk, self._address, self._seen)
            for message in seen.messages:
                self._seen = max(self._seen, message.id)
                if message.author is not Author.CITIZEN:
                    self._write(_as_text(message))
            if seen.messages:
                await mark_shown(self._desk, self._address, self._seen)

    async def watch(self) -> None:
        """Look now and then for words of the staff."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            await self.show_new()


def _as_text(message: StoredMessage) -> str:
    name = message.author_name or _SPEAKERS.get(message.author, "")
    buttons = "  ".join(f"[{number}] {label}" for number, label in enumerate(message.choices, 1))
    return f"{name}：{message.text}\n" + (f"    {buttons}\n" if buttons else "")


def _read_line() -> str | None:
    try:
        return input("您：" if sys.stdin.isatty() else "")
    except EOFError:
        return None
