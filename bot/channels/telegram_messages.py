"""Reads what Telegram sends: an update becomes something a citizen said, or a reason why it does not.

Ids are built so that a repeated update gives the same id: chat and message for what was typed, the query's own id for a
button, chat, message, time and words for an edit.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

from bot.channels.telegram_staff import StaffCommand, staff_command
from bot.domain.messages import CitizenAddress, CitizenMessage

CHANNEL = "telegram"
_WORDS = Path(__file__).parent / "telegram.yaml"


@cache
def words() -> Mapping[str, Any]:
    """The channel's own wording."""
    return dict(yaml.safe_load(_WORDS.read_text("utf-8")))


class Unusable(StrEnum):
    """Why an update is no message for us."""

    GROUP = "group"
    """Not a private chat; refused politely."""
    BUTTON_GONE = "button_gone"
    UNREADABLE = "unreadable"
    """A sticker, a location, a poll …"""
    NOT_OURS = "not_ours"
    """A kind of update that says nothing to us."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A photo, recording or document that still lies on Telegram's server. `name` is the sender's claim."""

    file_id: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What one update says. Exactly one of `message` and `unusable` is set.

    `edits` is the external id of the message that this one replaces; `press` is the callback query to be answered, and
    `pressed` the message under which the button stands. `command` is what the message means where staff sent it.
    """

    chat: int | None = None
    message: CitizenMessage | None = None
    unusable: Unusable | None = None
    file: IncomingFile | None = None
    edits: str = ""
    press: str = ""
    pressed: Message | None = None
    command: StaffCommand | None = None


def read_update(update: Update) -> Heard:
    """Turn an update into what was heard; never raises."""
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.edited_message is not None:
        return _edit(update.edited_message)
    if update.message is not None:
        return _message(update.message)
    return Heard(unusable=Unusable.NOT_OURS)


def address_of(chat: int) -> CitizenAddress:
    """Where a private chat is reached."""
    return CitizenAddress(CHANNEL, str(chat))


def _said(chat: int, external_id: str, text: str, at: datetime) -> CitizenMessage:
    return CitizenMessage(address_of(chat), external_id, text, at)


def _message(message: Message) -> Heard:
    chat = message.chat_id
    if message.chat.type != "private":
        return Heard(chat=chat, unusable=Unusable.GROUP)
    external_id, file = f"{chat}:{message.message_id}", _file(message)
    text = message.text if file is None else message.caption or ""
    if text is None:
        return Heard(chat=chat, unusable=Unusable.UNREADABLE)
    command = staff_command(text) if file is None else None
    return Heard(chat=chat, message=_said(chat, external_id, _command(text), message.date), file=file, command=command)


def _edit(message: Message) -> Heard:
    chat = message.chat_id
    text = message.text or message.caption
    if message.chat.type != "private" or text is None:
        return Heard(chat=chat, unusable=Unusable.NOT_OURS)
    original = f"{chat}:{message.message_id}"
    at = message.edit_date or message.date
    # two edits within one second differ by their words alone
    edit = f"{original}:{int(at.timestamp())}:{zlib.crc32(text.encode('utf-8', 'surrogatepass'))}"
    return Heard(chat=chat, message=_said(chat, edit, text, at), edits=original)


def _press(query: CallbackQuery) -> Heard:
    chat = query.message.chat.id if query.message is not None else query.from_user.id
    text = _pressed_text(query)
    if text is None:
        return Heard(chat=chat, unusable=Unusable.BUTTON_GONE, press=query.id)
    pressed = query.message if isinstance(query.message, Message) else None
    said = _said(chat, f"press:{query.id}", text, datetime.now(UTC))
    return Heard(chat=chat, message=said, press=query.id, pressed=pressed)


def _pressed_text(query: CallbackQuery) -> str | None:
    """The text on the button; see `button_data` for the two forms of data."""
    data = query.data or ""
    if data.startswith("t:"):
        return data[2:]
    markup = getattr(query.message, "reply_markup", None)
    if data.startswith("i:") and data[2:].isdecimal() and isinstance(markup, InlineKeyboardMarkup):
        buttons = [button for row in markup.inline_keyboard for button in row]
        if int(data[2:]) < len(buttons):
            return buttons[int(data[2:])].text
    return None


def button_data(index: int, text: str) -> str:
    """Data of an inline button within Telegram's 64 bytes: the text itself, or its place where it is too long."""
    data = f"t:{text}"
    return data if len(data.encode()) <= 64 else f"i:{index}"


def _command(text: str) -> str:
    """A command says what its button would say, and what was typed behind it; an unknown one loses its slash.

    What stands behind /start comes from a link, not from the citizen.
    """
    if not text.startswith("/"):
        return text
    name, _, rest = text[1:].partition(" ")
    name = name.partition("@")[0].lower()
    known = words()["commands"].get(name)
    if known is None:
        return text[1:]
    says, rest = str(known["says"]), rest.strip()
    return f"{says}，{rest}" if rest and name != "start" else says


def _file(message: Message) -> IncomingFile | None:
    if message.photo:
        best = message.photo[-1]
        return IncomingFile(best.file_id, "photo.jpg", best.file_size)
    if message.voice is not None:
        return IncomingFile(message.voice.file_id, "voice.ogg", message.voice.file_size)
    named = message.document or message.audio
    if named is not None:
        return IncomingFile(named.file_id, named.file_name or "file", named.file_size)
    return None
