"""Takes one update at a time: what it says goes to the service, and the answer says whether it must come again."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from telegram import Bot, Message, Update
from telegram.error import TelegramError

from bot.channels.telegram_courier import LONGEST_TEXT, TelegramCourier
from bot.channels.telegram_files import fetch_file
from bot.channels.telegram_messages import Heard, Unusable, read_update, words
from bot.channels.telegram_staff import answer_staff
from bot.domain.messages import CitizenMessage
from bot.errors import AssistantError, StaleConversation
from bot.service.front_desk import FrontDesk
from bot.service.receive_edit import receive_edit
from bot.service.receive_message import receive_message, was_received

LOG = logging.getLogger(__name__)
_REMEMBERED = 2000
_TRIES = 3
"""A message on which our own code fails so often is given up, so that it does not stop what comes after it."""


class TelegramUpdates:
    """Has updates answered. Nothing here is needed after a crash: the tables know what was received."""

    def __init__(self, bot: Bot, courier: TelegramCourier, desk: FrontDesk) -> None:
        self._bot = bot
        self._courier = courier
        self._desk = desk
        self._told: OrderedDict[str, int] = OrderedDict()
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._with_staff: OrderedDict[str, int] = OrderedDict()
        self._background: set[asyncio.Task[None]] = set()

    def read(self, content: Any) -> Heard:
        """Read one update; one that nobody can read says nothing to us."""
        try:
            update = Update.de_json(content, self._bot) if isinstance(content, dict) else None
            if update is not None:
                return read_update(update)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
            pass
        LOG.warning("telegram: an update of unknown form was passed over")
        return Heard(unusable=Unusable.NOT_OURS)

    async def take(self, heard: Heard, number: object) -> bool:
        """Have one update answered; False where it must come again. `number` is its id."""
        try:
            await self._take(heard, number)
        except StaleConversation:
            return False
        except AssistantError as error:
            if error.status >= 500:
                LOG.warning("telegram: an update waits (%s)", error.code)
                return False
            self._tell_once(f"update:{number}", heard.chat, error.message + error.hint)
        except Exception as error:  # noqa: BLE001 - one citizen's message must not end the channel for all
            LOG.error("telegram: an update failed (%s)", type(error).__name__)  # noqa: TRY400 - a trace may hold words
            if _count(self._failures, f"update:{number}") < _TRIES:
                return False
            self._tell_once(f"update:{number}", heard.chat, words()["failed"])
        return True

    async def close(self) -> None:
        """Stop what goes on beside the updates: signs of typing, refusals."""
        for task in tuple(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _take(self, heard: Heard, number: object) -> None:
        if heard.press:
            self._later(self._answer_press(heard.press))
        if heard.unusable is not None:
            self._refuse(heard.unusable, heard.chat, number)
            return
        message = heard.message
        if message is None or heard.chat is None:
            return
        if not await self._answered_staff(heard, message, number):
            await self._hear(heard, message)

    async def _answered_staff(self, heard: Heard, message: CitizenMessage, number: object) -> bool:
        """Answer a command of staff; False where it is a message like any other."""
        if heard.command is None:
            return False
        answer = await answer_staff(self._desk, message.sender, heard.command, self._courier.web_address)
        if answer is not None:
            self._tell_once(f"update:{number}", heard.chat, answer)
        return answer is not None

    async def _hear(self, heard: Heard, message: CitizenMessage) -> None:
        """Have the service take a message, with its file."""
        if heard.chat is None:
            return
        if str(heard.chat) not in self._with_staff:
            self._later(self._courier.show_typing(heard.chat))
        if heard.edits:
            turn = await receive_edit(self._desk, message, heard.edits)
        elif heard.file is None:
            turn = await receive_message(self._desk, message)
        elif await was_received(self._desk, message):
            return  # the file need not be fetched a second time
        else:
            turn = await receive_message(self._desk, await fetch_file(self._bot, heard.file, message))
        if heard.pressed is not None and not turn.repeated:
            self._later(self._note_choice(heard.pressed, message.text))
        if turn.replies:
            self._with_staff.pop(str(heard.chat), None)
        else:
            _count(self._with_staff, str(heard.chat))

    def _refuse(self, reason: Unusable, chat: int | None, number: object) -> None:
        if reason is not Unusable.NOT_OURS:
            key = f"group:{chat}" if reason is Unusable.GROUP else f"update:{number}"
            self._tell_once(key, chat, words()[reason.value])

    def _tell_once(self, key: str, chat: int | None, text: str) -> None:
        """Say something that belongs to no talk; a repeated update says it no second time."""
        if chat is not None and _count(self._told, key) == 1:
            self._later(self._tell(chat, text))

    async def _tell(self, chat: int, text: str) -> None:
        with suppress(TelegramError):
            await self._bot.send_message(chat_id=chat, text=text)

    async def _answer_press(self, query_id: str) -> None:
        """Stop the button's waiting sign; an old query cannot be answered, which matters to nobody."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(query_id)

    async def _note_choice(self, shown: Message, label: str) -> None:
        """Write under a message what was chosen, and take its buttons away: a chat shows no presses by itself."""
        noted = f"{shown.text or ''}\n\n{words()['chosen'].format(label=label)}"
        with suppress(TelegramError):
            if shown.text and len(noted.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
                await self._bot.edit_message_text(noted, chat_id=shown.chat_id, message_id=shown.message_id)
            else:
                await self._bot.edit_message_reply_markup(chat_id=shown.chat_id, message_id=shown.message_id)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _count(seen: OrderedDict[str, int], key: str) -> int:
    """Count a key in a memory that forgets the oldest; return how often it was counted."""
    seen[key] = seen.pop(key, 0) + 1
    if len(seen) > _REMEMBERED:
        seen.popitem(last=False)
    return seen[key]
