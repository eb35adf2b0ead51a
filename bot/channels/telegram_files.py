"""Fetches a photo or document from Telegram's server and checks it before it enters the talk."""

from dataclasses import replace

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram_messages import IncomingFile, words
from bot.domain.attachments import LARGEST_FILE, accept_file, too_large
from bot.domain.messages import CitizenMessage
from bot.errors import BadInput, Unavailable
from bot.web.pictures import require_harmless


async def fetch_file(bot: Bot, file: IncomingFile, message: CitizenMessage) -> CitizenMessage:
    """Return the message with the file in it.

    Raises:
        BadInput: too large, gone, or of a kind that is not taken.
        Unavailable: the server did not give it now; the update shall come again.
    """
    if file.size is not None and file.size > LARGEST_FILE:
        raise too_large()
    try:
        remote = await bot.get_file(file.file_id)
        content = bytes(await remote.download_as_bytearray())
    except BadRequest:
        raise BadInput(words()["file_lost"]) from None
    except TelegramError:
        raise Unavailable(words()["file_lost"]) from None
    return replace(message, attachments=(*message.attachments, require_harmless(accept_file(file.name, content))))
